package nyc.crime.standin.soql;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A place in a query's text, for error messages.
 *
 * @param text the clause with its keyword, such as {@code SELECT `a`, `b`}
 * @param offset characters before the place
 */
public record Position(String text, int offset) {

    /** The place as Socrata's error bodies give it, with the line and a caret under the place. */
    Map<String, Object> asMap() {
        Map<String, Object> position = new LinkedHashMap<>();
        position.put("row", 1);
        position.put("column", offset + 1);
        position.put("line", line());
        return position;
    }

    private String line() {
        return text + "\n" + " ".repeat(offset) + "^";
    }

    /** The place as Socrata's messages write it. */
    @Override
    public String toString() {
        return "Map(row -> 1, column -> %d, line -> \"%s\")".formatted(offset + 1, line());
    }
}
