package nyc.crime.grid.georef;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryFactory;
import org.locationtech.jts.geom.prep.PreparedGeometry;
import org.locationtech.jts.geom.prep.PreparedGeometryFactory;
import org.locationtech.jts.io.geojson.GeoJsonReader;

import nyc.crime.city.CityProfile;
import nyc.crime.grid.NewYork;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** The mask and the counts share one georeference: no point inside a borough falls on a masked cell. */
class CityTest {

    private final City city = NewYork.city();

    @Test
    void coversTheFiveBoroughsWithAbout1500Cells() {
        assertEquals("40.4961,-74.2556,40.9156,-73.7", city.forecast().bounds().toString());
        assertEquals(67 * 50, city.mask().length);
        assertEquals(1508, city.maskedIn());
        assertEquals("Manhattan", boroughAt(40.7484, -73.9857));
        assertEquals("Brooklyn", boroughAt(40.6501, -73.9496));
        assertEquals("Queens", boroughAt(40.7282, -73.7949));
        assertEquals("Bronx", boroughAt(40.8448, -73.8648));
        assertEquals("Staten Island", boroughAt(40.5795, -74.1502));
        assertEquals(Georef.OUTSIDE, city.cell(407_000, -741_500), "Newark Bay's west shore is not in the city");
    }

    private String boroughAt(double lat, double lon) {
        int cell = city.cell((int) Math.round(lat * 1e4), (int) Math.round(lon * 1e4));
        return city.boroughs().get(city.borough(cell));
    }

    @Test
    void noPointInsideABoroughFallsOnAMaskedCell() throws Exception {
        Geometry all =
                new GeoJsonReader().read(new String(city.outlines().geoJson(0, Map.of()), StandardCharsets.UTF_8));
        PreparedGeometry outlines = PreparedGeometryFactory.prepare(all.buffer(0));
        GeometryFactory shapes = new GeometryFactory();
        Bounds bounds = city.forecast().bounds();
        int inside = 0;
        for (int lat = bounds.south(); lat <= bounds.north(); lat += 17) {
            for (int lon = bounds.west(); lon <= bounds.east(); lon += 19) {
                Coordinate point = new Coordinate(Bounds.degrees(lon), Bounds.degrees(lat));
                if (outlines.contains(shapes.createPoint(point))) {
                    inside++;
                    assertNotEquals(Georef.OUTSIDE, city.cell(lat, lon), point.toString());
                }
            }
        }
        assertTrue(inside > 20_000, "the boroughs are not empty");
    }

    @Test
    void shippedOutlinesAreThoseThatTheProfileNamesCutAsItSays() {
        String key = "nyc.cities.nyc.outlines.shipped";
        City square =
                new City(NewYork.profile(Map.of(key, "square.geojson", "nyc.cities.nyc.forecast.rows", "3")), null);
        assertEquals(List.of("", "Square"), square.boroughs());
        assertEquals("10.0,20.0,11.0,21.0", square.forecast().bounds().toString());
        assertEquals(3 * 50, square.maskedIn());
        CityProfile none = NewYork.profile(Map.of(key, "none.geojson"));
        String said = assertThrows(IllegalStateException.class, () -> new City(none, null))
                .getMessage();
        assertEquals("outlines.shipped: there is no georef/none.geojson", said);
    }

    /** Chicago has 77 areas, other cities have hundreds. */
    @Test
    void outlinesMayBeMoreThanAByteCanNumber() {
        GeometryFactory shapes = new GeometryFactory();
        int strips = 300;
        Georef grid = new Georef(Bounds.around(40, 10, 41, 13), 1, strips);
        List<Geometry> outlines = IntStream.range(0, strips)
                .mapToObj(grid::envelope)
                .map(shapes::toGeometry)
                .map(strip -> strip.buffer(-1e-4))
                .toList();
        short[] laid = City.laid(grid, outlines);
        for (int cell = 0; cell < strips; cell++) {
            assertEquals(cell + 1, laid[cell]);
        }
    }

    @Test
    void cellsAreAsLargeAsStated() {
        // 111.05 km a degree of latitude and 84.5 km a degree of longitude at 40.7 north (independent tables of WGS 84)
        assertEquals(0.0062612 * 111_050, city.forecast().northSouthMetres(), 1);
        assertEquals(0.011112 * 84_500, city.forecast().eastWestMetres(), 2);
    }
}
