package nyc.crime.ingest.socrata;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BinaryOperator;
import java.util.function.Function;

import nyc.crime.ingest.socrata.SourceFacts.Unused;

/**
 * What a dataset's sources hold together. Published is what has a usual number of rows; complete is what late reports
 * hardly change any more.
 *
 * @param sources in order
 * @param first the first day, or null if nothing is published
 * @param publishedThrough the last day, or null if nothing is published
 * @param completeThrough the last complete day, or null if nothing is published
 */
public record DatasetFacts(
        List<SourceFacts> sources, LocalDate first, LocalDate publishedThrough, LocalDate completeThrough) {

    /** Months from the first to the last, both of them too. */
    public record Months(YearMonth first, YearMonth last) {

        /** Whether the month is one of them. */
        public boolean holds(YearMonth month) {
            return !month.isBefore(first) && !month.isAfter(last);
        }
    }

    /** The months with published days; null if there are none. */
    public Months published() {
        return first == null ? null : new Months(YearMonth.from(first), YearMonth.from(publishedThrough));
    }

    /** Whether the month has published days. */
    public boolean holds(YearMonth month) {
        return first != null && published().holds(month);
    }

    /** Rows that the month had when Socrata was asked. */
    public int expected(YearMonth month) {
        return sources.stream().mapToInt(source -> source.expected(month)).sum();
    }

    /** Rows of the published months. */
    public long rows() {
        return sources.stream()
                .flatMap(source -> source.months().entrySet().stream())
                .filter(month -> holds(month.getKey()))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    /** All other rows, by reason: with {@link #rows} they are all rows of all sources. */
    public Map<Unused, Long> unused() {
        Map<Unused, Long> unused = new EnumMap<>(Unused.class);
        for (SourceFacts source : sources) {
            source.unused().forEach((reason, rows) -> unused.merge(reason, rows, Long::sum));
            source.months().forEach((month, rows) -> {
                if (!holds(month)) {
                    boolean before = first != null && month.isBefore(YearMonth.from(first));
                    unused.merge(before ? Unused.BEFORE : Unused.AFTER, rows, Long::sum);
                }
            });
        }
        return unused;
    }

    /** Whether any source has times of day. */
    public boolean isTimed() {
        return sources.stream().anyMatch(SourceFacts::timed);
    }

    /** {@code live}, {@code files} or {@code sample}. */
    public String origin() {
        return sources.stream().map(SourceFacts::origin).findFirst().orElse("live");
    }

    /** The first or last of the sources' days. */
    static LocalDate over(
            List<SourceFacts> sources, Function<SourceFacts, LocalDate> day, BinaryOperator<LocalDate> which) {
        return sources.stream().map(day).filter(Objects::nonNull).reduce(which).orElse(null);
    }
}
