package nyc.crime.ingest.records;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * A whole month, verified. The columns hold the placed records, by day and inside a day by place; do not change them.
 *
 * @param key which month
 * @param origin {@code live}, {@code files} or {@code sample}
 * @param fetchedAt when the rows were read
 * @param checkedAt when Socrata last said that they are still the same
 * @param outOfDate whether Socrata says that it lags behind the data
 * @param rows all rows, as counted by Socrata
 * @param dayStart offset of each day's first record, one more than days; the last is the number of placed records
 * @param lat latitudes in units from the configured origin
 * @param lon longitudes in units from the configured origin
 * @param category numbers of the city's categories
 * @param offences the offences' names, sorted; blank is one of them where rows lack it
 * @param offence index into {@code offences}
 * @param precinct precinct numbers, 0 unknown
 * @param hour hours of the day, -1 unknown; null where no source has times
 * @param odd dirty values among all rows
 * @param parts where the rows came from, for the next refresh
 */
public record MonthRecords(
        MonthKey key,
        String origin,
        Instant fetchedAt,
        Instant checkedAt,
        boolean outOfDate,
        int rows,
        int[] dayStart,
        int[] lat,
        int[] lon,
        byte[] category,
        List<String> offences,
        short[] offence,
        short[] precinct,
        byte[] hour,
        Odd odd,
        List<Part> parts) {

    /** Number of placed records: those with possible coordinates. */
    public int placed() {
        return lat.length;
    }

    /** Number of records without possible coordinates: counted, never drawn. */
    public int unplaced() {
        return rows - lat.length;
    }

    /** The same month, found unchanged at a later time. */
    public MonthRecords checked(Instant time) {
        return new MonthRecords(
                key, origin, fetchedAt, time, outOfDate, rows, dayStart, lat, lon, category, offences, offence,
                precinct, hour, odd, parts);
    }

    /**
     * Counts of dirty values among all rows of a month.
     *
     * @param noCoordinates missing, or 0/0
     * @param outside coordinates outside the box around the city
     * @param date dates that name the month but no day of it
     * @param category categories that are none of the city's ({@code I}, {@code 9}, blank): they count as the last
     * @param offence blank offences
     * @param precinct missing or impossible precincts
     * @param hour missing or impossible times, where the source has times
     * @param midnight times of 00:00:00, which also stand for unknown
     * @param noon times of 12:00:00, which also stand for unknown
     */
    @RegisterForReflection
    public record Odd(
            int noCoordinates,
            int outside,
            int date,
            int category,
            int offence,
            int precinct,
            int hour,
            int midnight,
            int noon) {}

    /**
     * A slice of a Socrata dataset that rows came from.
     *
     * @param source the Socrata dataset id
     * @param joinColumn the column of {@code after}, or null
     * @param after only rows whose join column is later, or null for all
     * @param etag of its count, or null
     * @param lastModified of its count, or null
     */
    public record Part(String source, String joinColumn, LocalDate after, String etag, String lastModified) {}
}
