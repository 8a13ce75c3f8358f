package nyc.crime.grid.hotspots;

import java.util.Arrays;

import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * The Mann-Kendall test for a trend.
 *
 * @param s pairs that rise minus pairs that fall
 * @param tau s as a share of all pairs, −1..1
 * @param z s over its standard deviation, corrected for ties and continuity
 * @param p probability of such a z without a trend, two-sided
 */
@RegisterForReflection
public record MannKendall(int s, double tau, double z, double p) {

    /** Tests a series, oldest first; with fewer than two values there is no trend. */
    static MannKendall of(double[] series) {
        int n = series.length;
        int s = 0;
        for (int i = 0; i < n; i++) {
            for (int j = i + 1; j < n; j++) {
                s += (int) Math.signum(series[j] - series[i]);
            }
        }
        double variance = (n * (n - 1.0) * (2 * n + 5) - ties(series)) / 18;
        double z = variance > 0 ? (s - Math.signum(s)) / Math.sqrt(variance) : 0;
        double pairs = n * (n - 1) / 2.0;
        return new MannKendall(s, pairs > 0 ? s / pairs : 0, z, Normal.twoSided(z));
    }

    private static double ties(double[] series) {
        double[] sorted = series.clone();
        Arrays.sort(sorted);
        double sum = 0;
        for (int i = 0; i < sorted.length; ) {
            int j = i;
            while (j < sorted.length && sorted[j] == sorted[i]) {
                j++;
            }
            double t = j - i;
            sum += t * (t - 1) * (2 * t + 5);
            i = j;
        }
        return sum;
    }
}
