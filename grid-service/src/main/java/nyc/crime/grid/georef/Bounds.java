package nyc.crime.grid.georef;

import nyc.crime.city.CityProfile;

/**
 * A rectangle on the map, in whole units of 1e-4 degrees (WGS 84). The records' coordinates come in the same units, so
 * that placing a record needs no rounding.
 *
 * @param south southern edge
 * @param west western edge
 * @param north northern edge, above {@code south}
 * @param east eastern edge, beyond {@code west}
 */
public record Bounds(int south, int west, int north, int east) {

    /** Units in one degree. */
    public static final int UNITS = 10_000;

    public Bounds {
        if (south >= north || west >= east) {
            throw new IllegalArgumentException("empty bounds");
        }
    }

    /** The smallest bounds of whole units that hold a rectangle given in degrees. */
    public static Bounds around(double south, double west, double north, double east) {
        return new Bounds(
                (int) Math.floor(south * UNITS), (int) Math.floor(west * UNITS), (int) Math.ceil(north * UNITS), (int)
                        Math.ceil(east * UNITS));
    }

    /** The bounds of a city's profile, whole units as they are. */
    static Bounds of(CityProfile.Bounds degrees) {
        return new Bounds(units(degrees.south()), units(degrees.west()), units(degrees.north()), units(degrees.east()));
    }

    private static int units(double degrees) {
        return (int) Math.round(degrees * UNITS);
    }

    /** Units as degrees: the double nearest to the decimal fraction. */
    public static double degrees(int units) {
        return (double) units / UNITS;
    }

    /** {@code south,west,north,east} in degrees, as the header X-Grid-Bounds has it. */
    @Override
    public String toString() {
        return degrees(south) + "," + degrees(west) + "," + degrees(north) + "," + degrees(east);
    }
}
