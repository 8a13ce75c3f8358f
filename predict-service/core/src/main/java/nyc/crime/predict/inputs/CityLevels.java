package nyc.crime.predict.inputs;

import java.time.LocalDate;

import nyc.crime.predict.counts.DailyCounts;

/** How much the whole city gets on a day: what the network's level starts from. A channel is a group or, last, their sum. */
final class CityLevels {

    private static final int YEAR = 365;
    private static final int MONTH = 28;
    private static final int WEEK = 7;
    /** Keeps the logarithm of a ratio finite where a window holds no record. */
    private static final double FLOOR = 0.05;

    private final LocalDate first;
    private final int all;
    private final int channels;
    /** Per day and channel: records in the city's cells. */
    private final int[] city;

    CityLevels(DailyCounts counts, int[] cells) {
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

    /** Logarithm of the mean of the last 7 days over that of the last 28. */
    double trend(int origin) {
        return Math.log((level(origin, WEEK, all) + FLOOR) / (level(origin, MONTH, all) + FLOOR));
    }

    /**
     * Logarithm of the origin's total over what was expected of it a day before; 0 where the origin is the first of a
     * month, whose surplus tells nothing of the next day.
     */
    double surprise(int origin) {
        if (first.plusDays(origin).getDayOfMonth() == 1) {
            return 0;
        }
        return Math.log((level(origin, 1, all) + FLOOR) / (expected(origin - 1, 1)[all] + FLOOR));
    }

    /** The city's expected count of a target day by channel: level of the last 28 days × weekday factor of the year. */
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
            expected[c] = year == 0 ? 0 : level(origin, MONTH, c) * (same / n) / year;
        }
        return expected;
    }

    private double level(int origin, int window, int channel) {
        int from = Math.max(0, origin + 1 - window);
        double sum = 0;
        for (int day = from; day <= origin; day++) {
            sum += city[day * channels + channel];
        }
        return sum / (origin + 1 - from);
    }
}
