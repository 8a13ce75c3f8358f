package nyc.crime.grid.ingest;

import java.time.Instant;
import java.time.YearMonth;
import java.util.List;

/**
 * A month of records in columns, as ingest-service gave them. The columns hold the placed records only, by day, and all
 * have the same length; they are shared and must not be written to.
 *
 * @param dataset such as {@code arrests}
 * @param month the month
 * @param source where the rows came from: {@code live}, {@code files} or {@code sample}
 * @param stale true if this is a kept copy, served because something before it did not answer
 * @param fetchedAt when ingest-service had the rows from the source
 * @param rows all records of the month, those without a place included
 * @param dayStart number of each day's first record, then the number of records: one longer than the month has days
 * @param lat latitudes in units of 1e-4 degrees
 * @param lon longitudes in units of 1e-4 degrees
 * @param category 0 felony, 1 misdemeanor, 2 violation, 3 other
 * @param offences names of the offences of this month
 * @param offence index into {@code offences}
 * @param precinct police precinct, 0 = unknown
 * @param version checksum of the content: two months of one version are equal
 */
public record RecordMonth(
        String dataset,
        YearMonth month,
        String source,
        boolean stale,
        Instant fetchedAt,
        int rows,
        int[] dayStart,
        int[] lat,
        int[] lon,
        byte[] category,
        List<String> offences,
        short[] offence,
        short[] precinct,
        long version) {

    /** Names of the categories, by number. */
    public static final List<String> CATEGORIES = List.of("felony", "misdemeanor", "violation", "other");

    /** Number of records that have a place. */
    public int placed() {
        return lat.length;
    }

    /** Number of records without a place. */
    public int unplaced() {
        return rows - lat.length;
    }

    /** Bytes this month takes in memory, about. */
    int weight() {
        return 512 + 13 * lat.length + 64 * offences.size();
    }

    /** This month, marked as stale. */
    RecordMonth asStale() {
        return new RecordMonth(
                dataset, month, source, true, fetchedAt, rows, dayStart, lat, lon, category, offences, offence,
                precinct, version);
    }
}
