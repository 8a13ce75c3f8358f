package nyc.crime.grid.heatmap;

import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;

import nyc.crime.grid.georef.Georef;
import nyc.crime.grid.ingest.RecordMonth;
import nyc.crime.grid.ingest.Snapshot;

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
     * @param totals the counts' totals
     * @param values rows × cols: counts (exact in a float up to 2^24), or their kernel density in records per cell
     */
    public record Month(MonthCounts totals, float[] values) {

        public YearMonth month() {
            return totals.month();
        }
    }

    /**
     * Builds the grids of a year.
     *
     * @param year the year's months
     * @param georef the grid
     * @param filter which records count
     * @param smooth standard deviation of the Gaussian kernel in metres, 0 = none
     */
    public static Heat of(Snapshot year, Georef georef, Filter filter, double smooth) {
        List<Month> months = new ArrayList<>();
        for (RecordMonth records : year.months()) {
            MonthCounts counts = filter.count(records, georef);
            float[] values = toFloats(counts.counts());
            if (smooth > 0) {
                values = GaussianKernel.of(georef, smooth).spread(values);
            }
            months.add(new Month(counts, values));
        }
        return new Heat(georef, months, smooth, percentile95(months));
    }

    private static float[] toFloats(int[] counts) {
        float[] values = new float[counts.length];
        for (int i = 0; i < counts.length; i++) {
            values[i] = counts[i];
        }
        return values;
    }

    private static float percentile95(List<Month> months) {
        return Percentile.ofPositive(months.stream().map(Month::values).toList(), 95);
    }

    /** The grid of a month as it is drawn, one unsigned byte a cell. */
    public byte[] drawn(Month month) {
        byte[] out = new byte[georef.cells()];
        quantise(month.values(), month.values(), 0, scale, out);
        return out;
    }

    /**
     * Blends two grids and quantises the result: {@code a + (b − a)·t}, drawn as the class says.
     *
     * @param t 0 = a, 1 = b
     */
    static void quantise(float[] a, float[] b, float t, float scale, byte[] out) {
        float divisor = scale > 0 ? scale : 1;
        for (int i = 0; i < out.length; i++) {
            float from = a[i];
            float to = b[i];
            float value = from + (to - from) * t;
            out[i] = value == 0 ? 0 : (byte) Math.min(255, (int) (255 * value / divisor + 0.5f));
        }
    }
}
