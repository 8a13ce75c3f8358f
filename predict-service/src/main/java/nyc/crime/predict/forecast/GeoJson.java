package nyc.crime.predict.forecast;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

import nyc.crime.predict.counts.ForecastGrid;
import nyc.crime.predict.forecast.Forecast.PlaceForecast;

/** Forecasts as GeoJSON (RFC 7946): a feature for each place, drawn as its cells, and a list for each day's number. */
@RegisterForReflection
public final class GeoJson {

    /** The media type. */
    public static final String TYPE = "application/geo+json";

    /** A feature collection with the forecast's own fields beside it. */
    @Schema(name = "ForecastFeatures")
    public record Collection(
            String type, @JsonUnwrapped Forecast.Heading heading, List<LocalDate> dates, List<Feature> features) {}

    /** A place with its numbers. */
    public record Feature(String type, String id, Geometry geometry, Properties properties) {}

    /** Rectangles along the grid: {@code [polygons][rings][points][2]}, longitude first, counter-clockwise. */
    public record Geometry(String type, List<List<List<double[]>>> coordinates) {}

    /** A place's numbers, a list of one for each day, and its rank on the first. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Properties(
            String id,
            String name,
            Integer rank,
            List<Double> expected,
            List<Double> p05,
            List<Double> p25,
            List<Double> p75,
            List<Double> p95) {}

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
                            days.stream().map(PlaceForecast::p95).toList())));
        }
        return new Collection(
                "FeatureCollection",
                forecast.heading(),
                forecast.days().stream().map(Forecast.Day::date).toList(),
                features);
    }

    /** One rectangle for each run of neighbouring cells in a row. */
    private static Geometry geometry(List<Integer> cells, ForecastGrid grid) {
        List<List<List<double[]>>> polygons = new ArrayList<>();
        for (int i = 0; i < cells.size(); ) {
            int first = cells.get(i);
            int last = first;
            i++;
            while (i < cells.size() && cells.get(i) == last + 1 && (last + 1) % grid.cols() != 0) {
                last = cells.get(i++);
            }
            int row = first / grid.cols();
            double north = degrees(grid.latitude(row));
            double south = degrees(grid.latitude(row + 1));
            double west = degrees(grid.longitude(first % grid.cols()));
            double east = degrees(grid.longitude(last % grid.cols() + 1));
            polygons.add(List.of(List.of(
                    new double[] {west, south},
                    new double[] {east, south},
                    new double[] {east, north},
                    new double[] {west, north},
                    new double[] {west, south})));
        }
        return new Geometry("MultiPolygon", polygons);
    }

    private static double degrees(double value) {
        return Math.round(value * 1e6) / 1e6;
    }
}
