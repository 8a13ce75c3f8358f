package nyc.crime.predict.forecast;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.IntPredicate;
import java.util.function.IntUnaryOperator;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

import nyc.crime.predict.counts.AreaRecords;
import nyc.crime.predict.counts.ForecastGrid;

/**
 * The places that counts are given for, and how the cells' counts are shared out among them. Every cell of the city
 * belongs to one place, or, on a border of precincts or neighbourhoods, in part to several.
 */
public final class Places {

    /** Records that a year's shares count as, beside the recent ones. */
    private static final double YEAR_COUNTS_AS = 0.5;

    private final List<Place> places = new ArrayList<>();
    /** For each cell its places, and for each of them the summed share up to it; the last is 1. */
    private final int[][] placesOf;

    private final double[][] sharesOf;

    /** A place: its id in the API and its name for people. */
    public record Place(String id, String name) {}

    private Places(int cells) {
        placesOf = new int[cells][0];
        sharesOf = new double[cells][0];
    }

    /** Places that cells of the city belong to as a whole; −1 for none. */
    private Places(ForecastGrid grid, List<Place> all, IntUnaryOperator placeOf) {
        this(grid.borough().length);
        places.addAll(all);
        for (int cell = 0; cell < placesOf.length; cell++) {
            int place = grid.mask().in()[cell] ? placeOf.applyAsInt(cell) : -1;
            if (place >= 0) {
                placesOf[cell] = new int[] {place};
                sharesOf[cell] = new double[] {1};
            }
        }
    }

    /** Every cell of the city for itself. */
    public static Places cells(ForecastGrid grid) {
        int[] inside = grid.mask().cells();
        List<Place> cells = Arrays.stream(inside)
                .mapToObj(cell -> new Place(
                        grid.cellId(cell),
                        (grid.boroughs().get(grid.borough()[cell]) + " " + grid.cellId(cell)).trim()))
                .toList();
        return new Places(grid, cells, cell -> Arrays.binarySearch(inside, cell));
    }

    /** The boroughs. */
    public static Places boroughs(ForecastGrid grid) {
        List<Place> boroughs = grid.boroughs().stream()
                .skip(1)
                .map(name -> new Place(name.toLowerCase(Locale.ROOT).replace(' ', '-'), name))
                .toList();
        return new Places(grid, boroughs, cell -> grid.borough()[cell] - 1);
    }

    /** The whole city as one place. */
    public static Places city(ForecastGrid grid, Place city) {
        return new Places(grid, List.of(city), cell -> 0);
    }

    /**
     * Police precincts or neighbourhoods. A cell's share in an area is the share of its recent records that are of the
     * area, drawn towards the year's share by half a record: so boundaries that change are followed as soon as they have
     * not been there for the recent days, and cells with few records are not torn apart by chance. A cell without a
     * recent record goes with the year, unless the nearest busy cell of its area has gone to another; one without any
     * has the shares of the nearest that has one.
     *
     * @param name the name for people of an id
     * @param recent records of the last weeks
     * @param year records of the last year, the recent ones among them
     */
    public static Places areas(ForecastGrid grid, UnaryOperator<String> name, AreaRecords recent, AreaRecords year) {
        int cells = grid.borough().length;
        Places found = new Places(cells);
        for (String id : year.ids()) {
            found.places.add(new Place(id, name.apply(id)));
        }
        double[][] before = shares(year, year.ids(), cells);
        double[][] shares = shares(recent, year.ids(), cells);
        boolean[] busy = new boolean[cells];
        boolean[] known = new boolean[cells];
        for (int cell = 0; cell < cells; cell++) {
            double all = Arrays.stream(before[cell]).sum();
            known[cell] = all > 0;
            busy[cell] = Arrays.stream(shares[cell]).sum() > 0;
            for (int place = 0; known[cell] && place < before[cell].length; place++) {
                shares[cell][place] += YEAR_COUNTS_AS * before[cell][place] / all;
            }
        }
        for (int cell = 0; cell < cells; cell++) {
            if (known[cell] && !busy[cell]) {
                int old = largest(before[cell]);
                int near = nearest(cell, other -> busy[other] && largest(before[other]) == old, grid);
                if (near >= 0 && largest(shares[near]) != old) {
                    shares[cell] = shares[near];
                }
            }
        }
        for (int cell = 0; cell < cells; cell++) {
            int source = known[cell] || !grid.mask().in()[cell] ? cell : nearest(cell, other -> known[other], grid);
            if (source >= 0) {
                found.share(cell, shares[source]);
            }
        }
        return found;
    }

    /** Records {@code [cells][ids]}. */
    private static double[][] shares(AreaRecords areas, List<String> ids, int cells) {
        double[][] shares = new double[cells][ids.size()];
        for (int i = 0; i < areas.cell().length; i++) {
            shares[areas.cell()[i]][ids.indexOf(areas.ids().get(areas.area()[i]))] += areas.records()[i];
        }
        return shares;
    }

    private static int largest(double[] shares) {
        return IntStream.range(0, shares.length)
                .reduce(0, (most, place) -> shares[place] > shares[most] ? place : most);
    }

    private void share(int cell, double[] weights) {
        placesOf[cell] = IntStream.range(0, weights.length)
                .filter(place -> weights[place] > 0)
                .toArray();
        double all = Arrays.stream(weights).sum();
        double upTo = 0;
        sharesOf[cell] = new double[placesOf[cell].length];
        for (int part = 0; part < placesOf[cell].length; part++) {
            upTo += weights[placesOf[cell][part]];
            sharesOf[cell][part] = upTo / all;
        }
    }

    /** The nearest cell of some; −1 if there is none. */
    private static int nearest(int cell, IntPredicate among, ForecastGrid grid) {
        int cols = grid.cols();
        int nearest = -1;
        int least = Integer.MAX_VALUE;
        for (int other = 0; other < grid.borough().length; other++) {
            int rows = other / cols - cell / cols;
            int across = other % cols - cell % cols;
            int distance = rows * rows + across * across;
            if (distance < least && among.test(other)) {
                least = distance;
                nearest = other;
            }
        }
        return nearest;
    }

    /** The places, in their order. */
    public List<Place> list() {
        return places;
    }

    /** The index of the place with an id, or −1. */
    public int indexOf(String id) {
        return IntStream.range(0, places.size())
                .filter(place -> places.get(place).id().equals(id))
                .findFirst()
                .orElse(-1);
    }

    /** Sums of values by cell, {@code [places]}. */
    public double[] sums(float[] values) {
        double[] sums = new double[places.size()];
        for (int cell = 0; cell < placesOf.length; cell++) {
            double before = 0;
            for (int part = 0; part < placesOf[cell].length; part++) {
                sums[placesOf[cell][part]] += values[cell] * (sharesOf[cell][part] - before);
                before = sharesOf[cell][part];
            }
        }
        return sums;
    }

    /**
     * The place of one record.
     *
     * @param cell where it is
     * @param random between 0 and 1, to choose among the cell's places
     * @return the place's index, or −1 for a cell outside every place
     */
    int place(int cell, double random) {
        int[] parts = placesOf[cell];
        for (int part = 0; part < parts.length; part++) {
            if (random < sharesOf[cell][part] || part == parts.length - 1) {
                return parts[part];
            }
        }
        return -1;
    }

    /** Whether a cell belongs to more than one place. */
    boolean isShared(int cell) {
        return placesOf[cell].length > 1;
    }

    /** The cells that a place has the largest part of, in order. */
    public List<Integer> cellsOf(int place) {
        List<Integer> cells = new ArrayList<>();
        for (int cell = 0; cell < placesOf.length; cell++) {
            int largest = -1;
            double share = 0;
            double before = 0;
            for (int part = 0; part < placesOf[cell].length; part++) {
                if (sharesOf[cell][part] - before > share) {
                    share = sharesOf[cell][part] - before;
                    largest = placesOf[cell][part];
                }
                before = sharesOf[cell][part];
            }
            if (largest == place) {
                cells.add(cell);
            }
        }
        return cells;
    }
}
