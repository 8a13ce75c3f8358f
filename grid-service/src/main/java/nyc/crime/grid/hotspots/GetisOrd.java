package nyc.crime.grid.hotspots;

import java.util.Arrays;

/**
 * The Getis-Ord Gi* statistic (Ord and Getis, Geographical Analysis 27, 1995) with weight 1 for a cell and for each of
 * its up to eight neighbours that are in the city, 0 for all others. Cells outside the city are in neither the
 * neighbourhoods nor the mean and variance.
 */
final class GetisOrd {

    private final int[][] neighbours;
    private final int cells;

    /**
     * @param in which cells are in the city, rows × cols
     * @param cols cells in a row
     */
    GetisOrd(boolean[] in, int cols) {
        neighbours = new int[in.length][];
        int count = 0;
        for (int cell = 0; cell < in.length; cell++) {
            if (in[cell]) {
                neighbours[cell] = around(cell, in, cols);
                count++;
            }
        }
        cells = count;
    }

    private static int[] around(int cell, boolean[] in, int cols) {
        int rows = in.length / cols;
        int row = cell / cols;
        int col = cell % cols;
        int[] found = new int[9];
        int size = 0;
        for (int r = Math.max(0, row - 1); r <= Math.min(rows - 1, row + 1); r++) {
            for (int c = Math.max(0, col - 1); c <= Math.min(cols - 1, col + 1); c++) {
                if (in[r * cols + c]) {
                    found[size++] = r * cols + c;
                }
            }
        }
        return Arrays.copyOf(found, size);
    }

    /**
     * The z-scores: above 0 where a cell and its neighbours have more than the city's mean, below where they have less.
     *
     * @param counts a count per cell
     * @return a z-score per cell; 0 outside the city and where all cells are equal
     */
    double[] scores(int[] counts) {
        double sum = 0;
        double squares = 0;
        for (int cell = 0; cell < counts.length; cell++) {
            if (neighbours[cell] != null) {
                sum += counts[cell];
                squares += (double) counts[cell] * counts[cell];
            }
        }
        double mean = sum / cells;
        double deviation = Math.sqrt(Math.max(0, squares / cells - mean * mean));
        double[] scores = new double[counts.length];
        for (int cell = 0; cell < counts.length; cell++) {
            if (neighbours[cell] != null) {
                double weight = neighbours[cell].length;
                double local = 0;
                for (int neighbour : neighbours[cell]) {
                    local += counts[neighbour];
                }
                double spread = deviation * Math.sqrt((cells * weight - weight * weight) / (cells - 1));
                scores[cell] = spread > 0 ? (local - mean * weight) / spread : 0;
            }
        }
        return scores;
    }
}
