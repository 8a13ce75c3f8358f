package nyc.crime.grid.counts;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.quarkus.runtime.annotations.RegisterForReflection;

import nyc.crime.grid.encoding.GridShape;
import nyc.crime.grid.encoding.Provenance;
import nyc.crime.grid.ingest.RecordMonth;

/**
 * Daily counts as sparse JSON.
 *
 * @param dataset such as {@code complaints}
 * @param from first day
 * @param to last day
 * @param provenance what the records are
 * @param grid the forecast grid
 * @param shape sizes of the whole: days, rows, cols, groups
 * @param groups names of the groups
 * @param records records of the range that belong to a group: inCells + outside + unplaced
 * @param inCells those of them in a cell of the city
 * @param outside those of them that have a place elsewhere
 * @param unplaced those of them without a place
 * @param days the counts, day by day
 */
@RegisterForReflection
public record SparseCounts(
        String dataset,
        LocalDate from,
        LocalDate to,
        @JsonUnwrapped Provenance provenance,
        @JsonUnwrapped GridShape grid,
        int[] shape,
        List<String> groups,
        long records,
        long inCells,
        long outside,
        long unplaced,
        List<Day> days) {

    /**
     * The counts above zero of a day, in three columns of one length.
     *
     * @param date the day
     * @param cell number of the cell
     * @param group number of the group
     * @param count how many records
     */
    @RegisterForReflection
    public record Day(LocalDate date, int[] cell, int[] group, int[] count) {}

    /** All but the days. */
    public static SparseCounts head(String dataset, DailyCounts counts, GridShape grid) {
        return new SparseCounts(
                dataset,
                counts.from(),
                counts.to(),
                Provenance.of(counts.snapshot()),
                grid,
                counts.shape(),
                counts.groups().names(),
                counts.records(),
                counts.inCells(),
                counts.outside(),
                counts.unplaced(),
                List.of());
    }

    /** A month's days. */
    public static List<Day> days(DailyCounts counts, RecordMonth month) {
        int[] slab = counts.slab(month);
        int groups = counts.groups().size();
        int day = counts.shape()[1] * counts.shape()[2] * groups;
        List<Day> days = new ArrayList<>();
        LocalDate date = counts.slabStart(month);
        for (int start = 0; start < slab.length; start += day, date = date.plusDays(1)) {
            int begin = start;
            int[] occupied =
                    IntStream.range(0, day).filter(i -> slab[begin + i] != 0).toArray();
            days.add(new Day(
                    date,
                    IntStream.of(occupied).map(i -> i / groups).toArray(),
                    IntStream.of(occupied).map(i -> i % groups).toArray(),
                    IntStream.of(occupied).map(i -> slab[begin + i]).toArray()));
        }
        return days;
    }
}
