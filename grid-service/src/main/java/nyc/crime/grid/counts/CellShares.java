package nyc.crime.grid.counts;

import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

import nyc.crime.grid.georef.Georef;
import nyc.crime.grid.ingest.RecordMonth;

/**
 * Which areas of a kind the records of each cell are in. Cell, area, records and share are columns of one length; records
 * in no area are left out.
 *
 * @param areas numbers of the areas that occur, ascending
 * @param cell number of the cell
 * @param area index into {@code areas}
 * @param records records of the cell that are in the area
 * @param share their part of the cell's records that are in any, 0 to 1
 * @param daily records by day and area, in the order of {@code areas}
 */
record CellShares(int[] areas, int[] cell, int[] area, int[] records, double[] share, int[][] daily) {

    private static final double SHARE_UNITS = 10_000;

    /** One cell's records in one area. */
    private record Share(int cell, int area, int records, double share) {}

    /**
     * Counts the records of a range that are in a cell.
     *
     * @param size how many areas there are
     * @param areaOf the area of a month's record, negative for none
     */
    static CellShares of(DailyCounts counts, int size, Function<RecordMonth, IntUnaryOperator> areaOf) {
        int[][] byDay = new int[counts.days()][size];
        TreeMap<Integer, int[]> byCell = new TreeMap<>();
        for (RecordMonth month : counts.snapshot().months()) {
            IntUnaryOperator area = areaOf.apply(month);
            int shift =
                    (int) ChronoUnit.DAYS.between(counts.from(), month.month().atDay(1));
            counts.visit(month, (day, cell, group, record) -> {
                int in = cell == Georef.OUTSIDE ? -1 : area.applyAsInt(record);
                if (in >= 0) {
                    byDay[shift + day][in]++;
                    byCell.computeIfAbsent(cell, c -> new int[size])[in]++;
                }
            });
        }
        int[] areas = IntStream.range(0, size)
                .filter(area -> byCell.values().stream().anyMatch(cell -> cell[area] > 0))
                .toArray();
        List<Share> shares = byCell.entrySet().stream()
                .flatMap(cell -> shares(cell.getKey(), cell.getValue(), areas).stream())
                .toList();
        return new CellShares(
                areas,
                shares.stream().mapToInt(Share::cell).toArray(),
                shares.stream().mapToInt(Share::area).toArray(),
                shares.stream().mapToInt(Share::records).toArray(),
                shares.stream().mapToDouble(Share::share).toArray(),
                Arrays.stream(byDay)
                        .map(day -> IntStream.of(areas).map(area -> day[area]).toArray())
                        .toArray(int[][]::new));
    }

    private static List<Share> shares(int cell, int[] counts, int[] areas) {
        double all = IntStream.of(counts).sum();
        return IntStream.range(0, areas.length)
                .filter(i -> counts[areas[i]] > 0)
                .mapToObj(i -> new Share(
                        cell, i, counts[areas[i]], Math.round(counts[areas[i]] / all * SHARE_UNITS) / SHARE_UNITS))
                .toList();
    }
}
