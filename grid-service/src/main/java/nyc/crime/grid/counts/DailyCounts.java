package nyc.crime.grid.counts;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.temporal.ChronoUnit;
import java.util.List;

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
 */
public final class DailyCounts {

    private final Snapshot snapshot;
    private final City city;
    private final Groups groups;
    private final LocalDate from;
    private final LocalDate to;
    private long inCells;
    private long outside;
    private long unplaced;

    /**
     * @param snapshot all months from the first day's to the last day's
     * @param city grid and mask
     * @param groups the last axis
     * @param from first day
     * @param to last day, inclusive
     */
    public DailyCounts(Snapshot snapshot, City city, Groups groups, LocalDate from, LocalDate to) {
        this.snapshot = snapshot;
        this.city = city;
        this.groups = groups;
        this.from = from;
        this.to = to;
        for (RecordMonth month : snapshot.months()) {
            visit(month, (day, cell, group, record) -> {
                if (cell == Georef.OUTSIDE) {
                    outside++;
                } else {
                    inCells++;
                }
            });
            if (groups.coversAll() && firstDay(month) == 0 && endDay(month) == daysOf(month)) {
                unplaced += month.unplaced();
            }
        }
    }

    /** What is done with a record: its day within its month from 0, its cell or {@link Georef#OUTSIDE}, its group. */
    interface Visitor {
        void record(int day, int cell, int group, int record);
    }

    private void visit(RecordMonth month, Visitor visitor) {
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

    /** Visits the records inside cells, month by month. */
    void visitCells(MonthVisitor visitor) {
        for (RecordMonth month : snapshot.months()) {
            int shift = (int) ChronoUnit.DAYS.between(from, month.month().atDay(1));
            visit(month, (day, cell, group, record) -> {
                if (cell != Georef.OUTSIDE) {
                    visitor.record(shift + day, cell, month.precinct()[record]);
                }
            });
        }
    }

    /** What is done with a record in a cell: its day from 0, its cell, its precinct. */
    interface MonthVisitor {
        void record(int day, int cell, int precinct);
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

    /** Months in the range, in order: one slab each. */
    public List<RecordMonth> months() {
        return snapshot.months();
    }

    /** The months' common facts. */
    public Snapshot snapshot() {
        return snapshot;
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

    /** First day. */
    public LocalDate from() {
        return from;
    }

    /** Last day. */
    public LocalDate to() {
        return to;
    }

    /** The last axis. */
    public Groups groups() {
        return groups;
    }

    /** Records of the range that belong to a group. */
    public long records() {
        return inCells + outside + unplaced;
    }

    /** Those of them in a cell of the city: the sum of the tensor. */
    public long inCells() {
        return inCells;
    }

    /** Those of them that have a place, but not in a cell of the city. */
    public long outside() {
        return outside;
    }

    /** Those of them without a place. */
    public long unplaced() {
        return unplaced;
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
