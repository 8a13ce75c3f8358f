package nyc.crime.grid.counts;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.temporal.ChronoUnit;

import nyc.crime.grid.georef.City;
import nyc.crime.grid.georef.Georef;
import nyc.crime.grid.ingest.RecordMonth;
import nyc.crime.grid.ingest.Snapshot;

/**
 * The daily count tensor [days, rows, cols, groups] on the forecast grid. It is never in memory as a whole: the months'
 * slabs are counted one by one. Only cells in the city are counted.
 *
 * <p>records = inCells + outside + unplaced. A record without a place has no day either, so it counts where its whole
 * month is in the range, and only where the groups cover all records.
 *
 * @param snapshot all months from the first day's to the last day's: one slab each
 * @param city grid and mask
 * @param groups the last axis
 * @param from first day
 * @param to last day, inclusive
 * @param inCells records of the range and the groups that are in a cell of the city: the sum of the tensor
 * @param outside those that have a place elsewhere
 * @param unplaced those without a place
 */
public record DailyCounts(
        Snapshot snapshot,
        City city,
        Groups groups,
        LocalDate from,
        LocalDate to,
        long inCells,
        long outside,
        long unplaced) {

    /** Counts the totals of a range. */
    public static DailyCounts of(Snapshot snapshot, City city, Groups groups, LocalDate from, LocalDate to) {
        DailyCounts range = new DailyCounts(snapshot, city, groups, from, to, 0, 0, 0);
        long[] placed = new long[2];
        long unplaced = 0;
        for (RecordMonth month : snapshot.months()) {
            range.visit(month, (day, cell, group, record) -> placed[cell == Georef.OUTSIDE ? 1 : 0]++);
            if (groups.coversAll() && range.firstDay(month) == 0 && range.endDay(month) == daysOf(month)) {
                unplaced += month.unplaced();
            }
        }
        return new DailyCounts(snapshot, city, groups, from, to, placed[0], placed[1], unplaced);
    }

    /** What is done with a record: its day within its month from 0, its cell or {@link Georef#OUTSIDE}, its group. */
    interface Visitor {
        void record(int day, int cell, int group, int record);
    }

    void visit(RecordMonth month, Visitor visitor) {
        Groups.Of groupOf = groups.of(month);
        for (int day = firstDay(month); day < endDay(month); day++) {
            for (int i = month.dayStart()[day]; i < month.dayStart()[day + 1]; i++) {
                int group = groupOf.group(i);
                if (group >= 0) {
                    visitor.record(day, city.cell(month.lat()[i], month.lon()[i]), group, i);
                }
            }
        }
    }

    private static int daysOf(RecordMonth month) {
        return month.dayStart().length - 1;
    }

    private int firstDay(RecordMonth month) {
        return month.month().equals(YearMonth.from(from)) ? from.getDayOfMonth() - 1 : 0;
    }

    private int endDay(RecordMonth month) {
        return month.month().equals(YearMonth.from(to)) ? to.getDayOfMonth() : daysOf(month);
    }

    /** days, rows, cols, groups. */
    public int[] shape() {
        return new int[] {
            days(), city.forecast().rows(), city.forecast().cols(), groups.size(),
        };
    }

    /** Number of days. */
    public int days() {
        return (int) ChronoUnit.DAYS.between(from, to) + 1;
    }

    /** Records of the range that belong to a group. */
    public long records() {
        return inCells + outside + unplaced;
    }

    /** The part of the tensor that is one month's: its days in the range × rows × cols × groups. */
    public int[] slab(RecordMonth month) {
        int first = firstDay(month);
        int cells = city.forecast().cells();
        int size = groups.size();
        int[] counts = new int[Math.multiplyExact((endDay(month) - first) * cells, size)];
        visit(month, (day, cell, group, record) -> {
            if (cell != Georef.OUTSIDE) {
                counts[((day - first) * cells + cell) * size + group]++;
            }
        });
        return counts;
    }

    /** A slab as little-endian int32. */
    public byte[] slabBytes(RecordMonth month) {
        int[] counts = slab(month);
        ByteBuffer bytes = ByteBuffer.allocate(counts.length * 4).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asIntBuffer().put(counts);
        return bytes.array();
    }

    /** The first day of a month's slab. */
    public LocalDate slabStart(RecordMonth month) {
        return month.month().atDay(firstDay(month) + 1);
    }
}
