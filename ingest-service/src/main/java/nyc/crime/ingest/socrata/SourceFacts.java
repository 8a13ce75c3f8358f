package nyc.crime.ingest.socrata;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Map;
import java.util.SortedMap;

/**
 * What one Socrata dataset holds, as Socrata counts it, and which of its rows are used.
 *
 * @param source the Socrata dataset id
 * @param joinColumn the column by which it follows on the sources before it
 * @param after only rows whose join column is later are used; null for all rows
 * @param through the last day of the join column, but for strays; null if there are no rows
 * @param first the first day of the used rows, but for strays; null if there are none
 * @param last the last day of the used rows, but for strays; null if there are none
 * @param months used rows by month
 * @param unused rows that belong to no month, by reason
 * @param placed share of its newest rows that have coordinates
 * @param categorised share of its newest rows that have a law category
 * @param timed whether they have times of day
 * @param origin {@code live}, {@code sample} or {@code files}
 */
public record SourceFacts(
        String source,
        String joinColumn,
        LocalDate after,
        LocalDate through,
        LocalDate first,
        LocalDate last,
        SortedMap<YearMonth, Long> months,
        Map<Unused, Long> unused,
        double placed,
        double categorised,
        boolean timed,
        String origin) {

    /** Why a row is in no month. */
    public enum Unused {
        /** It has no date. */
        NO_DATE,
        /** Its date cannot be read. */
        UNREADABLE,
        /** It is dated before the first month. */
        BEFORE,
        /** It is dated after the last month: in the future, or far from all other rows. */
        AFTER,
        /** The source before it holds it. */
        REPEATED,
        /** It does not say when it was reported, so that nobody knows whether the source before it holds it. */
        NO_REPORT_DATE
    }

    /** Rows that it has in the month; not exact, for Socrata was asked some time ago. */
    public int expected(YearMonth month) {
        return months.getOrDefault(month, 0L).intValue();
    }
}
