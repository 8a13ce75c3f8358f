package nyc.crime.predict.inputs;

import java.time.LocalDate;

import nyc.crime.predict.baseline.Season;
import nyc.crime.predict.counts.DailyCounts;

/**
 * How much the whole city gets on a day: what the network's level starts from, and what moves it. A channel is a group or,
 * last, their sum.
 */
public final class CityLevels {

    private static final int YEAR = 365;
    private static final int MONTH = 28;
    private static final int WEEK = 7;
    /** Keeps the logarithm of a ratio finite where a window holds no record. */
    private static final double FLOOR = 0.05;

    private final LocalDate first;
    private final Holidays holidays;
    private final int all;
    private final int channels;
    /** Per day and channel: records in the city's cells. */
    private final int[] city;

    /**
     * @param cells the cells of the city
     * @param holidays the city's
     */
    public CityLevels(DailyCounts counts, int[] cells, Holidays holidays) {
        this.holidays = holidays;
        this.first = counts.first();
        this.all = counts.groups().size();
        this.channels = all + 1;
        this.city = new int[counts.days() * channels];
        for (int day = 0; day < counts.days(); day++) {
            for (int cell : cells) {
                for (int g = 0; g < all; g++) {
                    int count = counts.at(day, cell, g);
                    city[day * channels + g] += count;
                    city[day * channels + all] += count;
                }
            }
        }
    }

    /**
     * What moves the level, in the order of {@link ModelInputs}' {@code context}.
     *
     * @param origin index of the last known day
     */
    void context(int origin, int lead, float[] out, int at) {
        LocalDate day = first.plusDays(origin + lead);
        int i = at;
        out[i++] = holidays.isHoliday(day) ? 1 : 0;
        out[i++] = day.getMonthValue() == 12 && (day.getDayOfMonth() == 24 || day.getDayOfMonth() == 25) ? 1 : 0;
        out[i++] = holidays.isGreatest(day) ? 1 : 0;
        out[i++] = day.getDayOfYear() == 1 ? 1 : 0;
        out[i++] = day.getDayOfMonth() == 1 ? 1 : 0;
        out[i++] = holidays.isHoliday(day.minusDays(1)) ? 1 : 0;
        out[i++] = (float) (trend(origin) * Math.exp(-(lead - 1) / (double) MONTH));
        out[i++] = (float) surprise(origin) / lead;
        out[i] = (float) (Math.log(lead) / Math.log(ModelInputs.MAX_LEAD));
    }

    /**
     * The city's total that a network expects, from the weights of its level alone.
     *
     * @param origin index of the last known day
     * @param channel a group, or the number of groups for all together
     * @param level null: the level is not moved
     */
    public double expected(int origin, int lead, int channel, ModelDescription.Level level) {
        double expected = expected(origin, lead)[channel];
        if (level == null) {
            return expected;
        }
        float[] context = new float[ModelInputs.CONTEXT];
        context(origin, lead, context, 0);
        double log = level.bias();
        for (int i = 0; i < level.weights().size(); i++) {
            log += level.weights().get(i) * context[i];
        }
        return expected * Math.exp(log);
    }

    /** Logarithm of the mean of the last 7 days over that of the last 28. */
    private double trend(int origin) {
        return Math.log((level(origin, WEEK, all) + FLOOR) / (level(origin, MONTH, all) + FLOOR));
    }

    /**
     * Logarithm of the origin's total over what was expected of it a day before; 0 where the origin is the first of a
     * month, whose surplus tells nothing of the next day.
     */
    private double surprise(int origin) {
        if (first.plusDays(origin).getDayOfMonth() == 1) {
            return 0;
        }
        return Math.log((level(origin, 1, all) + FLOOR) / (expected(origin - 1, 1)[all] + FLOOR));
    }

    /** The city's expected count of a target day by channel: level of the last 28 days × weekday factor × season. */
    double[] expected(int origin, int lead) {
        double[] expected = new double[channels];
        for (int c = 0; c < channels; c++) {
            double same = 0;
            int n = 0;
            int last = origin + lead;
            for (int day = last - 7; day > origin - YEAR && day >= 0; day -= 7) {
                if (day <= origin) {
                    same += city[day * channels + c];
                    n++;
                }
            }
            double year = level(origin, YEAR, c);
            int channel = c;
            double season = Season.factor(origin, lead, (from, to) -> sum(from, to, channel));
            expected[c] = year == 0 ? 0 : level(origin, MONTH, c) * (same / n) / year * season;
        }
        return expected;
    }

    private double level(int origin, int window, int channel) {
        int from = Math.max(0, origin + 1 - window);
        return sum(from, origin + 1, channel) / (origin + 1 - from);
    }

    private double sum(int from, int to, int channel) {
        double sum = 0;
        for (int day = from; day < to; day++) {
            sum += city[day * channels + channel];
        }
        return sum;
    }
}
