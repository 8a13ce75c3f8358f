package nyc.crime.grid.ingest;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

import com.fasterxml.jackson.annotation.JsonValue;

/** How grave the law takes an offence; the numbers in the columns are those of this order. */
public enum Category {
    FELONY,
    MISDEMEANOR,
    VIOLATION,
    OTHER;

    /** All names, by number. */
    public static final List<String> NAMES =
            Arrays.stream(values()).map(Category::toString).toList();

    /** Reads a parameter. */
    public static Category fromString(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT));
    }

    /** The name in questions and answers. */
    @JsonValue
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
