package nyc.crime.predict.forecast;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * Expected counts of the days after {@code from}, with the intervals that half and nine tenths of the sample paths keep.
 *
 * @param from the last day that the forecast knows
 * @param source where the counts come from: {@code live}, {@code files} or {@code sample}
 * @param stale whether the counts could not be renewed
 * @param notes what a reader has to know before believing the numbers, see {@link Notes}
 */
@RegisterForReflection
public record Forecast(
        String dataset,
        String type,
        LocalDate from,
        String model,
        String by,
        String source,
        boolean stale,
        @JsonIgnore Instant fetchedAt,
        List<String> notes,
        List<Day> days) {

    /** One day: {@code lead} days after the last known one. */
    public record Day(LocalDate date, int lead, List<PlaceForecast> places) {}

    /**
     * One place on one day, in records.
     *
     * @param rank 1 for the place that most is expected of; only where the top places were asked for
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record PlaceForecast(
            String id, String name, Integer rank, double expected, double p05, double p25, double p75, double p95) {

        PlaceForecast ranked(int place) {
            return new PlaceForecast(id, name, place, expected, p05, p25, p75, p95);
        }
    }

    /** The same forecast with only the places that most is expected of, hottest first. */
    public Forecast top(int places) {
        return new Forecast(
                dataset,
                type,
                from,
                model,
                by,
                source,
                stale,
                fetchedAt,
                notes,
                days.stream()
                        .map(day -> new Day(day.date, day.lead, hottest(day.places, places)))
                        .toList());
    }

    private static List<PlaceForecast> hottest(List<PlaceForecast> places, int count) {
        List<PlaceForecast> sorted = places.stream()
                .sorted(Comparator.comparingDouble(PlaceForecast::expected).reversed())
                .limit(count)
                .toList();
        return IntStream.range(0, sorted.size())
                .mapToObj(i -> sorted.get(i).ranked(i + 1))
                .toList();
    }
}
