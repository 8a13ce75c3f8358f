package nyc.crime.predict.counts;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Records per day, grid cell and group: the tensor that grid-service serves and that every model here reads.
 *
 * @param first date of day 0
 * @param days number of days, without gaps
 * @param rows grid rows, row 0 in the north
 * @param cols grid columns, column 0 in the west
 * @param groups names of the groups, such as offences; one group {@code ALL} where records are not told apart
 * @param values the counts, {@code [days][rows][cols][groups]} in C order: of one cell and day they are small, and of years many
 */
public record DailyCounts(LocalDate first, int days, int rows, int cols, List<String> groups, short[] values) {

    /** The name of the one group of a tensor that does not tell records apart. */
    public static final String ALL = "ALL";

    public DailyCounts {
        groups = List.copyOf(groups);
        if ((long) days * rows * cols * groups.size() != values.length) {
            throw new IllegalArgumentException("%d values do not fill %d x %d x %d x %d"
                    .formatted(values.length, days, rows, cols, groups.size()));
        }
    }

    /**
     * The same from whole numbers.
     *
     * @throws ArithmeticException if a count is beyond 32,767
     */
    public static DailyCounts of(LocalDate first, int days, int rows, int cols, List<String> groups, int[] values) {
        short[] counts = new short[values.length];
        for (int i = 0; i < counts.length; i++) {
            counts[i] = count(values[i]);
        }
        return new DailyCounts(first, days, rows, cols, groups, counts);
    }

    private static short count(int value) {
        if (value != (short) value) {
            throw new ArithmeticException(value + " records in a cell and a day");
        }
        return (short) value;
    }

    /** Cells of the grid, masked or not. */
    public int cells() {
        return rows * cols;
    }

    /** Values of one day: cells × groups. */
    public int width() {
        return rows * cols * groups.size();
    }

    /** Date of the last day. */
    public LocalDate last() {
        return first.plusDays(days - 1L);
    }

    /** Date of a day, which may lie outside the tensor. */
    public LocalDate date(int day) {
        return first.plusDays(day);
    }

    /** Index of a date, which is negative or beyond the last day for a date outside the tensor. */
    public int day(LocalDate date) {
        return Math.toIntExact(ChronoUnit.DAYS.between(first, date));
    }

    /** One count. */
    public int at(int day, int cell, int group) {
        return values[(day * cells() + cell) * groups.size() + group];
    }

    /** One day's counts, {@code [cells][groups]}, in a new array. */
    public int[] day(int day) {
        return sum(day, day + 1, 1);
    }

    /** Sum over the days {@code from, from + step, …} before {@code to}, {@code [cells][groups]}. */
    public int[] sum(int from, int to, int step) {
        int width = width();
        int[] sum = new int[width];
        for (int day = from; day < to; day += step) {
            int offset = day * width;
            for (int i = 0; i < width; i++) {
                sum[i] += values[offset + i];
            }
        }
        return sum;
    }

    /** All records. */
    public long total() {
        return IntStream.range(0, values.length).mapToLong(i -> values[i]).sum();
    }

    /** The same counts without their groups: one group, {@link #ALL}. */
    public DailyCounts merged() {
        int size = groups.size();
        if (size == 1) {
            return new DailyCounts(first, days, rows, cols, List.of(ALL), values);
        }
        short[] sums = new short[values.length / size];
        for (int i = 0; i < values.length; i++) {
            sums[i / size] = count(sums[i / size] + values[i]);
        }
        return new DailyCounts(first, days, rows, cols, List.of(ALL), sums);
    }

    /** The counts of one group alone. */
    public DailyCounts only(int group) {
        int size = groups.size();
        short[] one = new short[values.length / size];
        for (int i = 0; i < one.length; i++) {
            one[i] = values[i * size + group];
        }
        return new DailyCounts(first, days, rows, cols, List.of(groups.get(group)), one);
    }
}
