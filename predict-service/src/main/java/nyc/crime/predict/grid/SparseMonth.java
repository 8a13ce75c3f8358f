package nyc.crime.predict.grid;

import java.io.IOException;
import java.util.Arrays;

import nyc.crime.predict.counts.Npy;

/**
 * A month of counts without its zeros: most cells have no record on most days.
 *
 * @param at indices of the counts that are not zero, in C order of {@code [days][rows][cols][groups]}
 * @param count those counts
 */
record SparseMonth(int[] at, short[] count) {

    /**
     * Leaves out the zeros.
     *
     * @param shape what the tensor must have
     * @throws IOException if it has another shape, or a count that cannot be one of a cell and a day
     */
    static SparseMonth of(Npy.Ints counts, int... shape) throws IOException {
        if (!Arrays.equals(counts.shape(), shape)) {
            throw new IOException("a shape of " + Arrays.toString(counts.shape()) + ", not " + Arrays.toString(shape));
        }
        int size = 0;
        for (int value : counts.values()) {
            if (value < 0 || value > Short.MAX_VALUE) {
                throw new IOException(value + " records in a cell and a day");
            }
            size += value == 0 ? 0 : 1;
        }
        SparseMonth month = new SparseMonth(new int[size], new short[size]);
        int next = 0;
        for (int i = 0; i < counts.values().length; i++) {
            if (counts.values()[i] != 0) {
                month.at[next] = i;
                month.count[next++] = (short) counts.values()[i];
            }
        }
        return month;
    }

    /** Bytes in memory. */
    int bytes() {
        return at.length * (Integer.BYTES + Short.BYTES);
    }

    /** Writes the counts into a longer tensor, as far as they fall into it; the month's first number goes to {@code offset}. */
    void copyTo(short[] values, int offset) {
        for (int i = 0; i < at.length; i++) {
            int index = at[i] + offset;
            if (index >= 0 && index < values.length) {
                values[index] = count[i];
            }
        }
    }
}
