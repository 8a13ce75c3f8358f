package nyc.crime.grid.heatmap;

import java.util.List;

/** Exact percentiles by counting: the bits of positive floats order as the floats do, so two counting passes do. */
final class Percentile {

    private Percentile() {}

    /**
     * The nearest-rank percentile of the values above zero.
     *
     * @param grids values, none negative
     * @param percent 1..100
     * @return the smallest of the positive values that at least {@code percent} % of them do not exceed; 0 if there is
     *     none
     */
    static float ofPositive(List<float[]> grids, int percent) {
        long[] high = new long[1 << 15];
        long count = 0;
        for (float[] grid : grids) {
            for (float value : grid) {
                if (value > 0) {
                    high[Float.floatToRawIntBits(value) >>> 16]++;
                    count++;
                }
            }
        }
        if (count == 0) {
            return 0;
        }
        long rank = (count * percent + 99) / 100;
        int bucket = 0;
        while (rank > high[bucket]) {
            rank -= high[bucket++];
        }
        long[] low = new long[1 << 16];
        for (float[] grid : grids) {
            for (float value : grid) {
                int bits = Float.floatToRawIntBits(value);
                if (value > 0 && bits >>> 16 == bucket) {
                    low[bits & 0xFFFF]++;
                }
            }
        }
        int rest = 0;
        while (rank > low[rest]) {
            rank -= low[rest++];
        }
        return Float.intBitsToFloat(bucket << 16 | rest);
    }
}
