package nyc.crime.ingest.socrata;

import java.time.LocalDate;

/**
 * A part of a month in one Socrata dataset.
 *
 * @param source the Socrata dataset id
 * @param from the first day
 * @param to the day after the last
 * @param expected about how many rows there are; 0 if none are known
 */
public record Slice(String source, LocalDate from, LocalDate to, int expected) {}
