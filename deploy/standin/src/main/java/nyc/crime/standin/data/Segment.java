package nyc.crime.standin.data;

import java.util.List;
import java.util.function.Supplier;

/**
 * The rows of one month of a dataset, or those without a date. How many rows each date has is known without the rows
 * themselves, which may be made only when they are asked for.
 *
 * @param dates the dates that have rows, in order, as Socrata writes them; one null for rows without a date
 * @param starts each date's first row, and at the end the number of rows
 * @param table the rows, sorted by date and identifier
 */
public record Segment(List<String> dates, int[] starts, Supplier<Table> table) {

    /** How many rows there are. */
    public int rows() {
        return starts[starts.length - 1];
    }
}
