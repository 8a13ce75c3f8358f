package nyc.crime.grid.encoding;

import io.quarkus.runtime.annotations.RegisterForReflection;

import nyc.crime.grid.georef.Bounds;
import nyc.crime.grid.georef.Georef;

/**
 * The fields that every answer on a grid has.
 *
 * @param rows rows, the first is the northernmost
 * @param cols columns, the first is the westernmost
 * @param bounds what the grid covers
 * @param rowOrder always {@link Georef#ROW_ORDER}
 */
@RegisterForReflection
public record GridShape(int rows, int cols, Degrees bounds, String rowOrder) {

    /** Bounds in degrees (WGS 84). */
    @RegisterForReflection
    public record Degrees(double south, double west, double north, double east) {}

    /** The fields of a grid. */
    public static GridShape of(Georef georef) {
        Bounds bounds = georef.bounds();
        return new GridShape(
                georef.rows(),
                georef.cols(),
                new Degrees(
                        Bounds.degrees(bounds.south()),
                        Bounds.degrees(bounds.west()),
                        Bounds.degrees(bounds.north()),
                        Bounds.degrees(bounds.east())),
                Georef.ROW_ORDER);
    }
}
