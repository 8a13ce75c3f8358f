package nyc.crime.ingest.socrata;

import java.time.LocalDate;
import java.time.YearMonth;

/**
 * A part of a month in one Socrata dataset.
 *
 * @param source the Socrata dataset id
 * @param from the first day
 * @param to the day after the last
 * @param expected about how many rows there are; 0 if none are known
 */
public record Slice(String source, LocalDate from, LocalDate to, int expected) {

    /** The month that it is a part of. */
    YearMonth month() {
        return YearMonth.from(from);
    }

    /** SoQL that holds for its rows. */
    String where(String dateColumn) {
        return "%1$s >= '%2$sT00:00:00.000' AND %1$s < '%3$sT00:00:00.000'".formatted(dateColumn, from, to);
    }
}
