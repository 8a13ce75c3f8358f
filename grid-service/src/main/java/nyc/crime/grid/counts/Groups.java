package nyc.crime.grid.counts;

import java.util.List;

import nyc.crime.grid.ingest.RecordMonth;

/**
 * The last axis of the count tensor: which group a record belongs to.
 *
 * @param by what the groups are made of
 * @param names names of the groups, in order
 */
public record Groups(By by, List<String> names) {

    /** What groups are made of. */
    public enum By {
        ALL,
        CATEGORY,
        OFFENCE
    }

    /** One group of all records. */
    public static final Groups ALL = new Groups(By.ALL, List.of("all"));

    /** The four categories. */
    public static final Groups CATEGORIES = new Groups(By.CATEGORY, RecordMonth.CATEGORIES);

    /** One group for each of some offences. */
    public static Groups offences(List<String> names) {
        return new Groups(By.OFFENCE, List.copyOf(names));
    }

    /** How many groups there are. */
    public int size() {
        return names.size();
    }

    /** True if every record of every month, placed or not, belongs to the groups together. */
    boolean coversAll() {
        return by != By.OFFENCE;
    }

    /** Tells the group of each record of one month. */
    Of of(RecordMonth month) {
        int[] groupOfOffence =
                month.offences().stream().mapToInt(names::indexOf).toArray();
        return switch (by) {
            case ALL -> record -> 0;
            case CATEGORY -> record -> month.category()[record];
            case OFFENCE -> record -> groupOfOffence[month.offence()[record]];
        };
    }

    /** The groups of a month's records. */
    interface Of {

        /** The group of a record by its number in the month, −1 if it has none. */
        int group(int record);
    }
}
