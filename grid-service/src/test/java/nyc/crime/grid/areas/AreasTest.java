package nyc.crime.grid.areas;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.locationtech.jts.algorithm.Orientation;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.Point;
import org.locationtech.jts.geom.Polygon;
import org.locationtech.jts.io.geojson.GeoJsonReader;

import nyc.crime.grid.NewYork;
import nyc.crime.testkit.RealData;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** What is written of areas is valid and wound as RFC 7946 §3.1.6 wants it, however much simplified. */
class AreasTest {

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.0005, 0.005})
    void theBoroughsAreValidAndWoundRight(double tolerance) throws Exception {
        check(NewYork.city().outlines(), tolerance, 5);
    }

    @ParameterizedTest
    @CsvSource({"y76i-bdw7, precinct, 78", "9nt8-h7nd, ntaname, 262", "enfh-gkve, signname, 240"})
    void realAreasAreValidAndWoundRight(String id, String property, int atLeast) throws Exception {
        Areas areas = real(id, property);
        byte[] whole = areas.geoJson(0, Map.of());
        for (double tolerance : new double[] {0, 0.0001, 0.001, 0.01}) {
            byte[] written = check(areas, tolerance, atLeast);
            assertTrue(written.length <= whole.length);
        }
    }

    /** The real areas of a Socrata dataset. */
    static Areas real(String id, String property) throws Exception {
        Path file = RealData.required().resolve("socrata").resolve(id + ".geojson.gz");
        try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
            return Areas.read(in.readAllBytes(), property);
        }
    }

    private static byte[] check(Areas areas, double tolerance, int atLeast) throws Exception {
        byte[] written = areas.geoJson(tolerance, Map.of());
        JsonNode features = new ObjectMapper().readTree(written).get("features");
        assertEquals(areas.areas().size(), features.size());
        assertTrue(features.size() >= atLeast, "areas: " + features.size());
        for (JsonNode feature : features) {
            String name = feature.get("properties").get("name").asText();
            Geometry shape = new GeoJsonReader().read(feature.get("geometry").toString());
            assertTrue(shape.isValid(), name);
            assertTrue(shape.getArea() > 0, name);
            JsonNode label = feature.get("properties").get("label");
            Point at = shape.getFactory()
                    .createPoint(
                            new Coordinate(label.get(0).asDouble(), label.get(1).asDouble()));
            assertTrue(shape.contains(at), name + " is written where it is");
            for (int i = 0; i < shape.getNumGeometries(); i++) {
                Polygon polygon = (Polygon) shape.getGeometryN(i);
                assertTrue(Orientation.isCCW(polygon.getExteriorRing().getCoordinates()), name);
                for (int hole = 0; hole < polygon.getNumInteriorRing(); hole++) {
                    assertFalse(Orientation.isCCW(polygon.getInteriorRingN(hole).getCoordinates()), name);
                }
            }
        }
        return written;
    }

    @Test
    void aRingThatTouchesItselfIsMended() throws Exception {
        byte[] bowTie = """
                {"type":"FeatureCollection","features":[
                 {"type":"Feature","properties":{"name":"A"},
                  "geometry":{"type":"Polygon","coordinates":[[[0,0],[2,2],[2,0],[0,2],[0,0]]]}},
                 {"type":"Feature","properties":{"name":"A"},
                  "geometry":{"type":"Polygon","coordinates":[[[5,5],[5,6],[6,6],[6,5],[5,5]]]}},
                 {"type":"Feature","properties":{},
                  "geometry":{"type":"Polygon","coordinates":[[[8,8],[8,9],[9,9],[9,8],[8,8]]]}},
                 {"type":"Feature","properties":{"name":"B"},"geometry":null}]}
                """.getBytes(StandardCharsets.UTF_8);
        Areas areas = Areas.read(bowTie, "name");
        assertEquals(List.of("A"), areas.areas().stream().map(Areas.Area::name).toList());
        // two triangles of area 1 and a square of area 1
        assertEquals(3, areas.areas().get(0).shape().getArea(), 1e-9);
        check(areas, 0, 1);
    }
}
