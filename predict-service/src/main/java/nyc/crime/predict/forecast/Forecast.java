package nyc.crime.predict.forecast;

import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.quarkus.runtime.annotations.RegisterForReflection;

import nyc.crime.predict.grid.Provenance;

/**
 * Expected counts of days, with the intervals that half and nine tenths of the sample paths keep.
 *
 * @param sum of all the days, null where it was not asked for
 */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Forecast(@JsonUnwrapped Heading heading, List<Day> days, Sum sum) {

    /**
     * What is forecast, by what, from what.
     *
     * @param offence an offence, or what all that are forecast are called
     * @param origin the last day that the forecast knows
     * @param start the first day that is forecast
     * @param unit of the numbers of days
     * @param levels of the intervals: p25 to p75 and p05 to p95
     * @param seed of the sample paths that give the intervals
     * @param samples how many sample paths there are
     * @param data what the counts are
     * @param notes what a reader has to know before believing the numbers, see {@link Notes}
     * @param offences the offences that it is of; none: all records of the dataset
     */
    public record Heading(
            String dataset,
            String offence,
            LocalDate origin,
            LocalDate start,
            Model model,
            ForecastQuery.By by,
            String unit,
            List<Double> levels,
            long seed,
            int samples,
            @JsonUnwrapped Provenance data,
            List<String> notes,
            List<String> offences) {}

    /**
     * What made a forecast.
     *
     * @param version the network's last day of learning and hash, or that of the baselines' formulas
     * @param trainedFrom the first day that it learnt from; null for a formula
     * @param trainedThrough the last
     * @param trainingSeed of its training
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Model(
            ForecastModel id, String version, LocalDate trainedFrom, LocalDate trainedThrough, Long trainingSeed) {}

    /** One day: {@code lead} days after the last known one, with the whole city's {@code total} beside the places. */
    public record Day(LocalDate date, int lead, PlaceForecast total, List<PlaceForecast> places) {}

    /** All days together. Days share surprises, so the interval of a sum is wider than of days by themselves. */
    public record Sum(LocalDate from, LocalDate to, PlaceForecast total, List<PlaceForecast> places) {}

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
                heading,
                days.stream()
                        .map(day -> new Day(day.date, day.lead, day.total, hottest(day.places, places)))
                        .toList(),
                sum == null ? null : new Sum(sum.from, sum.to, sum.total, hottest(sum.places, places)));
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
