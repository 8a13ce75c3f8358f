package nyc.crime.grid.heatmap;

import nyc.crime.grid.georef.Georef;

/**
 * Gaussian kernel density on a grid: separable, cut off at four standard deviations. Corrected at the border: what a
 * record's kernel would put outside the grid is given to the cells inside, in proportion, so that the sum over the grid
 * stays the number of records.
 */
final class GaussianKernel {

    private final int rows;
    private final int cols;
    private final float[] vertical;
    private final float[] horizontal;

    private GaussianKernel(Georef georef, double metres) {
        rows = georef.rows();
        cols = georef.cols();
        vertical = weights(metres / georef.northSouthMetres(), rows);
        horizontal = weights(metres / georef.eastWestMetres(), cols);
    }

    /**
     * @param georef the grid
     * @param metres standard deviation, the same in both directions on the ground
     */
    static GaussianKernel of(Georef georef, double metres) {
        return new GaussianKernel(georef, metres);
    }

    /** Weights by distance in cells: [0] is the middle. They add up to 1 over both sides. */
    private static float[] weights(double sigma, int cells) {
        int reach = Math.min(cells - 1, (int) Math.ceil(4 * sigma));
        double[] exact = new double[reach + 1];
        double sum = 0;
        for (int k = 0; k <= reach; k++) {
            exact[k] = Math.exp(-0.5 * (k / sigma) * (k / sigma));
            sum += k == 0 ? exact[k] : 2 * exact[k];
        }
        float[] weights = new float[reach + 1];
        for (int k = 0; k <= reach; k++) {
            weights[k] = (float) (exact[k] / sum);
        }
        return weights;
    }

    /** Which part of the weights stays inside, by position. */
    private static double[] inside(float[] weights, int cells) {
        double[] inside = new double[cells];
        for (int i = 0; i < cells; i++) {
            inside[i] = weights[0];
            for (int k = 1; k < weights.length; k++) {
                inside[i] += (i >= k ? weights[k] : 0) + (i + k < cells ? weights[k] : 0);
            }
        }
        return inside;
    }

    /** The density of counts, in records per cell. */
    float[] spread(float[] counts) {
        double[] insideRows = inside(vertical, rows);
        double[] insideCols = inside(horizontal, cols);
        float[] across = new float[counts.length];
        float[] line = new float[cols];
        for (int r = 0; r < rows; r++) {
            for (int c = 0; c < cols; c++) {
                line[c] = (float) (counts[r * cols + c] / (insideRows[r] * insideCols[c]));
            }
            spreadLine(line, across, r * cols);
        }
        float[] out = new float[counts.length];
        for (int r = 0; r < rows; r++) {
            add(across, r, vertical[0], out, r);
            for (int k = 1; k < vertical.length; k++) {
                if (r >= k) {
                    add(across, r - k, vertical[k], out, r);
                }
                if (r + k < rows) {
                    add(across, r + k, vertical[k], out, r);
                }
            }
        }
        return out;
    }

    private void spreadLine(float[] line, float[] out, int start) {
        for (int c = 0; c < cols; c++) {
            float value = line[c];
            if (value != 0) {
                int low = Math.max(0, c - horizontal.length + 1);
                int high = Math.min(cols - 1, c + horizontal.length - 1);
                for (int to = low; to <= high; to++) {
                    out[start + to] += value * horizontal[Math.abs(to - c)];
                }
            }
        }
    }

    private void add(float[] in, int fromRow, float weight, float[] out, int toRow) {
        int from = fromRow * cols;
        int to = toRow * cols;
        for (int c = 0; c < cols; c++) {
            out[to + c] += weight * in[from + c];
        }
    }
}
