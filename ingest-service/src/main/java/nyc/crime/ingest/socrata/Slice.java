package nyc.crime.ingest.socrata;

import java.time.LocalDate;
import java.time.YearMonth;

/**
 * A month in one Socrata dataset, or as much of it as is used.
 *
 * @param source the Socrata dataset id
 * @param month the month in which the rows happened
 * @param joinColumn the column of {@code after}; null where that is null
 * @param after only rows whose join column is later belong to it; null for all rows
 * @param timed whether the source has times of day
 * @param expected about how many rows there are; 0 if none are known
 */
public record Slice(String source, YearMonth month, String joinColumn, LocalDate after, boolean timed, int expected) {

    /** SoQL that holds for its rows. */
    String where(String dateColumn) {
        String happened =
                between(dateColumn, month.atDay(1), month.plusMonths(1).atDay(1));
        return after == null ? happened : happened + " AND " + reportedAfter(joinColumn, after);
    }

    /** SoQL that holds for rows whose column is in the range; {@code to} is not. */
    static String between(String column, LocalDate from, LocalDate to) {
        return "%1$s >= '%2$sT00:00:00.000' AND %1$s < '%3$sT00:00:00.000'".formatted(column, from, to);
    }

    /** SoQL that holds for rows whose column is the day or later. */
    static String from(String column, LocalDate day) {
        return "%s >= '%sT00:00:00.000'".formatted(column, day);
    }

    /** SoQL that holds for rows whose column is later than the day. */
    static String reportedAfter(String joinColumn, LocalDate day) {
        return from(joinColumn, day.plusDays(1));
    }

    @Override
    public String toString() {
        return month + " of " + source + (after == null ? "" : " after " + after);
    }
}
