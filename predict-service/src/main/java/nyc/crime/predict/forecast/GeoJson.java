package nyc.crime.predict.forecast;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import io.quarkus.runtime.annotations.RegisterForReflection;

import nyc.crime.predict.counts.ForecastGrid;
import nyc.crime.predict.forecast.Forecast.PlaceForecast;

/** Forecasts as GeoJSON (RFC 7946): a feature for each place, drawn as its cells, and a list for each day's number. */
@RegisterForReflection
public final class GeoJson {

    /** The media type. */
    public static final String TYPE = "application/geo+json";

    /** A feature collection with the forecast's own fields beside it. */
    public record Collection(
            String type,
            String dataset,
            String offence,
            String from,
            String model,
            String by,
            List<String> notes,
            List<String> dates,
            List<Feature> features) {}

    /** A place with its numbers, a list of one for each day. */
    public record Feature(String type, String id, Geometry geometry, Map<String, Object> properties) {}

    /** Rectangles along the grid: {@code [polygons][rings][points][2]}, longitude first, counter-clockwise. */
    public record Geometry(String type, List<List<List<double[]>>> coordinates) {}

    private GeoJson() {}

    /**
     * Writes a forecast as features.
     *
     * @param forecast of all places, or of the hottest: then a place is there if it is among them on the first day
     * @param places the places of the forecast
     */
    public static Collection of(Forecast forecast, Places places, ForecastGrid grid) {
        Map<String, Integer> index = new LinkedHashMap<>();
        for (int i = 0; i < places.list().size(); i++) {
            index.put(places.list().get(i).id(), i);
        }
        List<Map<String, PlaceForecast>> byDay = forecast.days().stream()
                .map(day -> day.places().stream().collect(Collectors.toMap(PlaceForecast::id, place -> place)))
                .toList();
        List<Feature> features = new ArrayList<>();
        for (PlaceForecast first : forecast.days().get(0).places()) {
            List<PlaceForecast> days = forecast.days().stream()
                    .flatMap(day ->
                            day.places().stream().filter(place -> place.id().equals(first.id())))
                    .toList();
            Map<String, Object> properties = new LinkedHashMap<>();
            properties.put("id", first.id());
            properties.put("name", first.name());
            if (first.rank() != null) {
                properties.put("rank", first.rank());
            }
            properties.put(
                    "expected", days.stream().map(PlaceForecast::expected).toList());
            properties.put("p05", days.stream().map(PlaceForecast::p05).toList());
            properties.put("p25", days.stream().map(PlaceForecast::p25).toList());
            properties.put("p75", days.stream().map(PlaceForecast::p75).toList());
            properties.put("p95", days.stream().map(PlaceForecast::p95).toList());
            features.add(new Feature(
                    "Feature", first.id(), geometry(places.cellsOf(index.get(first.id())), grid), properties));
        }
        return new Collection(
                "FeatureCollection",
                forecast.dataset(),
                forecast.type(),
                forecast.from().toString(),
                forecast.model(),
                forecast.by(),
                forecast.notes(),
                forecast.days().stream().map(day -> day.date().toString()).toList(),
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
