package nyc.crime.grid.heatmap;

import java.time.YearMonth;

/**
 * The exact counts of a month. records = inBounds + outside + unplaced. Records without a place have neither category
 * nor offence in ingest-service's columns, so where a filter is set they are not counted and {@code unplaced} is 0.
 *
 * @param month the month
 * @param records records that pass the filter
 * @param inBounds those of them in a cell: the sum of {@code counts}
 * @param unplaced those of them without a place
 * @param counts rows × cols, north row first
 */
public record MonthCounts(YearMonth month, int records, int inBounds, int unplaced, int[] counts) {

    /** Placed records outside the bounds of the grid. */
    public int outside() {
        return records - inBounds - unplaced;
    }
}
