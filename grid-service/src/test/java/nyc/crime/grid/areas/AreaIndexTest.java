package nyc.crime.grid.areas;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPInputStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryFactory;
import org.locationtech.jts.geom.Point;

import nyc.crime.testkit.RealData;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** The index says the same as asking every area's own shape. */
class AreaIndexTest {

    private static final GeometryFactory SHAPES = new GeometryFactory();

    private static int plainly(Areas areas, int lat, int lon) {
        Point point = SHAPES.createPoint(new Coordinate(lon / 1e4, lat / 1e4));
        for (int i = 0; i < areas.areas().size(); i++) {
            Geometry shape = areas.areas().get(i).shape();
            if (shape.getEnvelopeInternal().contains(point.getCoordinate()) && shape.intersects(point)) {
                return i;
            }
        }
        return AreaIndex.NONE;
    }

    @Test
    void bordersAndOverlapsBelongToTheFirst() {
        Areas areas = Areas.read("""
                {"features":[
                 {"id":"A","geometry":{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,1],[0,0]]]}},
                 {"id":"B","geometry":{"type":"Polygon","coordinates":[[[1,0],[2,0],[2,1],[1,1],[1,0]]]}},
                 {"id":"C","geometry":{"type":"Polygon","coordinates":[[[0.5,0.5],[3,0.5],[3,0.7],[0.5,0.7],[0.5,0.5]]]}}]}
                """.getBytes(StandardCharsets.UTF_8), "name");
        AreaIndex index = new AreaIndex(areas);
        assertEquals(0, index.at(5_000, 10_000), "the border of A and B");
        assertEquals(1, index.at(6_000, 15_000), "in B and in C");
        assertEquals(2, index.at(6_000, 25_000));
        assertEquals(0, index.at(0, 0), "a corner");
        assertEquals(AreaIndex.NONE, index.at(8_000, 25_000));
        assertEquals(AreaIndex.NONE, index.at(-1, 0));
        assertEquals(AreaIndex.NONE, index.at(900_000, -1_800_000));
    }

    @ParameterizedTest
    @CsvSource({"y76i-bdw7, precinct", "9nt8-h7nd, ntaname", "enfh-gkve, signname"})
    void pointsAreInTheAreaWhoseShapeHoldsThem(String id, String property) throws Exception {
        Areas areas = AreasTest.real(id, property);
        AreaIndex index = new AreaIndex(areas);
        Random dice = new Random(75);
        int inside = 0;
        for (int i = 0; i < 1_500; i++) {
            int lat = 405_000 + dice.nextInt(4_200);
            int lon = -742_600 + dice.nextInt(5_600);
            assertEquals(plainly(areas, lat, lon), index.at(lat, lon), lat + " " + lon);
            inside += index.at(lat, lon) == AreaIndex.NONE ? 0 : 1;
        }
        assertTrue(inside > 50, "inside: " + inside);
    }

    /** Each of the 258,147 placed arrests of 2024 gets one area of a kind or none; parks are those of five acres and more. */
    @ParameterizedTest
    @CsvSource({"y76i-bdw7, precinct, 258128", "9nt8-h7nd, ntaname, 257077", "enfh-gkve, signname, 331"})
    void everyPlacedRecordIsInAtMostOneArea(String id, String property, long inAreas) throws Exception {
        Areas areas = AreasTest.real(id, property);
        AreaIndex index = new AreaIndex(areas);
        long[] counts = new long[areas.areas().size()];
        long none = 0;
        List<int[]> points = arrests();
        for (int[] point : points) {
            int area = index.at(point[0], point[1]);
            if (area == AreaIndex.NONE) {
                none++;
            } else {
                counts[area]++;
            }
        }
        long counted = Arrays.stream(counts).sum();
        assertEquals(points.size(), counted + none);
        assertEquals(inAreas, counted);
        assertEquals(258_147 - inAreas, none);
    }

    private static List<int[]> arrests() throws Exception {
        List<int[]> points = new ArrayList<>();
        try (BufferedReader rows = new BufferedReader(new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(RealData.required().resolve("socrata/8h9b-rp9u.csv.gz"))),
                StandardCharsets.UTF_8))) {
            rows.readLine();
            for (String row = rows.readLine(); row != null; row = rows.readLine()) {
                // latitude and longitude are the last two columns
                String[] columns = row.split(",", -1);
                String lat = columns[columns.length - 2];
                String lon = columns[columns.length - 1];
                if (!lat.isEmpty() && Double.parseDouble(lat) != 0) {
                    points.add(new int[] {
                        (int) Math.round(Double.parseDouble(lat) * 1e4), (int) Math.round(Double.parseDouble(lon) * 1e4)
                    });
                }
            }
        }
        return points;
    }
}
