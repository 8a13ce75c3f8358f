package nyc.crime.grid.ingest;

import java.time.Instant;
import java.time.YearMonth;
import java.util.List;

import nyc.crime.http.Freshness;

/**
 * A month of records in columns, as ingest-service gave them. The columns hold the placed records only, by day, and all
 * have the same length; they are shared and must not be written to.
 *
 * @param dataset such as {@code arrests}
 * @param month the month
 * @param freshness where the rows came from and how old they are
 * @param fetchedAt when ingest-service had the rows from the source
 * @param publication how far the dataset was published then
 * @param rows all records of the month, those without a place included
 * @param dayStart number of each day's first record, then the number of records: one longer than the month has days
 * @param lat latitudes in units of 1e-4 degrees
 * @param lon longitudes in units of 1e-4 degrees
 * @param category numbers of the city's categories
 * @param offences names of the offences of this month
 * @param offence index into {@code offences}
 * @param precinct police precinct, 0 = unknown
 * @param hour hour of the day, 0 to 23, −1 = unknown; null where the source has none
 */
public record RecordMonth(
        String dataset,
        YearMonth month,
        Freshness freshness,
        Instant fetchedAt,
        Publication publication,
        int rows,
        int[] dayStart,
        int[] lat,
        int[] lon,
        byte[] category,
        List<String> offences,
        short[] offence,
        short[] precinct,
        byte[] hour)
        implements StaleIfErrorCache.Ageing<RecordMonth> {

    /** Number of records that have a place. */
    public int placed() {
        return dayStart[dayStart.length - 1];
    }

    /** Number of records without a place. */
    public int unplaced() {
        return rows - placed();
    }

    /** Bytes this month takes in memory, about. */
    @Override
    public int weight() {
        return 512 + (hour == null ? 13 : 14) * lat.length + 64 * offences.size();
    }

    @Override
    public RecordMonth with(Freshness other) {
        return new RecordMonth(
                dataset,
                month,
                other,
                fetchedAt,
                publication,
                rows,
                dayStart,
                lat,
                lon,
                category,
                offences,
                offence,
                precinct,
                hour);
    }

    /** What is left to say of it when its records were counted and are let go of: how many each day has. */
    public RecordMonth withoutRecords() {
        return new RecordMonth(
                dataset,
                month,
                freshness,
                fetchedAt,
                publication,
                rows,
                dayStart,
                new int[0],
                new int[0],
                new byte[0],
                List.of(),
                new short[0],
                new short[0],
                null);
    }
}
