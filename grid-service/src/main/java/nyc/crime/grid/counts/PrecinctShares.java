package nyc.crime.grid.counts;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which precincts the records of each cell belong to, by the records' own precinct field. Records without a precinct, or
 * with a number no precinct has, are left out.
 */
public final class PrecinctShares {

    private static final int LAST_PRECINCT = 123;

    private final Map<Integer, TreeMap<Integer, Integer>> byCell = new TreeMap<>();
    private final int[] precincts;
    private final int[][] daily;

    /** Counts the records of a range that are in a cell. */
    public PrecinctShares(DailyCounts counts) {
        int[][] byDay = new int[counts.days()][LAST_PRECINCT + 1];
        TreeSet<Integer> seen = new TreeSet<>();
        counts.visitCells((day, cell, precinct) -> {
            if (precinct > 0 && precinct <= LAST_PRECINCT) {
                seen.add(precinct);
                byDay[day][precinct]++;
                byCell.computeIfAbsent(cell, c -> new TreeMap<>()).merge(precinct, 1, Integer::sum);
            }
        });
        precincts = seen.stream().mapToInt(Integer::intValue).toArray();
        daily = new int[byDay.length][precincts.length];
        for (int day = 0; day < byDay.length; day++) {
            for (int i = 0; i < precincts.length; i++) {
                daily[day][i] = byDay[day][precincts[i]];
            }
        }
    }

    /** Numbers of the precincts that occur, ascending. */
    public int[] precincts() {
        return precincts;
    }

    /** Records by day and precinct, in the order of {@link #precincts()}. */
    public int[][] daily() {
        return daily;
    }

    /**
     * Records of a cell that belong to a precinct.
     *
     * @param cell number of the cell
     * @param precinct number of the precinct
     * @param records how many
     * @param share their part of the cell's records, 0..1
     */
    public record Share(int cell, int precinct, int records, double share) {}

    /** All shares above zero, by cell and precinct. */
    public List<Share> shares() {
        List<Share> shares = new ArrayList<>();
        byCell.forEach((cell, ofPrecinct) -> {
            double all =
                    ofPrecinct.values().stream().mapToInt(Integer::intValue).sum();
            ofPrecinct.forEach((precinct, records) -> shares.add(new Share(cell, precinct, records, records / all)));
        });
        return shares;
    }
}
