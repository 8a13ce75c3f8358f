package nyc.crime.predict.scores;

import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * One model's forecasts of the city's total, and how far they were off: from its own residuals on the days before an
 * origin comes the variance of the factor that all cells of a day share. Not safe for use by several threads.
 */
public final class CityForecasts {

    /** Days before an origin whose residuals are asked. */
    public static final int RESIDUAL_DAYS = 91;

    private static final int LEVEL_DAYS = 28;

    private final int[] actual;
    private final int firstOrigin;
    private final Expectation expectation;
    private final Map<Integer, double[]> byLead = new HashMap<>();

    /** What a model expects of the city. */
    public interface Expectation {

        /**
         * @param origin index of the last known day
         */
        double of(int origin, int lead);
    }

    /**
     * @param actual records of each day in the whole city
     * @param firstOrigin the first day that the model can forecast from
     */
    public CityForecasts(int[] actual, int firstOrigin, Expectation expectation) {
        this.actual = actual;
        this.firstOrigin = firstOrigin;
        this.expectation = expectation;
    }

    /** The city's expected records on a day, from an origin of the data. */
    public double expected(int origin, int lead) {
        double[] known = byLead.computeIfAbsent(
                lead,
                each -> IntStream.range(0, actual.length)
                        .mapToDouble(day -> Double.NaN)
                        .toArray());
        if (Double.isNaN(known[origin])) {
            known[origin] = expectation.of(origin, lead);
        }
        return known[origin];
    }

    /** The variance of the factor that all cells of a day share. */
    public FactorVariance variance(int origin, int lead) {
        int near = Math.min(lead, FactorVariance.NEAR_LEAD);
        Dispersion days = new Dispersion();
        Dispersion fortnights = new Dispersion();
        int first = Math.max(firstOrigin + near, origin - RESIDUAL_DAYS + 1);
        double expected = 0;
        double found = 0;
        for (int day = first; day <= origin; day++) {
            double one = expected(day - near, near);
            days.add(actual[day], one);
            expected += one;
            found += actual[day];
            int left = day - FactorVariance.FORTNIGHT;
            if (left >= first) {
                expected -= expected(left - near, near);
                found -= actual[left];
            }
            if (left >= first - 1) {
                fortnights.add(found, expected);
            }
        }
        double level = 0;
        for (int day = Math.max(0, origin - LEVEL_DAYS + 1); day <= origin; day++) {
            level += actual[day];
        }
        return FactorVariance.of(days, fortnights, lead, level);
    }

    /** The distribution of the total of several days, forecast from one origin. */
    public CountDistribution total(int origin, int lead, int days) {
        double[] means = IntStream.range(0, days)
                .mapToDouble(day -> expected(origin, lead + day))
                .toArray();
        FactorVariance[] variances = IntStream.range(0, days)
                .mapToObj(day -> variance(origin, lead + day))
                .toArray(FactorVariance[]::new);
        return new CountDistribution(
                IntStream.range(0, days).mapToDouble(day -> means[day]).sum(),
                FactorVariance.ofTotal(means, variances));
    }
}
