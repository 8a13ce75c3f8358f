package nyc.crime.grid.heatmap;

import java.time.YearMonth;

/**
 * The totals of a month. records = inBounds + outside + unplaced. Records without a place have neither category nor
 * offence in ingest-service's columns, so where a filter is set they are not counted and {@code unplaced} is 0.
 *
 * @param month the month
 * @param records records that pass the filter
 * @param inBounds those of them in a cell
 * @param unplaced those of them without a place
 */
public record MonthTotals(YearMonth month, int records, int inBounds, int unplaced) {

    /** Placed records outside the bounds of the grid. */
    public int outside() {
        return records - inBounds - unplaced;
    }
}
