package nyc.crime.predict.scores;

/**
 * What would remain of a forecast's error if it knew every cell's true rate, as far as the counts of a window can tell:
 * chance alone, for cells whose rate is constant over the window (a rate that varies within it adds to the floor).
 *
 * <p>A Poisson count varies by its mean, so the squared error's floor is the mean count, without bias. The deviance's
 * floor is the mean over cells of {@code 2 (E[Y ln Y] − λ ln λ)}. Means of a window put in place of λ would make it too
 * low: 0.3785, 0.4015 and 0.4146 in windows of 14, 31 and 92 days where it is 0.4220. Here the first term is the days'
 * mean; for the second, with S records in n days, {@code S (G(S) − ln n) ÷ n} is taken, which exceeds λ ln λ by
 * {@code λ E₁(2nλ)} on average, whatever λ is: never less than 0, never more than 0.1408 ÷ n. No estimator is without bias
 * at every λ, so the floor is given as the middle of these two bounds, with both.
 *
 * <p>Source of G: P. Grassberger, Entropy estimates from insufficient samplings, 2003, arXiv:physics/0307138.
 *
 * @param mse floor of the mean squared error
 * @param deviance floor of the mean Poisson deviance: the middle of the bounds
 * @param low an estimate of the deviance's floor that is on average not above it
 * @param high an estimate of the deviance's floor that is on average not below it
 */
public record NoiseFloor(double mse, double deviance, double low, double high) {

    private static final double EULER = 0.5772156649015329;
    /** The largest value of x E₁(2x), at x = 0.217. */
    private static final double MOST_EXCESS = 0.14083;

    /**
     * Estimates.
     *
     * @param byDay records {@code [days][cells]}
     */
    public static NoiseFloor of(int[][] byDay) {
        int days = byDay.length;
        int cells = byDay[0].length;
        double records = 0;
        double deviance = 0;
        for (int cell = 0; cell < cells; cell++) {
            int sum = 0;
            double logs = 0;
            for (int[] day : byDay) {
                int count = day[cell];
                sum += count;
                logs += count < 2 ? 0 : count * Math.log(count);
            }
            records += sum;
            deviance += sum == 0 ? 0 : 2 * (logs - sum * (g(sum) - Math.log(days)));
        }
        double n = (double) days * cells;
        double low = Math.max(0, deviance / n);
        double high = low + 2 * MOST_EXCESS / days;
        return new NoiseFloor(records / n, (low + high) / 2, low, high);
    }

    /** G(1) = −γ − ln 2, G(2k + 2) = G(2k) + 2 ÷ (2k + 1), and for an odd number that of the even one before. */
    private static double g(int n) {
        double g = -EULER - Math.log(2);
        for (int odd = 1; odd < n; odd += 2) {
            g += 2.0 / odd;
        }
        return g;
    }
}
