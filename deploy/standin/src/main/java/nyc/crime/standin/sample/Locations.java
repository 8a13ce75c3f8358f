package nyc.crime.standin.sample;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

import nyc.crime.standin.data.Dictionary;

/**
 * Every place of the sample city, once for all its records. Each part of a cell has a dozen of them, where records
 * happen again and again, as at street corners; each precinct may have one busiest place. A place is a code of three
 * dictionaries: latitude, longitude and point.
 */
final class Locations {

    /** Locations in a part of a cell. */
    static final int CORNERS = 12;

    private static final int CELL_PARTS = CityProfile.PARTS * CityProfile.PARTS;

    private final Dictionary latitudes = new Dictionary();
    private final Dictionary longitudes = new Dictionary();
    private final Dictionary points = new Dictionary();
    private final Map<Integer, int[]> firstCorners = new HashMap<>();
    private final Map<List<Double>, Integer> stations = new HashMap<>();
    private final int nowhere;

    Locations(CityProfile profile) {
        nowhere = add("0.0", "0.0");
        for (CityProfile.Kind kind : List.of(profile.arrests(), profile.complaints())) {
            kind.zones().forEach(zone -> zone.cells().forEach(this::addCorners));
            kind.stations()
                    .values()
                    .forEach(station -> stations.computeIfAbsent(
                            List.of(station[0], station[1]), unused -> add(degrees(station[0]), degrees(station[1]))));
        }
    }

    private void addCorners(CityProfile.Cell cell) {
        int[] first = firstCorners.computeIfAbsent(cell.cell(), unused -> new int[CELL_PARTS]);
        int rows = CityProfile.ROWS * CityProfile.PARTS;
        int cols = CityProfile.COLS * CityProfile.PARTS;
        for (int part = 0; part < CELL_PARTS; part++) {
            if (first[part] > 0 || cell.parts().charAt(part) == '0') {
                continue;
            }
            int row = cell.cell() / CityProfile.COLS * CityProfile.PARTS + part / CityProfile.PARTS;
            int col = cell.cell() % CityProfile.COLS * CityProfile.PARTS + part % CityProfile.PARTS;
            SplittableRandom spot = new SplittableRandom((long) cell.cell() * CELL_PARTS + part);
            for (int corner = 0; corner < CORNERS; corner++) {
                // a little off the part's edge, so that rounding to six decimals cannot cross it
                double north = (row + 0.02 + 0.96 * spot.nextDouble()) / rows;
                double east = (col + 0.02 + 0.96 * spot.nextDouble()) / cols;
                int code = add(
                        degrees(CityProfile.SOUTH + north * (CityProfile.NORTH - CityProfile.SOUTH)),
                        degrees(CityProfile.WEST + east * (CityProfile.EAST - CityProfile.WEST)));
                if (corner == 0) {
                    first[part] = code;
                }
            }
        }
    }

    private int add(String latitude, String longitude) {
        latitudes.append(latitude);
        longitudes.append(longitude);
        return points.append("{\"type\":\"Point\",\"coordinates\":[" + longitude + "," + latitude + "]}");
    }

    private static String degrees(double value) {
        return BigDecimal.valueOf(Math.round(value * 1e6), 6).toPlainString();
    }

    /** The place at 0, 0 that real rows have when nobody knew. */
    int nowhere() {
        return nowhere;
    }

    /** A precinct's busiest place, by its figures. */
    int station(double[] figures) {
        return stations.get(List.of(figures[0], figures[1]));
    }

    /** One of the places of a part of a cell. */
    int corner(int cell, int part, int corner) {
        return firstCorners.get(cell)[part] + corner;
    }

    Dictionary latitudes() {
        return latitudes;
    }

    Dictionary longitudes() {
        return longitudes;
    }

    Dictionary points() {
        return points;
    }
}
