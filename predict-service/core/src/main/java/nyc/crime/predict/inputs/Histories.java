package nyc.crime.predict.inputs;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import nyc.crime.predict.counts.DailyCounts;
import nyc.crime.predict.counts.Mask;

/**
 * Where records were: counts by cell over windows of days that end at an origin. All arrays are {@code [cells][channels]},
 * cells inside the mask only; a channel is a group or, last, their sum.
 */
final class Histories {

    /** Index of the year among the histories {@link #ofOrigin}; the first smoothed one is of the same window. */
    static final int YEAR = 1;

    private static final int[] WINDOWS = {ModelInputs.HISTORY_DAYS, 365, 90, 28, 7};
    /** Widths for the windows from the year on. */
    private static final double[] SMOOTHING_CELLS = {0.7, 0.7, 1.0};

    private final LocalDate first;
    private final int[] cells;
    private final int channels;
    /** Per day: counts of that day and of every seventh day before it, by cell and channel. */
    private final int[] weekdaySums;

    private final List<Smoother> smoothers;

    Histories(DailyCounts counts, int[] cells, Mask mask) {
        this.first = counts.first();
        this.cells = cells;
        int groups = counts.groups().size();
        this.channels = groups + 1;
        int width = cells.length * channels;
        this.weekdaySums = new int[Math.multiplyExact(counts.days(), width)];
        for (int day = 0; day < counts.days(); day++) {
            for (int i = 0; i < cells.length; i++) {
                int at = day * width + i * channels;
                for (int g = 0; g < groups; g++) {
                    int count = counts.at(day, cells[i], g);
                    weekdaySums[at + g] = count;
                    weekdaySums[at + groups] += count;
                }
                for (int c = 0; c < channels && day >= 7; c++) {
                    weekdaySums[at + c] += weekdaySums[at + c - 7 * width];
                }
            }
        }
        this.smoothers = Arrays.stream(SMOOTHING_CELLS)
                .mapToObj(sigma -> new Smoother(mask, sigma))
                .toList();
    }

    /** Histories that depend on the origin alone, so that all leads of a forecast share them. */
    List<float[]> ofOrigin(int origin) {
        boolean[] every = new boolean[7];
        Arrays.fill(every, true);
        List<float[]> histories = new ArrayList<>();
        for (int window : WINDOWS) {
            histories.add(of(origin, window, every));
        }
        for (int i = 0; i < SMOOTHING_CELLS.length; i++) {
            histories.add(smoothers.get(i).smooth(histories.get(YEAR + i), cells, channels));
        }
        return histories;
    }

    /** Counts by cell and channel over the days of some weekdays in a window that ends at the origin. */
    float[] of(int origin, int window, boolean[] weekdays) {
        int width = cells.length * channels;
        float[] sums = new float[width];
        for (int k = 0; k < Math.min(7, origin + 1); k++) {
            int last = origin - k;
            if (!weekdays[first.plusDays(last).getDayOfWeek().ordinal()] || k >= window) {
                continue;
            }
            int before = last - 7 * ((window - k + 6) / 7);
            for (int i = 0; i < width; i++) {
                sums[i] += weekdaySums[last * width + i] - (before >= 0 ? weekdaySums[before * width + i] : 0);
            }
        }
        return sums;
    }
}
