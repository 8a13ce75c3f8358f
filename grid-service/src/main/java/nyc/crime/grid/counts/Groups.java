package nyc.crime.grid.counts;

import java.util.List;
import java.util.Locale;

import com.fasterxml.jackson.annotation.JsonValue;

import nyc.crime.grid.ingest.Datasets.Offence;
import nyc.crime.grid.ingest.RecordMonth;

/**
 * The last axis of the count tensor: which group a record belongs to.
 *
 * @param by what the groups are made of
 * @param offences with {@link By#OFFENCE} one group each, in this order
 * @param categories the city's, with {@link By#CATEGORY} one group each
 */
public record Groups(By by, List<Offence> offences, List<String> categories) {

    /** What groups are made of. */
    public enum By {
        ALL,
        CATEGORY,
        OFFENCE;

        /** Reads a parameter. */
        public static By fromString(String name) {
            return valueOf(name.toUpperCase(Locale.ROOT));
        }

        /** The name in questions. */
        @JsonValue
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** One group of all records. */
    public static final Groups ALL = new Groups(By.ALL, List.of(), List.of());

    /** Names of the groups, in order. */
    public List<String> names() {
        return switch (by) {
            case ALL -> List.of("all");
            case CATEGORY -> categories;
            case OFFENCE -> offences.stream().map(Offence::name).toList();
        };
    }

    /** How many groups there are. */
    public int size() {
        return names().size();
    }

    /** True if every record of every month, placed or not, belongs to the groups together. */
    boolean coversAll() {
        return by != By.OFFENCE;
    }

    /** Tells the group of each record of one month. */
    Of of(RecordMonth month) {
        int[] groupOfOffence = month.offences().stream().mapToInt(this::groupOf).toArray();
        return switch (by) {
            case ALL -> record -> 0;
            case CATEGORY -> record -> month.category()[record];
            case OFFENCE -> record -> groupOfOffence[month.offence()[record]];
        };
    }

    private int groupOf(String name) {
        for (int group = 0; group < offences.size(); group++) {
            if (offences.get(group).is(name)) {
                return group;
            }
        }
        return -1;
    }

    /** The groups of a month's records. */
    interface Of {

        /** The group of a record by its number in the month, −1 if it has none. */
        int group(int record);
    }
}
