package nyc.crime.predict.forecast;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.locationtech.jts.algorithm.Orientation;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.GeometryFactory;
import org.locationtech.jts.geom.LinearRing;
import org.locationtech.jts.geom.MultiPolygon;
import org.locationtech.jts.geom.Polygon;

import nyc.crime.predict.counts.AreaRecords;
import nyc.crime.predict.counts.ForecastGrid;
import nyc.crime.predict.counts.Mask;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class GeoJsonTest {

    private static final GeometryFactory GEOMETRIES = new GeometryFactory();
    private static final int ROWS = 20;
    private static final int COLS = 15;

    /** Places of any form: in one piece, in several, with holes, touching at corners only. */
    @Test
    void placesAreValidPolygonsOfTheirCellsCounterClockwise() {
        SplittableRandom random = new SplittableRandom(1);
        for (int city = 0; city < 50; city++) {
            int ids = 2 + city % 4;
            int[] precinctOf = IntStream.range(0, ROWS * COLS)
                    .map(cell -> random.nextInt(ids))
                    .toArray();
            boolean[] all = new boolean[ROWS * COLS];
            Arrays.fill(all, true);
            ForecastGrid grid = new ForecastGrid(
                    new Mask(ROWS, COLS, all),
                    new ForecastGrid.Bounds(40.4961, -74.2556, 40.9156, -73.7),
                    new int[ROWS * COLS],
                    List.of(""));
            int[] ones = new int[ROWS * COLS];
            Arrays.fill(ones, 1);
            AreaRecords precincts = new AreaRecords(
                    IntStream.range(1, ids + 1).mapToObj(String::valueOf).toList(),
                    IntStream.range(0, ROWS * COLS).toArray(),
                    precinctOf,
                    ones,
                    LocalDate.EPOCH,
                    new int[0][]);
            Places places = Places.areas(grid, id -> id, precincts, precincts);
            List<Forecast.PlaceForecast> numbers = places.list().stream()
                    .map(place -> new Forecast.PlaceForecast(place.id(), place.name(), null, 1, 0, 0, 2, 2))
                    .toList();
            GeoJson.Collection features = GeoJson.of(
                    new Forecast(null, List.of(new Forecast.Day(LocalDate.EPOCH, 1, null, numbers)), null),
                    places,
                    grid);
            double cellArea = (40.9156 - 40.4961) / ROWS * (74.2556 - 73.7) / COLS;
            for (int place = 0; place < ids; place++) {
                MultiPolygon drawn = drawn(features.features().get(place).geometry());
                assertTrue(drawn.isValid(), drawn::toText);
                assertEquals(places.cellsOf(place).size() * cellArea, drawn.getArea(), cellArea / 100);
            }
        }
    }

    private static MultiPolygon drawn(GeoJson.Geometry geometry) {
        return GEOMETRIES.createMultiPolygon(
                geometry.coordinates().stream().map(GeoJsonTest::polygon).toArray(Polygon[]::new));
    }

    private static Polygon polygon(List<List<double[]>> rings) {
        LinearRing[] drawn = rings.stream()
                .map(ring -> GEOMETRIES.createLinearRing(ring.stream()
                        .map(point -> new Coordinate(point[0], point[1]))
                        .toArray(Coordinate[]::new)))
                .toArray(LinearRing[]::new);
        for (int ring = 0; ring < drawn.length; ring++) {
            assertEquals(ring == 0, Orientation.isCCW(drawn[ring].getCoordinateSequence()));
        }
        return GEOMETRIES.createPolygon(drawn[0], Arrays.copyOfRange(drawn, 1, drawn.length));
    }
}
