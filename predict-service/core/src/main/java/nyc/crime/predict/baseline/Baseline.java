package nyc.crime.predict.baseline;

import java.util.HashMap;
import java.util.Map;

import nyc.crime.predict.counts.DailyCounts;

/**
 * The models that a network has to beat. Each knows only the days up to and including the origin; where fewer days are
 * there than a window wants, the window is what there is.
 */
public enum Baseline {
    /** Historical average: each cell's mean over the last 365 days. */
    HA_GLOBAL("ha-global") {
        @Override
        public float[] expected(DailyCounts counts, int origin, int lead) {
            int from = windowStart(counts, origin, YEAR);
            return scaled(counts.sum(from, origin + 1, 1), 1.0 / (origin + 1 - from));
        }
    },

    /** Historical average by weekday: each cell's mean over the last 52 days that share the target's weekday. */
    HA_WEEKDAY("ha-weekday") {
        @Override
        public float[] expected(DailyCounts counts, int origin, int lead) {
            int last = lastSameWeekday(origin, lead);
            int from = firstSameWeekday(last);
            return last < 0
                    ? new float[counts.width()]
                    : scaled(counts.sum(from, last + 1, WEEK), 1.0 / ((last - from) / WEEK + 1));
        }
    },

    /**
     * Where, how much, which weekday and which season, apart: a cell's share of the last 365 days × the city's daily level
     * of the last 28 days × the city's weekday factor of the last 52 weeks × its {@link Season} since the origin. Computed
     * for each group on its own.
     */
    CLIMATOLOGY("climatology") {
        @Override
        public float[] expected(DailyCounts counts, int origin, int lead) {
            int groups = counts.groups().size();
            int yearStart = windowStart(counts, origin, YEAR);
            int[] year = counts.sum(yearStart, origin + 1, 1);
            double[] yearTotal = totals(year, groups);
            int levelStart = windowStart(counts, origin, LEVEL);
            double[] levelTotal = totals(counts.sum(levelStart, origin + 1, 1), groups);
            double[] weekday = weekdayFactors(counts, origin, lead);
            double[] season = seasons(counts, origin, lead);
            float[] expected = new float[year.length];
            for (int i = 0; i < expected.length; i++) {
                int group = i % groups;
                double level = levelTotal[group] / (origin + 1 - levelStart) * weekday[group] * season[group];
                expected[i] = yearTotal[group] == 0 ? 0 : (float) (year[i] / yearTotal[group] * level);
            }
            return expected;
        }
    };

    /** The formulas' version: another where the same counts give other forecasts. */
    public static final String VERSION = "2";

    /** Days up to the origin that a baseline reads at most. */
    public static final int HISTORY_DAYS = Season.YEAR + Season.LEVEL;

    private static final int YEAR = 365;
    private static final int LEVEL = Season.LEVEL;
    private static final int WEEK = 7;
    private static final int WEEKS = 52;

    private final String id;

    Baseline(String id) {
        this.id = id;
    }

    /** The name that callers use, such as {@code ha-global}. */
    public String id() {
        return id;
    }

    /**
     * The expected count of every cell and group.
     *
     * @param counts daily counts that hold the origin
     * @param origin index of the last known day, at least 0; later days of the tensor are not read
     * @param lead days from the origin to the target, at least 1
     * @return {@code [cells][groups]}, records a day, each ≥ 0
     */
    public abstract float[] expected(DailyCounts counts, int origin, int lead);

    private static int windowStart(DailyCounts counts, int origin, int days) {
        if (origin < 0 || origin >= counts.days()) {
            throw new IllegalArgumentException("origin " + origin + " is not one of " + counts.days() + " days");
        }
        return Math.max(0, origin + 1 - days);
    }

    /** The last day up to the origin that has the target's weekday; negative if there is none yet. */
    private static int lastSameWeekday(int origin, int lead) {
        return origin + lead - WEEK * ((lead + WEEK - 1) / WEEK);
    }

    private static int firstSameWeekday(int last) {
        return last - WEEK * Math.min(WEEKS - 1, last / WEEK);
    }

    /** By group: the city's mean on the target's weekday ÷ its mean, both over the last 52 weeks; 1 where unknown. */
    private static double[] weekdayFactors(DailyCounts counts, int origin, int lead) {
        int groups = counts.groups().size();
        double[] factors = new double[groups];
        int last = lastSameWeekday(origin, lead);
        int all = windowStart(counts, origin, WEEKS * WEEK);
        double[] mean = totals(counts.sum(all, origin + 1, 1), groups);
        double[] same =
                last < 0 ? new double[groups] : totals(counts.sum(firstSameWeekday(last), last + 1, WEEK), groups);
        double sameDays = last < 0 ? 0 : (last - firstSameWeekday(last)) / WEEK + 1.0;
        for (int group = 0; group < groups; group++) {
            factors[group] =
                    sameDays == 0 || mean[group] == 0 ? 1 : same[group] / sameDays / (mean[group] / (origin + 1 - all));
        }
        return factors;
    }

    /** By group: the season's factor, 1 where the year before is not known. */
    private static double[] seasons(DailyCounts counts, int origin, int lead) {
        double[] factors = new double[counts.groups().size()];
        Map<Integer, double[]> windows = new HashMap<>();
        for (int group = 0; group < factors.length; group++) {
            int one = group;
            factors[group] = Season.factor(
                    origin,
                    lead,
                    (from, to) -> windows.computeIfAbsent(
                                    from, start -> totals(counts.sum(start, to, 1), factors.length))[one]);
        }
        return factors;
    }

    private static double[] totals(int[] values, int groups) {
        double[] totals = new double[groups];
        for (int i = 0; i < values.length; i++) {
            totals[i % groups] += values[i];
        }
        return totals;
    }

    private static float[] scaled(int[] sums, double factor) {
        float[] scaled = new float[sums.length];
        for (int i = 0; i < sums.length; i++) {
            scaled[i] = (float) (sums[i] * factor);
        }
        return scaled;
    }
}
