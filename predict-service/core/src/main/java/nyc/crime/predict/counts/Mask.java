package nyc.crime.predict.counts;

import java.util.stream.IntStream;

/**
 * Which cells of the forecast grid meet a borough. Only these are forecast and scored.
 *
 * @param rows grid rows, row 0 in the north
 * @param cols grid columns
 * @param in row-major, true inside the city
 */
public record Mask(int rows, int cols, boolean[] in) {

    public Mask {
        if (in.length != rows * cols) {
            throw new IllegalArgumentException("%d cells do not fill %d x %d".formatted(in.length, rows, cols));
        }
    }

    /** The mask of numbers: zero is outside. */
    public static Mask of(int rows, int cols, int[] cells) {
        boolean[] in = new boolean[cells.length];
        for (int i = 0; i < in.length; i++) {
            in[i] = cells[i] != 0;
        }
        return new Mask(rows, cols, in);
    }

    /** The cells inside the city, ascending. */
    public int[] cells() {
        return IntStream.range(0, in.length).filter(cell -> in[cell]).toArray();
    }

    /** How many cells are inside the city. */
    public int count() {
        return cells().length;
    }
}
