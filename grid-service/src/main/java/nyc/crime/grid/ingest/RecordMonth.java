package nyc.crime.grid.ingest;

import java.time.Instant;
import java.time.YearMonth;
import java.util.Arrays;
import java.util.List;

import nyc.crime.grid.http.Freshness;

/**
 * A month of records in columns, as ingest-service gave them. The columns hold the placed records only, by day, and all
 * have the same length; they are shared and must not be written to.
 *
 * @param dataset such as {@code arrests}
 * @param month the month
 * @param freshness where the rows came from and how old they are
 * @param fetchedAt when ingest-service had the rows from the source
 * @param rows all records of the month, those without a place included
 * @param dayStart number of each day's first record, then the number of records: one longer than the month has days
 * @param lat latitudes in units of 1e-4 degrees
 * @param lon longitudes in units of 1e-4 degrees
 * @param category 0 felony, 1 misdemeanor, 2 violation, 3 other
 * @param offences names of the offences of this month
 * @param offence index into {@code offences}
 * @param precinct police precinct, 0 = unknown
 * @param version checksum of the records: two months of one version hold equal ones
 */
public record RecordMonth(
        String dataset,
        YearMonth month,
        Freshness freshness,
        Instant fetchedAt,
        int rows,
        int[] dayStart,
        int[] lat,
        int[] lon,
        byte[] category,
        List<String> offences,
        short[] offence,
        short[] precinct,
        long version)
        implements StaleIfErrorCache.Ageing<RecordMonth> {

    /** A month with the checksum of its columns. */
    public static RecordMonth of(
            String dataset,
            YearMonth month,
            Freshness freshness,
            Instant fetchedAt,
            int rows,
            int[] dayStart,
            int[] lat,
            int[] lon,
            byte[] category,
            List<String> offences,
            short[] offence,
            short[] precinct) {
        long version = 31L * rows + offences.hashCode();
        for (int hash : new int[] {
            Arrays.hashCode(dayStart),
            Arrays.hashCode(lat),
            Arrays.hashCode(lon),
            Arrays.hashCode(category),
            Arrays.hashCode(offence),
            Arrays.hashCode(precinct)
        }) {
            version = version * 0x9E3779B97F4A7C15L + hash;
        }
        return new RecordMonth(
                dataset, month, freshness, fetchedAt, rows, dayStart, lat, lon, category, offences, offence, precinct,
                version);
    }

    /** Number of records that have a place. */
    public int placed() {
        return lat.length;
    }

    /** Number of records without a place. */
    public int unplaced() {
        return rows - lat.length;
    }

    /** Bytes this month takes in memory, about. */
    @Override
    public int weight() {
        return 512 + 13 * lat.length + 64 * offences.size();
    }

    @Override
    public RecordMonth asStale() {
        Freshness stale = new Freshness(freshness.source(), freshness.answeredAt(), freshness.freshUntil(), true);
        return new RecordMonth(
                dataset, month, stale, fetchedAt, rows, dayStart, lat, lon, category, offences, offence, precinct,
                version);
    }
}
