package nyc.crime.grid.heatmap;

import java.time.YearMonth;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;

import nyc.crime.grid.georef.Georef;

/**
 * The intensity grids of a year's months on one scale. The scale is the 95th percentile of the non-zero cells of all the
 * year's months together: the nearest-rank percentile, that is the smallest value that at least 95 % of those cells do
 * not exceed. A value v is drawn as min(255, floor(255·v/scale + ½)).
 *
 * @param georef where the cells are
 * @param months one grid a month, in order
 * @param smooth standard deviation of the Gaussian kernel in metres, 0 = exact counts
 * @param scale value per cell that is drawn as 255; 0 if there are no records
 */
public record Heat(Georef georef, List<Month> months, double smooth, float scale) {

    /**
     * A month's grid.
     *
     * @param totals totals of its records
     * @param values rows × cols: counts (exact in a float up to 2^24), or their kernel density in records per cell
     * @param occupied numbers of the cells above zero: most of a city's grid is empty, and empty cells need no drawing
     */
    public record Month(MonthTotals totals, float[] values, int[] occupied) {

        public YearMonth month() {
            return totals.month();
        }
    }

    /** Numbers of the cells that hold something, in order. */
    static int[] occupied(int cells, IntPredicate holds) {
        int[] occupied = new int[cells];
        int size = 0;
        for (int cell = 0; cell < cells; cell++) {
            if (holds.test(cell)) {
                occupied[size++] = cell;
            }
        }
        return Arrays.copyOf(occupied, size);
    }

    /** Bytes in memory, about. */
    public long weight() {
        return months.stream()
                .mapToLong(month -> 4L * (month.values().length + month.occupied().length))
                .sum();
    }

    /** The scale of months that belong together. */
    public static float scaleOf(List<Month> months) {
        return Percentile.ofPositive(months.stream().map(Month::values).toList(), 95);
    }

    /** The grid of a month as it is drawn, one unsigned byte a cell. */
    public byte[] drawn(Month month) {
        return blended(month, month, 0);
    }

    /** The mean of some months' grids as it is drawn, one unsigned byte a cell. */
    public byte[] drawn(List<Month> some) {
        float[] mean = new float[georef.cells()];
        for (Month month : some) {
            for (int cell : month.occupied()) {
                mean[cell] += month.values()[cell] / some.size();
            }
        }
        byte[] out = new byte[mean.length];
        draw(occupied(mean.length, cell -> mean[cell] > 0), mean, mean, 0, scale, out);
        return out;
    }

    /**
     * Two grids blended and then drawn: {@code a + (b − a)·t}.
     *
     * @param t 0 = a, 1 = b
     */
    byte[] blended(Month a, Month b, float t) {
        byte[] out = new byte[georef.cells()];
        draw(a.occupied(), a.values(), b.values(), t, scale, out);
        if (a != b && t > 0) {
            draw(b.occupied(), a.values(), b.values(), t, scale, out);
        }
        return out;
    }

    private static void draw(int[] cells, float[] a, float[] b, float t, float scale, byte[] out) {
        for (int cell : cells) {
            float value = a[cell] + (b[cell] - a[cell]) * t;
            out[cell] = (byte) Math.min(255, (int) (255 * value / scale + 0.5f));
        }
    }
}
