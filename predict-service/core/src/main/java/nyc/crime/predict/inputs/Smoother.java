package nyc.crime.predict.inputs;

import nyc.crime.predict.counts.Mask;

/** Gaussian smoothing inside a mask: water neither gives nor takes, so the coast is not thinned out. */
final class Smoother {

    private static final int RADIUS = 3;

    private final int rows;
    private final int cols;
    private final double[] kernel;
    private final double[] weight;

    /**
     * @param sigma width in cells
     */
    Smoother(Mask mask, double sigma) {
        this.rows = mask.rows();
        this.cols = mask.cols();
        this.kernel = new double[2 * RADIUS + 1];
        for (int k = -RADIUS; k <= RADIUS; k++) {
            kernel[k + RADIUS] = Math.exp(-0.5 * k * k / (sigma * sigma));
        }
        double[] inside = new double[mask.in().length];
        for (int i = 0; i < inside.length; i++) {
            inside[i] = mask.in()[i] ? 1 : 0;
        }
        this.weight = convolve(inside);
    }

    /** Smooths values [cells, groups] of the masked-in cells. */
    float[] smooth(float[] values, int[] cells, int groups) {
        float[] out = new float[values.length];
        for (int g = 0; g < groups; g++) {
            double[] plane = new double[rows * cols];
            for (int i = 0; i < cells.length; i++) {
                plane[cells[i]] = values[i * groups + g];
            }
            double[] smooth = convolve(plane);
            for (int i = 0; i < cells.length; i++) {
                out[i * groups + g] = (float) (smooth[cells[i]] / weight[cells[i]]);
            }
        }
        return out;
    }

    private double[] convolve(double[] plane) {
        double[] across = new double[plane.length];
        double[] both = new double[plane.length];
        for (int r = 0; r < rows; r++) {
            for (int c = 0; c < cols; c++) {
                for (int k = Math.max(-RADIUS, -c); k <= Math.min(RADIUS, cols - 1 - c); k++) {
                    across[r * cols + c] += kernel[k + RADIUS] * plane[r * cols + c + k];
                }
            }
        }
        for (int r = 0; r < rows; r++) {
            for (int k = Math.max(-RADIUS, -r); k <= Math.min(RADIUS, rows - 1 - r); k++) {
                for (int c = 0; c < cols; c++) {
                    both[r * cols + c] += kernel[k + RADIUS] * across[(r + k) * cols + c];
                }
            }
        }
        return both;
    }
}
