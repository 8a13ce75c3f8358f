package nyc.crime.predict.inputs;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import nyc.crime.predict.counts.DailyCounts;
import nyc.crime.predict.counts.Mask;

/**
 * Builds the network's inputs from daily counts. The trainer and the service both use this class, so a feature cannot
 * mean one thing in training and another in serving. Nothing after a target's origin is read. Safe for use by several
 * threads once built.
 *
 * <p>Inputs, float32, G groups, batch first, channels last:
 *
 * <ul>
 *   <li>{@code recent} [7, rows, cols, G]: counts of the seven days up to the origin, oldest first
 *   <li>{@code weekly} [7, rows, cols, G]: counts of the last seven days up to the origin with the target's weekday,
 *       oldest first
 *   <li>{@code maps} [rows, cols, MAPS × (G + 1)]: the city's expected count of the target day, of each group and, last,
 *       of all together, spread over the cells by each of several histories (see {@link #build}); channel = map × (G + 1)
 *       + group
 *   <li>{@code climatology} [rows, cols, G]: the same, spread by the last 365 days: city mean of the last 28 days ×
 *       weekday factor × season × the cell's share
 *   <li>{@code context} [9]: holiday, Christmas Eve or Day, the greatest holiday (Thanksgiving), New Year's Day, first of a month, day
 *       after a holiday, logarithm of the city's level in the last 7 days over that in 28, logarithm of the origin's city
 *       total over what was expected of it a day before ÷ lead (0 where the origin is the first of a month, whose surplus
 *       comes from default dates), ln lead ÷ ln 160
 * </ul>
 */
public final class ModelInputs {

    /** Days in {@code recent}, weeks in {@code weekly}. */
    public static final int LOOKBACK = 7;
    /** The largest lead in days. */
    public static final int MAX_LEAD = 160;
    /** With fewer days than this up to the origin there are no inputs: the weekly stack alone reaches back 49 days. */
    public static final int MIN_HISTORY_DAYS = 90;
    /** Days of history that are used; fewer are accepted, more change nothing. */
    public static final int HISTORY_DAYS = 730;
    /** Histories in {@code maps}. */
    public static final int MAPS = 10;

    /** Where in {@code context} the lead is. */
    public static final int CONTEXT_LEAD = 8;

    /** Entries of {@code context}. */
    static final int CONTEXT = 9;

    private final int rows;
    private final int cols;
    private final int groups;
    /** The groups and, last, their sum. */
    private final int channels;

    private final int days;
    private final LocalDate first;
    private final short[] counts;
    private final int[] cells;
    private final Holidays holidays;
    private final CityLevels city;
    private final Histories histories;

    /** A day to forecast: {@code lead} days after {@code origin}, the last known day. */
    public record Target(LocalDate origin, int lead) {
        /** The day that is forecast. */
        public LocalDate day() {
            return origin.plusDays(lead);
        }
    }

    /**
     * @param counts daily counts; later changes of its array would be seen
     * @param mask the cells inside the city; the others are zero in every input
     * @param holidays the city's
     */
    public ModelInputs(DailyCounts counts, Mask mask, Holidays holidays) {
        if (mask.rows() != counts.rows() || mask.cols() != counts.cols()) {
            throw new IllegalArgumentException("counts and mask are on different grids");
        }
        this.counts = counts.values();
        this.rows = counts.rows();
        this.cols = counts.cols();
        this.groups = counts.groups().size();
        this.channels = groups + 1;
        this.first = counts.first();
        this.days = counts.days();
        this.cells = mask.cells();
        this.holidays = holidays;
        this.city = new CityLevels(counts, cells, holidays);
        this.histories = new Histories(counts, cells, mask);
    }

    /** All inputs that this class can build, for a grid and a number of groups. */
    public static List<TensorSpec> specs(int rows, int cols, int groups) {
        return List.of(
                TensorSpec.floats("recent", -1, LOOKBACK, rows, cols, groups),
                TensorSpec.floats("weekly", -1, LOOKBACK, rows, cols, groups),
                TensorSpec.floats("maps", -1, rows, cols, MAPS * (groups + 1L)),
                TensorSpec.floats("climatology", -1, rows, cols, groups),
                TensorSpec.floats("context", -1, CONTEXT));
    }

    /** The first origin with enough history. */
    public LocalDate firstOrigin() {
        return first.plusDays(MIN_HISTORY_DAYS - 1L);
    }

    /** The last origin: the last day of the counts. */
    public LocalDate lastOrigin() {
        return first.plusDays(days - 1L);
    }

    /**
     * One batch. The maps' histories are, in order: the last 730, 365, 90, 28 and 7 days; the last 365, 90 and 28 days
     * smoothed over neighbours (Gaussian, 0.7, 0.7 and 1 cell, inside the mask); of the last 730 days those of the
     * target's kind (Saturday, Sunday and holidays, or the others), and those of its weekday.
     *
     * @param inputs the inputs wanted, by name, with shapes as in {@link #specs}
     * @param targets the batch
     * @return the input's numbers by name, batch × elements, in C order
     * @throws IllegalArgumentException if an input is unknown or of another shape, a lead is not 1 to 160, or an origin
     *     is before {@link #firstOrigin} or after {@link #lastOrigin}
     */
    public Map<String, float[]> build(List<TensorSpec> inputs, List<Target> targets) {
        List<TensorSpec> known = specs(rows, cols, groups);
        Map<String, float[]> tensors = new LinkedHashMap<>();
        for (TensorSpec input : inputs) {
            if (!known.contains(input)) {
                throw new IllegalArgumentException("no such input for this grid: " + input);
            }
            tensors.put(input.name(), new float[input.elements(targets.size())]);
        }
        Map<Integer, List<float[]>> byOrigin = new HashMap<>();
        for (int n = 0; n < targets.size(); n++) {
            Target target = targets.get(n);
            int origin = originIndex(target);
            List<float[]> maps = byOrigin.computeIfAbsent(origin, histories::ofOrigin);
            for (Map.Entry<String, float[]> tensor : tensors.entrySet()) {
                float[] values = tensor.getValue();
                int at = values.length / targets.size() * n;
                switch (tensor.getKey()) {
                    case "recent" -> recent(origin, values, at);
                    case "weekly" -> weekly(origin, target.lead(), values, at);
                    case "maps" -> maps(maps, origin, target, values, at);
                    case "climatology" ->
                        spread(
                                maps.get(Histories.YEAR),
                                city.expected(origin, target.lead()),
                                values,
                                at,
                                groups,
                                0,
                                groups);
                    default -> city.context(origin, target.lead(), values, at);
                }
            }
        }
        return tensors;
    }

    private int originIndex(Target target) {
        long origin = ChronoUnit.DAYS.between(first, target.origin());
        if (origin < MIN_HISTORY_DAYS - 1 || origin >= days) {
            throw new IllegalArgumentException(
                    "origin " + target.origin() + " is outside " + firstOrigin() + " to " + lastOrigin());
        }
        if (target.lead() < 1 || target.lead() > MAX_LEAD) {
            throw new IllegalArgumentException("lead " + target.lead() + " is outside 1 to " + MAX_LEAD);
        }
        return (int) origin;
    }

    private void recent(int origin, float[] out, int at) {
        for (int k = 0; k < LOOKBACK; k++) {
            day(origin - LOOKBACK + 1 + k, out, at + k * rows * cols * groups);
        }
    }

    private void weekly(int origin, int lead, float[] out, int at) {
        int last = origin + lead;
        while (last > origin) {
            last -= 7;
        }
        for (int k = 0; k < LOOKBACK; k++) {
            day(last - 7 * (LOOKBACK - 1 - k), out, at + k * rows * cols * groups);
        }
    }

    private void day(int day, float[] out, int at) {
        int size = rows * cols * groups;
        for (int cell : cells) {
            for (int g = 0; g < groups; g++) {
                out[at + cell * groups + g] = counts[day * size + cell * groups + g];
            }
        }
    }

    private void maps(List<float[]> ofOrigin, int originIndex, Target target, float[] out, int at) {
        double[] expected = city.expected(originIndex, target.lead());
        int width = MAPS * channels;
        int map = 0;
        for (float[] history : ofOrigin) {
            spread(history, expected, out, at, width, channels * map++, channels);
        }
        boolean rest = isRestDay(target.day());
        DayOfWeek weekday = target.day().getDayOfWeek();
        boolean[] kind = new boolean[7];
        boolean[] same = new boolean[7];
        for (DayOfWeek day : DayOfWeek.values()) {
            kind[day.ordinal()] = rest == isWeekend(day);
            same[day.ordinal()] = day == weekday;
        }
        spread(histories.of(originIndex, HISTORY_DAYS, kind), expected, out, at, width, channels * map++, channels);
        spread(histories.of(originIndex, HISTORY_DAYS, same), expected, out, at, width, channels * map, channels);
    }

    /**
     * Writes expected city counts, shared out over the cells as a history is.
     *
     * @param width numbers of a cell in the output
     * @param offset where in a cell the first channel goes
     * @param count channels to write, from the first
     */
    private void spread(float[] history, double[] expected, float[] out, int at, int width, int offset, int count) {
        for (int c = 0; c < count; c++) {
            double total = 0;
            for (int i = c; i < history.length; i += channels) {
                total += history[i];
            }
            double factor = total == 0 ? 0 : expected[c] / total;
            for (int i = 0; i < cells.length; i++) {
                out[at + cells[i] * width + offset + c] = (float) (history[i * channels + c] * factor);
            }
        }
    }

    private boolean isRestDay(LocalDate day) {
        return isWeekend(day.getDayOfWeek()) || holidays.isHoliday(day);
    }

    private static boolean isWeekend(DayOfWeek day) {
        return day == DayOfWeek.SATURDAY || day == DayOfWeek.SUNDAY;
    }
}
