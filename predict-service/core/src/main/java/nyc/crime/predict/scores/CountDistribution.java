package nyc.crime.predict.scores;

import java.util.Arrays;

/**
 * The distribution of a count whose rate is known up to a gamma-distributed factor of mean 1: negative binomial with
 * variance μ + v μ². With v = 0 it is Poisson.
 *
 * <p>If all cells of a day are Poisson given one shared factor, the sum over any set of cells has this distribution
 * with the same v and the cells' summed μ; so the law of a cell, of a precinct and of the city are all of this class.
 */
public final class CountDistribution {

    private static final double NEGLIGIBLE = 1e-12;

    private final int first;
    /** Probability of at most {@code first + i}. */
    private final double[] cumulative;

    /**
     * @param mean μ, at least 0
     * @param factorVariance v, at least 0
     */
    public CountDistribution(double mean, double factorVariance) {
        int mode = (int) mean;
        double[] up = weights(mean, factorVariance, mode, 1);
        double[] down = weights(mean, factorVariance, mode, -1);
        this.first = mode - down.length;
        this.cumulative = new double[down.length + 1 + up.length];
        double sum = 0;
        for (int i = 0; i < cumulative.length; i++) {
            int fromMode = i - down.length;
            sum += fromMode < 0 ? down[-fromMode - 1] : fromMode == 0 ? 1 : up[fromMode - 1];
            cumulative[i] = sum;
        }
        for (int i = 0; i < cumulative.length; i++) {
            cumulative[i] /= sum;
        }
    }

    /** Probabilities relative to the mode's, outwards until they no longer count. */
    private static double[] weights(double mean, double v, int mode, int step) {
        double[] weights = new double[16];
        int size = 0;
        double weight = 1;
        double odds = mean / (1 + v * mean);
        for (int k = mode; step > 0 || k > 0; k += step) {
            // P(k + 1) / P(k) = odds (1 + v k) / (k + 1)
            weight *= step > 0 ? odds * (1 + v * k) / (k + 1) : k / (odds * (1 + v * (k - 1)));
            if (weight < NEGLIGIBLE) {
                break;
            }
            if (size == weights.length) {
                weights = Arrays.copyOf(weights, 2 * size);
            }
            weights[size++] = weight;
        }
        return Arrays.copyOf(weights, size);
    }

    /** Probability of at most k. */
    public double cumulative(int k) {
        return k < first ? 0 : k >= first + cumulative.length ? 1 : cumulative[k - first];
    }

    /** The smallest count that is not exceeded with a probability of at least p: the inverse, for drawing samples. */
    public int count(double p) {
        int at = Arrays.binarySearch(cumulative, p);
        return first + Math.min(at < 0 ? -at - 1 : at, cumulative.length - 1);
    }

    /**
     * The quantile of the count spread evenly over the interval of one around it, at least 0. Whole-number quantiles
     * would make the interval of a small count wider than its name says.
     *
     * @param p between 0 and 1
     */
    public double quantile(double p) {
        int k = count(p);
        return spread(k, cumulative(k - 1), cumulative(k), p);
    }

    /** Where p lies inside the interval of one around k, given the probabilities of less than k and of at most k. */
    public static double spread(int k, double below, double upTo, double p) {
        return Math.max(0, k - 0.5 + Math.min(1, (p - below) / (upTo - below)));
    }

    /**
     * Continuous ranked probability score of a count: Σ (P(≤ k) − [k ≥ count])² over all k, in records; a perfect
     * forecast has 0.
     */
    public double crps(int count) {
        double sum = 0;
        int end = Math.max(count, first + cumulative.length);
        for (int k = Math.min(first, count); k < end; k++) {
            double difference = cumulative(k) - (k >= count ? 1 : 0);
            sum += difference * difference;
        }
        return sum;
    }

    /**
     * The share of a count's probability that lies inside the central interval. Its mean over many forecasts is the
     * coverage of randomised intervals, with the randomness averaged out: exactly nominal if the distribution is right,
     * however small the counts.
     *
     * @param nominal the interval's nominal coverage, such as 0.9
     */
    public double insideCentral(int count, double nominal) {
        double below = cumulative(count - 1);
        double upTo = cumulative(count);
        double low = (1 - nominal) / 2;
        double high = 1 - low;
        if (upTo - below < NEGLIGIBLE) {
            return below >= low && below <= high ? 1 : 0;
        }
        return Math.max(0, Math.min(upTo, high) - Math.max(below, low)) / (upTo - below);
    }
}
