package nyc.crime.standin.sample;

import java.time.Instant;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.locationtech.jts.algorithm.Orientation;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.Polygon;
import org.locationtech.jts.io.ParseException;
import org.locationtech.jts.io.geojson.GeoJsonReader;

import nyc.crime.standin.data.Dataset;
import nyc.crime.standin.engine.QueryEngine;
import nyc.crime.standin.soql.SoqlParser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class SampleAreasTest {

    @Test
    void everyPrecinctIsValidCounterClockwiseAndSaysThatItIsSynthetic() throws ParseException {
        Dataset precincts = new SampleAreas(CityProfile.load(), Instant.EPOCH).precincts();
        List<String[]> rows = QueryEngine.run(
                        precincts, SoqlParser.query("select precinct, the_geom, synthetic"), false, 1)
                .rows();
        assertTrue(rows.size() >= 77, rows.size() + " precincts");
        double area = 0;
        for (String[] row : rows) {
            Geometry geometry = new GeoJsonReader().read(row[1]);
            assertTrue(geometry.isValid(), row[0]);
            for (int i = 0; i < geometry.getNumGeometries(); i++) {
                Polygon part = (Polygon) geometry.getGeometryN(i);
                assertTrue(Orientation.isCCW(part.getExteriorRing().getCoordinates()), row[0]);
            }
            assertEquals("true", row[2]);
            area += geometry.getArea();
        }
        double city = (CityProfile.NORTH - CityProfile.SOUTH) * (CityProfile.EAST - CityProfile.WEST);
        assertTrue(area > 0.3 * city && area < 0.6 * city, area / city + " of the bounds");
    }

    @Test
    void theBoroughsAreTheirPrecinctsTogether() throws ParseException {
        SampleAreas areas = new SampleAreas(CityProfile.load(), Instant.EPOCH);
        List<String[]> boroughs = QueryEngine.run(
                        areas.boroughs(), SoqlParser.query("select boroname, the_geom order by boroname"), false, 1)
                .rows();
        assertEquals(
                List.of("Bronx", "Brooklyn", "Manhattan", "Queens", "Staten Island"),
                boroughs.stream().map(row -> row[0]).toList());
        List<String[]> precincts = QueryEngine.run(
                        areas.precincts(), SoqlParser.query("select precinct, the_geom"), false, 1)
                .rows();
        assertEquals(area(precincts), area(boroughs), 1e-9);
    }

    @Test
    void theNeighbourhoodsAreTheCityToo() throws ParseException {
        SampleAreas areas = new SampleAreas(CityProfile.load(), Instant.EPOCH);
        List<String[]> blocks = QueryEngine.run(
                        areas.neighbourhoods(), SoqlParser.query("select ntaname, the_geom"), false, 1)
                .rows();
        assertTrue(blocks.size() > 150 && blocks.size() < 400, blocks.size() + " neighbourhoods");
        assertEquals(
                blocks.size(), blocks.stream().map(row -> row[0]).distinct().count());
        List<String[]> precincts = QueryEngine.run(
                        areas.precincts(), SoqlParser.query("select precinct, the_geom"), false, 1)
                .rows();
        assertEquals(area(precincts), area(blocks), 1e-9);
    }

    private static double area(List<String[]> rows) throws ParseException {
        double area = 0;
        for (String[] row : rows) {
            area += new GeoJsonReader().read(row[1]).getArea();
        }
        return area;
    }
}
