package nyc.crime.predict.counts;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Records by police precinct.
 *
 * @param ids precinct numbers, ascending
 * @param cell cell of each share, row-major index
 * @param precinct index into {@code ids} of each share
 * @param records records behind each share
 * @param first first day of {@code daily}
 * @param daily records in the city's cells, {@code [days][ids]}
 */
public record Precincts(int[] ids, int[] cell, int[] precinct, int[] records, LocalDate first, int[][] daily) {

    /** Several ranges of days, each right after the one before, as one; a precinct that a range has not has none there. */
    public static Precincts joined(List<Precincts> ranges) {
        int[] ids = ranges.stream()
                .flatMapToInt(range -> Arrays.stream(range.ids))
                .distinct()
                .sorted()
                .toArray();
        Map<Long, Integer> shares = new TreeMap<>();
        List<int[]> daily = new ArrayList<>();
        for (Precincts range : ranges) {
            int[] at = Arrays.stream(range.ids)
                    .map(id -> Arrays.binarySearch(ids, id))
                    .toArray();
            for (int i = 0; i < range.cell.length; i++) {
                shares.merge((long) range.cell[i] * ids.length + at[range.precinct[i]], range.records[i], Integer::sum);
            }
            for (int[] day : range.daily) {
                int[] all = new int[ids.length];
                for (int p = 0; p < day.length; p++) {
                    all[at[p]] = day[p];
                }
                daily.add(all);
            }
        }
        return new Precincts(
                ids,
                shares.keySet().stream()
                        .mapToInt(key -> (int) (key / ids.length))
                        .toArray(),
                shares.keySet().stream()
                        .mapToInt(key -> (int) (key % ids.length))
                        .toArray(),
                shares.values().stream().mapToInt(Integer::intValue).toArray(),
                ranges.get(0).first,
                daily.toArray(int[][]::new));
    }
}
