package nyc.crime.grid.georef;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import jakarta.enterprise.context.ApplicationScoped;

import io.quarkus.runtime.Startup;
import org.jboss.logging.Logger;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryFactory;
import org.locationtech.jts.geom.prep.PreparedGeometry;
import org.locationtech.jts.geom.prep.PreparedGeometryFactory;

import nyc.crime.city.Cities;
import nyc.crime.city.CityProfile;
import nyc.crime.grid.areas.Areas;
import nyc.crime.grid.areas.Areas.Area;
import nyc.crime.grid.ingest.IngestClient;
import nyc.crime.grid.ingest.IngestProblem;

/**
 * The outlines of the city and the forecast grid over them, cut into the profile's rows and columns over the outlines'
 * bounds, rounded outwards to 1e-4 degrees. A cell is in the city if it meets an outline; its borough is the outline that
 * has most of it. The outlines are shipped with this service, or else areas of ingest-service: then there is a problem in
 * place of every answer until it has given them, and they stay as they are until the service is started anew.
 */
@Startup
@ApplicationScoped
public class City {

    private static final Logger LOG = Logger.getLogger(City.class);
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(15);
    private static final int HEAT_SIZE = 300;
    private static final GeometryFactory SHAPES = new GeometryFactory();

    /**
     * The first city's, made when this class is initialised, which for a native executable is when it is built: laying the
     * grid would take most of its start.
     */
    private static final Shipped FIRST = Shipped.first();

    private final CityProfile profile;
    private final Georef heat;
    private volatile Layout layout;

    /**
     * @param profile which outlines, and how the grids are cut
     * @param ingest asked for the outlines where none are shipped
     */
    public City(CityProfile profile, IngestClient ingest) {
        this.profile = profile;
        heat = new Georef(Bounds.of(profile.heat()), HEAT_SIZE, HEAT_SIZE);
        if (ships()) {
            int rows = profile.forecast().rows();
            int cols = profile.forecast().cols();
            String file = profile.outlines().shipped().orElseThrow();
            layout = FIRST.is(file, rows, cols) ? FIRST.layout : Layout.of(Shipped.read(file), rows, cols);
            return;
        }
        String kind = profile.outlines()
                .kind()
                .orElseThrow(() -> new IllegalStateException(
                        "outlines of " + profile.name() + ": neither a shipped file nor a kind of areas"));
        ingest.areas(kind)
                .onFailure()
                .invoke(e -> LOG.warnf("the %s, over which the grids are laid, are not known yet: %s", kind, e))
                .onFailure()
                .retry()
                .withBackOff(FIRST_PAUSE, LONGEST_PAUSE)
                .indefinitely()
                .map(known -> Layout.of(
                        known.areas(),
                        profile.forecast().rows(),
                        profile.forecast().cols()))
                .subscribe()
                .with(laid -> layout = laid);
    }

    /** The outlines and the grid over them. */
    private record Layout(Areas outlines, List<String> boroughs, Georef forecast, short[] borough) {

        static Layout of(Areas outlines, int rows, int cols) {
            List<Geometry> shapes = outlines.areas().stream().map(Area::shape).toList();
            List<String> boroughs = Stream.concat(
                            Stream.of(""), outlines.areas().stream().map(Area::name))
                    .toList();
            Envelope all = new Envelope();
            shapes.forEach(shape -> all.expandToInclude(shape.getEnvelopeInternal()));
            Georef forecast =
                    new Georef(Bounds.around(all.getMinY(), all.getMinX(), all.getMaxY(), all.getMaxX()), rows, cols);
            return new Layout(outlines, boroughs, forecast, laid(forecast, shapes));
        }
    }

    /** Outlines of this service's own, and what they were cut into. */
    private record Shipped(String file, Layout layout) {

        static Shipped first() {
            Properties packed = new Properties();
            try (InputStream of = City.class.getResourceAsStream("/cities/" + Cities.FIRST + ".properties")) {
                packed.load(of);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            String prefix = "nyc.cities." + Cities.FIRST + ".";
            String file = packed.getProperty(prefix + "outlines.shipped");
            int rows = Integer.parseInt(packed.getProperty(prefix + "forecast.rows"));
            int cols = Integer.parseInt(packed.getProperty(prefix + "forecast.cols"));
            return new Shipped(file, Layout.of(read(file), rows, cols));
        }

        static Areas read(String file) {
            try (InputStream outlines = City.class.getResourceAsStream("/georef/" + file)) {
                if (outlines == null) {
                    throw new IllegalStateException("outlines.shipped: there is no georef/" + file);
                }
                return Areas.read(outlines.readAllBytes(), "name");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        boolean is(String wanted, int rows, int cols) {
            return file.equals(wanted) && layout.forecast.rows() == rows && layout.forecast.cols() == cols;
        }
    }

    /** By cell: 0, or the number of the outline that has most of it, counted from 1. */
    static short[] laid(Georef grid, List<Geometry> shapes) {
        List<PreparedGeometry> prepared =
                shapes.stream().map(PreparedGeometryFactory::prepare).toList();
        short[] borough = new short[grid.cells()];
        for (int cell = 0; cell < borough.length; cell++) {
            Geometry rectangle = SHAPES.toGeometry(grid.envelope(cell));
            int[] met = IntStream.range(0, prepared.size())
                    .filter(i -> prepared.get(i).intersects(rectangle))
                    .toArray();
            if (met.length == 1) {
                borough[cell] = (short) (met[0] + 1);
            } else if (met.length > 1) {
                borough[cell] = (short) (largest(met, rectangle, shapes) + 1);
            }
        }
        return borough;
    }

    private static int largest(int[] met, Geometry rectangle, List<Geometry> shapes) {
        int largest = met[0];
        double most = -1;
        for (int i : met) {
            double area = shapes.get(i).intersection(rectangle).getArea();
            if (area > most) {
                most = area;
                largest = i;
            }
        }
        return largest;
    }

    /** Whether the outlines are shipped with this service. */
    public boolean ships() {
        return profile.outlines().shipped().isPresent();
    }

    /** Whether the outlines are there. */
    public boolean isLaid() {
        return layout != null;
    }

    private Layout layout() {
        Layout laid = layout;
        if (laid == null) {
            throw IngestProblem.trouble(503, "the outlines of " + profile.name() + " are not known yet", null);
        }
        return laid;
    }

    /** The grid of the heat maps, of any size. */
    public Georef heat(int rows, int cols) {
        return rows == HEAT_SIZE && cols == HEAT_SIZE ? heat : new Georef(heat.bounds(), rows, cols);
    }

    /** The grid of the heat maps, of its usual size. */
    public Georef heat() {
        return heat;
    }

    /** The forecast grid. */
    public Georef forecast() {
        return layout().forecast;
    }

    /** The cell of the forecast grid of a coordinate in units of 1e-4 degrees, or {@link Georef#OUTSIDE} the city. */
    public int cell(int lat, int lon) {
        Layout laid = layout();
        int cell = laid.forecast.cell(lat, lon);
        return cell != Georef.OUTSIDE && laid.borough[cell] != 0 ? cell : Georef.OUTSIDE;
    }

    /** True if a cell of the forecast grid meets an outline. */
    public boolean isIn(int cell) {
        return borough(cell) != 0;
    }

    /** Number of the borough of a cell of the forecast grid, an index of {@link #boroughs()}; 0 = none. */
    public int borough(int cell) {
        return layout().borough[cell];
    }

    /** How many cells of the forecast grid are in the city. */
    public int maskedIn() {
        int count = 0;
        for (byte in : mask()) {
            count += in;
        }
        return count;
    }

    /** One byte a cell of the forecast grid: 1 in the city, 0 outside. */
    public byte[] mask() {
        short[] borough = layout().borough;
        byte[] mask = new byte[borough.length];
        for (int i = 0; i < mask.length; i++) {
            mask[i] = (byte) (borough[i] > 0 ? 1 : 0);
        }
        return mask;
    }

    /** Names of the outlines by number; the first is empty. */
    public List<String> boroughs() {
        return layout().boroughs;
    }

    /** The outlines. */
    public Areas outlines() {
        return layout().outlines;
    }
}
