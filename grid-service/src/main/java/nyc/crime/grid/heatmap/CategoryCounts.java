package nyc.crime.grid.heatmap;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;

import nyc.crime.grid.georef.Georef;
import nyc.crime.grid.ingest.RecordMonth;

/**
 * The exact counts of a month by category and cell, those above zero only: 8 bytes for each, whatever the size of the
 * grid.
 *
 * @param totals the totals of all categories together
 * @param keys {@code category × cells + cell}, ascending
 * @param counts as many, each above zero
 */
public record CategoryCounts(MonthTotals totals, int[] keys, int[] counts) {

    /** Counts the records of a month that pass a filter. */
    public static CategoryCounts of(RecordMonth month, Georef georef, Filter filter) {
        IntPredicate passes = filter.passing(month);
        int[] all = new int[month.placed()];
        int records = 0;
        int inside = 0;
        for (int i = 0; i < month.placed(); i++) {
            if (passes.test(i)) {
                records++;
                int cell = georef.cell(month.lat()[i], month.lon()[i]);
                if (cell != Georef.OUTSIDE) {
                    all[inside++] = month.category()[i] * georef.cells() + cell;
                }
            }
        }
        Arrays.sort(all, 0, inside);
        int[] counts = new int[inside];
        int size = 0;
        for (int i = 0; i < inside; i++) {
            if (i == 0 || all[i] != all[i - 1]) {
                all[size++] = all[i];
            }
            counts[size - 1]++;
        }
        int unplaced = filter.isNone() ? month.unplaced() : 0;
        return new CategoryCounts(
                new MonthTotals(month.month(), records + unplaced, inside, unplaced),
                Arrays.copyOf(all, size),
                Arrays.copyOf(counts, size));
    }

    /** The value per cell, all categories together, that is drawn as 255: see {@link Heat}. */
    public static float scaleOf(List<CategoryCounts> months, int cells) {
        return Percentile.ofPositive(
                months.stream().map(month -> month.positive(cells)).toList(), 95);
    }

    /** The sums over all categories of the cells that are not empty, in no order that matters. */
    private float[] positive(int cells) {
        int[] sums = new int[cells];
        for (int i = 0; i < keys.length; i++) {
            sums[keys[i] % cells] += counts[i];
        }
        float[] positive = new float[keys.length];
        int size = 0;
        for (int key : keys) {
            int cell = key % cells;
            if (sums[cell] > 0) {
                positive[size++] = sums[cell];
                sums[cell] = 0;
            }
        }
        return Arrays.copyOf(positive, size);
    }

    /** Bytes in memory, about. */
    public int weight() {
        return 64 + 8 * keys.length;
    }
}
