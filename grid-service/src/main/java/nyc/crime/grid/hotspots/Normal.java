package nyc.crime.grid.hotspots;

/** The standard normal distribution. */
final class Normal {

    private static final double SERIES_LIMIT = 2;

    private Normal() {}

    /** The probability of a value at least as far from 0 as z, on either side: erfc(|z|/√2). */
    static double twoSided(double z) {
        return erfc(Math.abs(z) / Math.sqrt(2));
    }

    /** The complementary error function for x ≥ 0: Taylor series of erf below 2, continued fraction above. */
    private static double erfc(double x) {
        if (x < SERIES_LIMIT) {
            double term = x;
            double sum = x;
            for (int n = 1; Math.abs(term) > 1e-17 * Math.abs(sum) && n < 200; n++) {
                term *= -x * x / n;
                sum += term / (2 * n + 1);
            }
            return 1 - 2 / Math.sqrt(Math.PI) * sum;
        }
        double fraction = 0;
        for (int k = 200; k >= 1; k--) {
            fraction = k / 2.0 / (x + fraction);
        }
        return Math.exp(-x * x) / Math.sqrt(Math.PI) / (x + fraction);
    }
}
