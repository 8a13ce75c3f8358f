package nyc.crime.predict.forecast;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.locationtech.jts.algorithm.Orientation;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.GeometryFactory;
import org.locationtech.jts.geom.LinearRing;
import org.locationtech.jts.geom.Polygon;
import org.locationtech.jts.operation.overlayng.CoverageUnion;
import org.locationtech.jts.simplify.DouglasPeuckerSimplifier;

import nyc.crime.predict.counts.ForecastGrid;
import nyc.crime.predict.forecast.Forecast.PlaceForecast;

/** Forecasts as GeoJSON (RFC 7946): a feature for each place, its cells dissolved, and a list for each day's number. */
@RegisterForReflection
public final class GeoJson {

    /** The media type. */
    public static final String TYPE = "application/geo+json";

    /** A feature collection with the forecast's own fields and each day's {@code totals} of the city beside it. */
    @Schema(name = "ForecastFeatures")
    public record Collection(
            String type,
            @JsonUnwrapped Forecast.Heading heading,
            List<LocalDate> dates,
            List<PlaceForecast> totals,
            List<Feature> features) {}

    /** A place with its numbers. */
    public record Feature(String type, String id, Geometry geometry, Properties properties) {}

    /**
     * Outlines along the grid: {@code [polygons][rings][points][2]}, longitude first, outer rings counter-clockwise, holes
     * clockwise.
     */
    public record Geometry(String type, List<List<List<double[]>>> coordinates) {}

    /** A place's numbers, a list of one for each day, its rank on the first, and the days' sum if it was asked for. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Properties(
            String id,
            String name,
            Integer rank,
            List<Double> expected,
            List<Double> p05,
            List<Double> p25,
            List<Double> p75,
            List<Double> p95,
            PlaceForecast sum) {}

    private static final GeometryFactory GEOMETRIES = new GeometryFactory();

    private GeoJson() {}

    /**
     * Writes a forecast as features.
     *
     * @param forecast of all places, or of the hottest: then a place is there if it is among them on the first day
     * @param places the places of the forecast
     */
    public static Collection of(Forecast forecast, Places places, ForecastGrid grid) {
        List<Feature> features = new ArrayList<>();
        for (PlaceForecast first : forecast.days().get(0).places()) {
            List<PlaceForecast> days = forecast.days().stream()
                    .flatMap(day ->
                            day.places().stream().filter(place -> place.id().equals(first.id())))
                    .toList();
            features.add(new Feature(
                    "Feature",
                    first.id(),
                    geometry(places.cellsOf(places.indexOf(first.id())), grid),
                    new Properties(
                            first.id(),
                            first.name(),
                            first.rank(),
                            days.stream().map(PlaceForecast::expected).toList(),
                            days.stream().map(PlaceForecast::p05).toList(),
                            days.stream().map(PlaceForecast::p25).toList(),
                            days.stream().map(PlaceForecast::p75).toList(),
                            days.stream().map(PlaceForecast::p95).toList(),
                            sum(forecast, first.id()))));
        }
        return new Collection(
                "FeatureCollection",
                forecast.heading(),
                forecast.days().stream().map(Forecast.Day::date).toList(),
                forecast.days().stream().map(Forecast.Day::total).toList(),
                features);
    }

    private static PlaceForecast sum(Forecast forecast, String id) {
        return forecast.sum() == null
                ? null
                : forecast.sum().places().stream()
                        .filter(place -> place.id().equals(id))
                        .findFirst()
                        .orElse(null);
    }

    /** The outline of cells as they lie together, without the edges between them. */
    private static Geometry geometry(List<Integer> cells, ForecastGrid grid) {
        Polygon[] squares = cells.stream()
                .map(cell -> {
                    int row = cell / grid.cols();
                    int col = cell % grid.cols();
                    return GEOMETRIES.toGeometry(new Envelope(
                            degrees(grid.longitude(col)),
                            degrees(grid.longitude(col + 1)),
                            degrees(grid.latitude(row + 1)),
                            degrees(grid.latitude(row))));
                })
                .toArray(Polygon[]::new);
        // corners between two cells on a straight edge say nothing
        org.locationtech.jts.geom.Geometry outline =
                DouglasPeuckerSimplifier.simplify(CoverageUnion.union(GEOMETRIES.createGeometryCollection(squares)), 0);
        List<List<List<double[]>>> polygons = new ArrayList<>();
        for (int i = 0; i < outline.getNumGeometries(); i++) {
            Polygon polygon = (Polygon) outline.getGeometryN(i);
            List<List<double[]>> rings = new ArrayList<>();
            rings.add(ring(polygon.getExteriorRing(), true));
            for (int hole = 0; hole < polygon.getNumInteriorRing(); hole++) {
                rings.add(ring(polygon.getInteriorRingN(hole), false));
            }
            polygons.add(rings);
        }
        return new Geometry("MultiPolygon", polygons);
    }

    private static List<double[]> ring(LinearRing ring, boolean counterClockwise) {
        LinearRing directed =
                Orientation.isCCW(ring.getCoordinateSequence()) == counterClockwise ? ring : ring.reverse();
        return Arrays.stream(directed.getCoordinates())
                .map(point -> new double[] {point.x, point.y})
                .toList();
    }

    private static double degrees(double value) {
        return Math.round(value * 1e6) / 1e6;
    }
}
