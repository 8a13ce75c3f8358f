package nyc.crime.standin.data;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The distinct values of a column, each with a code, so that a row costs four bytes a column. */
public final class Dictionary {

    /** The code of a missing value. */
    public static final int MISSING = -1;

    private final Map<String, Integer> codes = new HashMap<>();
    private final List<String> values = new ArrayList<>();
    private volatile BigDecimal[] numbers = {};

    /** The value's code, a new one if it is new; {@link #MISSING} for null and for empty text. */
    public int code(String value) {
        if (value == null || value.isEmpty()) {
            return MISSING;
        }
        Integer code = codes.putIfAbsent(value, values.size());
        if (code != null) {
            return code;
        }
        values.add(value);
        return values.size() - 1;
    }

    /** A new code for a value that is not looked up: for values that are known not to come again, or of which two codes do no harm. */
    public int append(String value) {
        values.add(value);
        return values.size() - 1;
    }

    /** A code's value; null for {@link #MISSING}. */
    public String value(int code) {
        return code == MISSING ? null : values.get(code);
    }

    /** A code's value as a number; null where it is missing or no number. Each is parsed once. */
    public BigDecimal number(int code) {
        if (code == MISSING) {
            return null;
        }
        if (numbers.length != values.size()) {
            numbers = values.stream().map(Dictionary::parsed).toArray(BigDecimal[]::new);
        }
        return numbers[code];
    }

    private static BigDecimal parsed(String value) {
        try {
            return new BigDecimal(value);
        } catch (NumberFormatException e) {
            return null;
        }
    }
}
