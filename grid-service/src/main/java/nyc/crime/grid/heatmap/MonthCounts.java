package nyc.crime.grid.heatmap;

/**
 * The exact counts of a month.
 *
 * @param totals the totals; {@code inBounds} is the sum of {@code counts}
 * @param counts rows × cols, north row first
 */
public record MonthCounts(MonthTotals totals, int[] counts) {}
