package nyc.crime.grid.georef;

import org.locationtech.jts.geom.Envelope;

/**
 * The georeference: bounds cut into rows × cols cells of equal size in degrees. Row 0 is the northernmost, column 0 the
 * westernmost; cells are numbered row by row.
 *
 * <p>A cell holds its southern and its western edge, not the other two, except that the top row and the last column
 * also hold the edge of the bounds (numpy's histogram2d has the same rule). So every record inside or on the bounds
 * falls in exactly one cell. All of it is integer arithmetic on units of 1e-4 degrees.
 */
public final class Georef {

    /** What the answers call the order of rows. */
    public static final String ROW_ORDER = "north-to-south";

    /** What {@link #cell} answers outside the bounds. */
    public static final int OUTSIDE = -1;

    private final Bounds bounds;
    private final int rows;
    private final int cols;
    /** Number of the first cell of the row, by units north of the southern edge. */
    private final int[] rowStart;
    /** Column, by units east of the western edge. */
    private final int[] column;

    /**
     * @param bounds what the grid covers
     * @param rows number of rows, at least 1
     * @param cols number of columns, at least 1
     */
    public Georef(Bounds bounds, int rows, int cols) {
        if (rows < 1 || cols < 1) {
            throw new IllegalArgumentException("a grid has at least one row and one column");
        }
        this.bounds = bounds;
        this.rows = rows;
        this.cols = cols;
        rowStart = slots(bounds.north() - bounds.south(), rows);
        for (int i = 0; i < rowStart.length; i++) {
            rowStart[i] = (rows - 1 - rowStart[i]) * cols;
        }
        column = slots(bounds.east() - bounds.west(), cols);
    }

    private static int[] slots(int span, int count) {
        int[] slot = new int[span + 1];
        for (int i = 0; i < span; i++) {
            slot[i] = (int) ((long) i * count / span);
        }
        slot[span] = count - 1;
        return slot;
    }

    public Bounds bounds() {
        return bounds;
    }

    public int rows() {
        return rows;
    }

    public int cols() {
        return cols;
    }

    /** rows × cols. */
    public int cells() {
        return rows * cols;
    }

    /**
     * The cell of a coordinate.
     *
     * @param lat latitude in units of 1e-4 degrees
     * @param lon longitude in units of 1e-4 degrees
     * @return row × cols + col, or {@link #OUTSIDE}
     */
    public int cell(int lat, int lon) {
        int y = lat - bounds.south();
        int x = lon - bounds.west();
        return y >= 0 && y < rowStart.length && x >= 0 && x < column.length ? rowStart[y] + column[x] : OUTSIDE;
    }

    /**
     * Counts records into cells.
     *
     * @param lat latitudes in units of 1e-4 degrees
     * @param lon longitudes, as many
     * @param from first record
     * @param to the record after the last
     * @param counts rows × cols counters, added to
     * @return how many of the records are inside the bounds
     */
    public int count(int[] lat, int[] lon, int from, int to, int[] counts) {
        int[] rowOf = rowStart;
        int[] columnOf = column;
        int south = bounds.south();
        int west = bounds.west();
        int inside = 0;
        for (int i = from; i < to; i++) {
            int y = lat[i] - south;
            int x = lon[i] - west;
            if (y >= 0 && y < rowOf.length && x >= 0 && x < columnOf.length) {
                counts[rowOf[y] + columnOf[x]]++;
                inside++;
            }
        }
        return inside;
    }

    /** The rectangle of a cell, in degrees. */
    public Envelope envelope(int cell) {
        int fromSouth = rows - 1 - cell / cols;
        int fromWest = cell % cols;
        return new Envelope(
                edge(bounds.west(), bounds.east(), fromWest, cols),
                edge(bounds.west(), bounds.east(), fromWest + 1, cols),
                edge(bounds.south(), bounds.north(), fromSouth, rows),
                edge(bounds.south(), bounds.north(), fromSouth + 1, rows));
    }

    private static double edge(int low, int high, int index, int count) {
        return (low + (double) index * (high - low) / count) / Bounds.UNITS;
    }

    /** The text name of a cell, {@code r{row}c{col}}. */
    public String name(int cell) {
        return "r" + cell / cols + "c" + cell % cols;
    }

    /** Height of a cell in degrees. */
    public double latDegrees() {
        return Bounds.degrees(bounds.north() - bounds.south()) / rows;
    }

    /** Width of a cell in degrees. */
    public double lonDegrees() {
        return Bounds.degrees(bounds.east() - bounds.west()) / cols;
    }

    /** Height of a cell in metres, at the middle latitude of the bounds. */
    public double northSouthMetres() {
        double phi = middle();
        return latDegrees() * (111_132.92 - 559.82 * Math.cos(2 * phi) + 1.175 * Math.cos(4 * phi));
    }

    /** Width of a cell in metres, at the middle latitude of the bounds (series of the WGS 84 ellipsoid). */
    public double eastWestMetres() {
        double phi = middle();
        return lonDegrees() * (111_412.84 * Math.cos(phi) - 93.5 * Math.cos(3 * phi) + 0.118 * Math.cos(5 * phi));
    }

    private double middle() {
        return Math.toRadians(Bounds.degrees(bounds.south() + bounds.north()) / 2);
    }
}
