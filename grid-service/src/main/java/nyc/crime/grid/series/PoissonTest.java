package nyc.crime.grid.series;

import org.apache.commons.math3.distribution.BinomialDistribution;

/**
 * Whether two counts may come from one Poisson rate: given their sum, the second is binomial with the second period's
 * share of the time (Przyborowski and Wilenski 1940). Exact; two-sided by twice the smaller tail.
 */
final class PoissonTest {

    static final String NAME =
            "two-sample Poisson test, conditional binomial, exact, two-sided by twice the smaller tail";

    private PoissonTest() {}

    /**
     * The probability of counts at least as far apart if the rate is the same.
     *
     * @param a count of the first period
     * @param daysOfA its length, above zero
     * @param b count of the second period
     * @param daysOfB its length, above zero
     * @return 0 to 1; 1 if there is nothing to compare
     */
    static double p(int a, long daysOfA, int b, long daysOfB) {
        if (a + b == 0) {
            return 1;
        }
        // without a random generator: nothing is drawn
        BinomialDistribution second = new BinomialDistribution(null, a + b, (double) daysOfB / (daysOfA + daysOfB));
        double atMost = second.cumulativeProbability(b);
        double atLeast = 1 - second.cumulativeProbability(b - 1);
        return Math.min(1, 2 * Math.min(atMost, atLeast));
    }
}
