package nyc.crime.ingest.socrata;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;

/**
 * What a Socrata dataset holds, as far as it is used.
 *
 * @param source the Socrata dataset id
 * @param first the first date, or null if there are no rows
 * @param last the last date, or null if there are no rows
 * @param rows rows dated {@code first..last}
 * @param unused rows that are not served: no date, a date before the first month or in the future (mistyped years), or
 *     a date that an earlier source of the same dataset covers
 * @param origin {@code live}, {@code sample} or {@code files}
 */
public record SourceRange(String source, LocalDate first, LocalDate last, long rows, long unused, String origin) {

    private static final double DAYS_PER_MONTH = 365.25 / 12;
    private static final double HEADROOM = 1.1;

    /** About how many rows a stretch of so many days holds, a tenth more to be on the safe side. */
    public int expected(LocalDate from, LocalDate to) {
        if (first == null || !from.isBefore(last.plusDays(1)) || !to.isAfter(first)) {
            return 0;
        }
        double months = Math.max(1, (ChronoUnit.DAYS.between(first, last) + 1) / DAYS_PER_MONTH);
        double share = Math.min(1, ChronoUnit.DAYS.between(from, to) / DAYS_PER_MONTH);
        return (int) Math.ceil(rows / months * share * HEADROOM);
    }
}
