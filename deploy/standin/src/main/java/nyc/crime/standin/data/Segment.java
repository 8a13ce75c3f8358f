package nyc.crime.standin.data;

import java.util.List;
import java.util.function.Supplier;

/**
 * The rows of one month of a dataset, or those without a date. How many rows each date has, and perhaps when they were
 * reported, is known without the rows themselves, which may be made only when they are asked for.
 *
 * @param dates the dates that have rows, in order, as Socrata writes them; one null for rows without a date
 * @param starts each date's first row, and at the end the number of rows
 * @param table the rows, sorted by date and identifier
 * @param reports for a date's place, how many of its rows were reported when; null where only the rows tell
 */
public record Segment(List<String> dates, int[] starts, Supplier<Table> table, Reports reports) {

    /** Dates of report, without rows. */
    public interface Reports {

        /** Shows how many rows of a date were reported on which date. */
        void each(int date, ReportConsumer consumer);
    }

    /** Takes a date of report and a number of rows. */
    public interface ReportConsumer {
        void accept(String reported, int rows);
    }

    /** Rows of which only the dates are known beforehand. */
    public Segment(List<String> dates, int[] starts, Supplier<Table> table) {
        this(dates, starts, table, null);
    }

    /** How many rows there are. */
    public int rows() {
        return starts[starts.length - 1];
    }
}
