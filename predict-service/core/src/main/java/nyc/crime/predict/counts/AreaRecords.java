package nyc.crime.predict.counts;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Records by area of a kind: police precincts or neighbourhoods.
 *
 * @param ids the areas, numbers in their order, then names in theirs
 * @param cell cell of each share, row-major index
 * @param area index into {@code ids} of each share
 * @param records records behind each share
 * @param first first day of {@code daily}
 * @param daily records in the city's cells, {@code [days][ids]}
 */
public record AreaRecords(List<String> ids, int[] cell, int[] area, int[] records, LocalDate first, int[][] daily) {

    private static final Comparator<String> IN_ORDER =
            Comparator.comparingInt(AreaRecords::number).thenComparing(Comparator.naturalOrder());

    private static int number(String id) {
        return id.chars().allMatch(Character::isDigit) ? Integer.parseInt(id) : Integer.MAX_VALUE;
    }

    /** Several ranges of days, each right after the one before, as one; an area that a range has not has none there. */
    public static AreaRecords joined(List<AreaRecords> ranges) {
        List<String> ids = ranges.stream()
                .flatMap(range -> range.ids.stream())
                .distinct()
                .sorted(IN_ORDER)
                .toList();
        Map<Long, Integer> shares = new TreeMap<>();
        List<int[]> daily = new ArrayList<>();
        for (AreaRecords range : ranges) {
            int[] at = range.ids.stream().mapToInt(ids::indexOf).toArray();
            for (int i = 0; i < range.cell.length; i++) {
                shares.merge((long) range.cell[i] * ids.size() + at[range.area[i]], range.records[i], Integer::sum);
            }
            for (int[] day : range.daily) {
                int[] all = new int[ids.size()];
                for (int p = 0; p < day.length; p++) {
                    all[at[p]] = day[p];
                }
                daily.add(all);
            }
        }
        return new AreaRecords(
                ids,
                shares.keySet().stream()
                        .mapToInt(key -> (int) (key / ids.size()))
                        .toArray(),
                shares.keySet().stream()
                        .mapToInt(key -> (int) (key % ids.size()))
                        .toArray(),
                shares.values().stream().mapToInt(Integer::intValue).toArray(),
                ranges.get(0).first,
                daily.toArray(int[][]::new));
    }
}
