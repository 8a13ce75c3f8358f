package nyc.crime.grid.series;

import java.util.List;
import java.util.function.IntUnaryOperator;

import nyc.crime.grid.ingest.RecordMonth;

/**
 * The placed records of a month in the order of their areas, offences and categories, as far as series ask for them: a
 * byte for the day of each and, where there are hours, one for the hour, a tenth of what its record takes. So twenty years
 * of a place are at hand without their records.
 *
 * @param of what is to be said of the month, without its records
 * @param offences names of the offences
 * @param categories how many there are
 * @param start number of each area's first group, then that of the records in no area, then the number of groups
 * @param group {@code offence × categories + category} of each group of records
 * @param first number of each group's first record, then the number of records
 * @param day of the month, from 0, by record
 * @param hour 0 to 23, −1 = unknown, by record; null where the source has none
 */
public record AreaMonth(
        RecordMonth of,
        List<String> offences,
        int categories,
        int[] start,
        char[] group,
        int[] first,
        byte[] day,
        byte[] hour) {

    /** Sees a record. */
    interface Visitor {

        /**
         * @param day of the month, from 0
         * @param hour 0 to 23, or −1
         * @param offence its number among the offences
         * @param category its number among the city's
         */
        void record(int day, int hour, int offence, int category);
    }

    /** Sorts the records of a month. */
    public static AreaMonth of(RecordMonth month, Division division, int categories) {
        int areas = division.names().size() + 1;
        int groups = month.offences().size() * categories;
        IntUnaryOperator areaOf = division.of(month);
        int[] key = new int[month.placed()];
        // counting sort, which leaves the records of a group in the order of their days
        int[] next = new int[areas * groups + 1];
        for (int record = 0; record < key.length; record++) {
            key[record] = areaOf.applyAsInt(record) * groups
                    + month.offence()[record] * categories
                    + month.category()[record];
            next[key[record] + 1]++;
        }
        int size = 0;
        for (int i = 1; i < next.length; i++) {
            size += next[i] > 0 ? 1 : 0;
            next[i] += next[i - 1];
        }
        int[] start = new int[areas + 1];
        char[] group = new char[size];
        int[] first = new int[size + 1];
        int at = 0;
        for (int area = 0; area < areas; area++) {
            start[area] = at;
            for (int i = 0; i < groups; i++) {
                if (next[area * groups + i] < next[area * groups + i + 1]) {
                    group[at] = (char) i;
                    first[at++] = next[area * groups + i];
                }
            }
        }
        start[areas] = at;
        first[at] = key.length;
        byte[] days = new byte[key.length];
        byte[] hours = month.hour() == null ? null : new byte[key.length];
        for (int day = 0; day < month.dayStart().length - 1; day++) {
            for (int record = month.dayStart()[day]; record < month.dayStart()[day + 1]; record++) {
                int place = next[key[record]]++;
                days[place] = (byte) day;
                if (hours != null) {
                    hours[place] = month.hour()[record];
                }
            }
        }
        return new AreaMonth(month.withoutRecords(), month.offences(), categories, start, group, first, days, hours);
    }

    /** Shows the records of an area by its number; as many as there are areas for those in none. */
    void each(int area, Visitor seen) {
        for (int i = start[area]; i < start[area + 1]; i++) {
            for (int record = first[i]; record < first[i + 1]; record++) {
                seen.record(
                        day[record], hour == null ? -1 : hour[record], group[i] / categories, group[i] % categories);
            }
        }
    }

    /** Bytes in memory, about. */
    public int weight() {
        return of.weight()
                + 128
                + 64 * offences.size()
                + 4 * start.length
                + 6 * group.length
                + (hour == null ? 1 : 2) * day.length;
    }
}
