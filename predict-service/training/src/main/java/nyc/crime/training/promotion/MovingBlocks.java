package nyc.crime.training.promotion;

import java.util.Arrays;
import java.util.Random;

/**
 * How far the mean of a daily series may be off by chance, where days that follow one another are alike: a moving-block
 * bootstrap. Source: Künsch, The jackknife and the bootstrap for general stationary observations, Annals of Statistics 17
 * (1989).
 */
final class MovingBlocks {

    private MovingBlocks() {}

    /** A mean and the interval that holds the true one with the level's probability. */
    record Interval(double mean, double low, double high) {}

    /**
     * The mean of a series and its interval.
     *
     * @param daily a number for each day
     * @param block days that are drawn together
     * @param resamples series that are drawn
     * @param seed the same seed gives the same interval
     * @param level of the interval, such as 0.95
     * @throws IllegalArgumentException if the series has not two blocks
     */
    static Interval of(double[] daily, int block, int resamples, long seed, double level) {
        int days = daily.length;
        if (days < 2 * block) {
            throw new IllegalArgumentException("%d days are too few for blocks of %d".formatted(days, block));
        }
        Random random = new Random(seed);
        double[] means = new double[resamples];
        for (int n = 0; n < resamples; n++) {
            double sum = 0;
            for (int drawn = 0; drawn < days; drawn += block) {
                int start = random.nextInt(days - block + 1);
                for (int day = 0; day < block && drawn + day < days; day++) {
                    sum += daily[start + day];
                }
            }
            means[n] = sum / days;
        }
        Arrays.sort(means);
        // The first and last days are in fewer blocks than others, so the series drawn have a mean of their own.
        double centre = Arrays.stream(means).average().orElseThrow();
        double mean = Arrays.stream(daily).average().orElseThrow();
        int tail = (int) Math.floor((1 - level) / 2 * resamples);
        return new Interval(mean, mean - (means[resamples - 1 - tail] - centre), mean - (means[tail] - centre));
    }
}
