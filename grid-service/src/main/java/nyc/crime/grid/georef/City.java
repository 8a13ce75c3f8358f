package nyc.crime.grid.georef;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import jakarta.enterprise.context.ApplicationScoped;

import io.quarkus.runtime.Startup;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryFactory;
import org.locationtech.jts.geom.prep.PreparedGeometry;
import org.locationtech.jts.geom.prep.PreparedGeometryFactory;

import nyc.crime.grid.areas.Areas;
import nyc.crime.grid.areas.Areas.Area;

/**
 * The five boroughs and the forecast grid over them: 67 × 50 cells over the outlines' bounds, rounded outwards to 1e-4
 * degrees. A cell is in the city if it meets an outline; its borough is the one that has most of it.
 */
@Startup
@ApplicationScoped
public class City {

    /** Whose outlines these are. */
    public static final String ATTRIBUTION =
            "Borough outlines: City of New York, Department of City Planning (nybb 16a), simplified to 15 m";

    private static final int ROWS = 67;
    private static final int COLS = 50;
    private static final GeometryFactory SHAPES = new GeometryFactory();

    /**
     * Made when this class is initialised, which for a native executable is when it is built: laying the grid would take
     * most of its start.
     */
    private static final Layout SHIPPED = Layout.read();

    private final Areas outlines = SHIPPED.outlines;
    private final List<String> boroughs = SHIPPED.boroughs;
    private final Georef forecast = SHIPPED.forecast;
    private final byte[] borough = SHIPPED.borough;
    private final int maskedIn = count(borough);

    /** The outlines and the grid over them. */
    private record Layout(Areas outlines, List<String> boroughs, Georef forecast, byte[] borough) {

        static Layout read() {
            Areas outlines;
            try (InputStream in = City.class.getResourceAsStream("/georef/boroughs.geojson")) {
                outlines = Areas.read(in.readAllBytes(), "name");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            List<Geometry> shapes = outlines.areas().stream().map(Area::shape).toList();
            List<String> boroughs = Stream.concat(
                            Stream.of(""), outlines.areas().stream().map(Area::name))
                    .toList();
            Envelope all = new Envelope();
            shapes.forEach(shape -> all.expandToInclude(shape.getEnvelopeInternal()));
            Georef forecast =
                    new Georef(Bounds.around(all.getMinY(), all.getMinX(), all.getMaxY(), all.getMaxX()), ROWS, COLS);
            return new Layout(outlines, boroughs, forecast, laid(forecast, shapes));
        }
    }

    private static int count(byte[] borough) {
        int count = 0;
        for (byte b : borough) {
            count += b > 0 ? 1 : 0;
        }
        return count;
    }

    private static byte[] laid(Georef grid, List<Geometry> shapes) {
        List<PreparedGeometry> prepared =
                shapes.stream().map(PreparedGeometryFactory::prepare).toList();
        byte[] borough = new byte[grid.cells()];
        for (int cell = 0; cell < borough.length; cell++) {
            Geometry rectangle = SHAPES.toGeometry(grid.envelope(cell));
            int[] met = IntStream.range(0, prepared.size())
                    .filter(i -> prepared.get(i).intersects(rectangle))
                    .toArray();
            if (met.length == 1) {
                borough[cell] = (byte) (met[0] + 1);
            } else if (met.length > 1) {
                borough[cell] = (byte) (largest(met, rectangle, shapes) + 1);
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

    /** The forecast grid. */
    public Georef forecast() {
        return forecast;
    }

    /** The cell of the forecast grid of a coordinate in units of 1e-4 degrees, or {@link Georef#OUTSIDE} the city. */
    public int cell(int lat, int lon) {
        int cell = forecast.cell(lat, lon);
        return cell != Georef.OUTSIDE && borough[cell] != 0 ? cell : Georef.OUTSIDE;
    }

    /** True if a cell of the forecast grid meets a borough. */
    public boolean isIn(int cell) {
        return borough[cell] != 0;
    }

    /** Number of the borough of a cell of the forecast grid, an index of {@link #boroughs()}; 0 = none. */
    public int borough(int cell) {
        return borough[cell];
    }

    /** How many cells of the forecast grid are in the city. */
    public int maskedIn() {
        return maskedIn;
    }

    /** One byte a cell of the forecast grid: 1 in the city, 0 outside. */
    public byte[] mask() {
        byte[] mask = new byte[borough.length];
        for (int i = 0; i < mask.length; i++) {
            mask[i] = (byte) (borough[i] > 0 ? 1 : 0);
        }
        return mask;
    }

    /** Names by number; the first is empty. */
    public List<String> boroughs() {
        return boroughs;
    }

    /** The boroughs. */
    public Areas outlines() {
        return outlines;
    }
}
