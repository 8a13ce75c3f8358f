package nyc.crime.predict.counts;

import java.util.List;

/**
 * The grid of the forecasts, as grid-service defines it.
 *
 * @param mask the cells inside the city
 * @param bounds outer edges in degrees
 * @param borough index into {@code boroughs} of each cell, row-major; 0 for none
 * @param boroughs names; the first is empty
 */
public record ForecastGrid(Mask mask, Bounds bounds, int[] borough, List<String> boroughs) {

    /** Outer edges in degrees, WGS 84. */
    public record Bounds(double south, double west, double north, double east) {}

    /** Grid rows, row 0 in the north. */
    public int rows() {
        return mask.rows();
    }

    /** Grid columns. */
    public int cols() {
        return mask.cols();
    }

    /** The cell's id in the API, such as {@code r12c30}. */
    public String cellId(int cell) {
        return "r" + cell / cols() + "c" + cell % cols();
    }

    /** Latitude of the northern edge of a row, which is the southern edge of the row before. */
    public double latitude(int row) {
        return bounds.north - (bounds.north - bounds.south) * row / rows();
    }

    /** Longitude of the western edge of a column, which is the eastern edge of the column before. */
    public double longitude(int col) {
        return bounds.west + (bounds.east - bounds.west) * col / cols();
    }
}
