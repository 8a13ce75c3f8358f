package nyc.crime.grid.counts;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.IntStream;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.quarkus.runtime.annotations.RegisterForReflection;

import nyc.crime.grid.encoding.Provenance;
import nyc.crime.grid.georef.Georef;
import nyc.crime.grid.ingest.RecordMonth;

/**
 * Which precincts the records of each cell belong to, by the records' own precinct field, as JSON: cell, precinct,
 * records and share are columns of one length. Records without a precinct, or with a number no precinct has, are left out.
 *
 * @param dataset such as {@code complaints}
 * @param from first day
 * @param to last day
 * @param provenance what the records are
 * @param precincts numbers of the precincts that occur, ascending
 * @param cell number of the cell
 * @param precinct index into {@code precincts}
 * @param records records of the cell that belong to the precinct
 * @param share their part of the cell's records, 0 to 1
 * @param daily records by day and precinct, in the order of {@code precincts}
 */
@RegisterForReflection
public record Precincts(
        String dataset,
        LocalDate from,
        LocalDate to,
        @JsonUnwrapped Provenance provenance,
        int[] precincts,
        int[] cell,
        int[] precinct,
        int[] records,
        double[] share,
        int[][] daily) {

    private static final int LAST_PRECINCT = 123;
    private static final double SHARE_UNITS = 10_000;

    /** One cell's records of one precinct. */
    private record Share(int cell, int precinct, int records, double share) {}

    /** Counts the records of a range that are in a cell. */
    public static Precincts of(String dataset, DailyCounts counts) {
        int[][] byDay = new int[counts.days()][LAST_PRECINCT + 1];
        TreeMap<Integer, int[]> byCell = new TreeMap<>();
        for (RecordMonth month : counts.snapshot().months()) {
            int shift =
                    (int) ChronoUnit.DAYS.between(counts.from(), month.month().atDay(1));
            counts.visit(month, (day, cell, group, record) -> {
                int precinct = month.precinct()[record];
                if (cell != Georef.OUTSIDE && precinct > 0 && precinct <= LAST_PRECINCT) {
                    byDay[shift + day][precinct]++;
                    byCell.computeIfAbsent(cell, c -> new int[LAST_PRECINCT + 1])[precinct]++;
                }
            });
        }
        int[] precincts = IntStream.rangeClosed(1, LAST_PRECINCT)
                .filter(precinct -> byCell.values().stream().anyMatch(cell -> cell[precinct] > 0))
                .toArray();
        List<Share> shares = byCell.entrySet().stream()
                .flatMap(cell -> shares(cell.getKey(), cell.getValue(), precincts).stream())
                .toList();
        return new Precincts(
                dataset,
                counts.from(),
                counts.to(),
                Provenance.of(counts.snapshot()),
                precincts,
                shares.stream().mapToInt(Share::cell).toArray(),
                shares.stream().mapToInt(Share::precinct).toArray(),
                shares.stream().mapToInt(Share::records).toArray(),
                shares.stream().mapToDouble(Share::share).toArray(),
                IntStream.range(0, byDay.length)
                        .mapToObj(day ->
                                IntStream.of(precincts).map(p -> byDay[day][p]).toArray())
                        .toArray(int[][]::new));
    }

    private static List<Share> shares(int cell, int[] counts, int[] precincts) {
        double all = IntStream.of(counts).sum();
        return IntStream.range(0, precincts.length)
                .filter(i -> counts[precincts[i]] > 0)
                .mapToObj(i -> new Share(
                        cell,
                        i,
                        counts[precincts[i]],
                        Math.round(counts[precincts[i]] / all * SHARE_UNITS) / SHARE_UNITS))
                .toList();
    }
}
