package nyc.crime.grid.bench;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;

import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryFactory;
import org.locationtech.jts.geom.prep.PreparedGeometry;
import org.locationtech.jts.geom.prep.PreparedGeometryFactory;
import org.locationtech.jts.index.strtree.STRtree;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

import nyc.crime.grid.areas.AreaIndex;
import nyc.crime.grid.areas.Areas;
import nyc.crime.grid.georef.Bounds;

/**
 * Which precinct points are in: {@link AreaIndex}, and JTS' prepared geometries behind a tree of their envelopes. With
 * {@code NYC_DATA_DIR} the 78 precincts, without it the five shipped boroughs.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(
        value = 1,
        jvmArgs = {"-Xmx512m", "-XX:+UseSerialGC"})
public class AreaBench {

    static final int POINTS = 200_000;

    private final int[] lat = new int[POINTS];
    private final int[] lon = new int[POINTS];
    private final GeometryFactory points = new GeometryFactory();
    private final STRtree tree = new STRtree();
    private AreaIndex index;
    private PreparedGeometry[] prepared;

    /** The areas, and the same points in every run. */
    @Setup
    public void prepare() throws IOException {
        GridBench.points(lat, lon);
        Areas areas = areas();
        index = new AreaIndex(areas);
        List<Geometry> shapes = areas.areas().stream().map(Areas.Area::shape).toList();
        prepared = shapes.stream().map(PreparedGeometryFactory::prepare).toArray(PreparedGeometry[]::new);
        for (int i = 0; i < prepared.length; i++) {
            tree.insert(shapes.get(i).getEnvelopeInternal(), i);
        }
        tree.build();
        if (indexed() != prepared()) {
            throw new IllegalStateException("the two ways do not place the points alike");
        }
    }

    private static Areas areas() throws IOException {
        String data = System.getenv("NYC_DATA_DIR");
        if (data == null) {
            try (InputStream shipped = AreaBench.class.getResourceAsStream("/georef/boroughs.geojson")) {
                return Areas.read(shipped.readAllBytes(), "name");
            }
        }
        Path file = Path.of(data, "socrata", "y76i-bdw7.geojson.gz");
        try (InputStream precincts = new GZIPInputStream(Files.newInputStream(file))) {
            return Areas.read(precincts.readAllBytes(), "precinct");
        }
    }

    /** By the index. */
    @Benchmark
    public long indexed() {
        long sum = 0;
        for (int i = 0; i < POINTS; i++) {
            sum += index.at(lat[i], lon[i]);
        }
        return sum;
    }

    /** By JTS alone; of two areas that overlap the first. */
    @Benchmark
    public long prepared() {
        long sum = 0;
        for (int i = 0; i < POINTS; i++) {
            Coordinate at = new Coordinate(Bounds.degrees(lon[i]), Bounds.degrees(lat[i]));
            Geometry point = points.createPoint(at);
            int first = AreaIndex.NONE;
            for (Object found : tree.query(point.getEnvelopeInternal())) {
                int area = (Integer) found;
                if ((first == AreaIndex.NONE || area < first) && prepared[area].covers(point)) {
                    first = area;
                }
            }
            sum += first;
        }
        return sum;
    }
}
