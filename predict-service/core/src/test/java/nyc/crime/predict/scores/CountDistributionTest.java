package nyc.crime.predict.scores;

import java.util.SplittableRandom;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class CountDistributionTest {

    @Test
    void isPoissonWithoutDispersion() {
        CountDistribution poisson = new CountDistribution(2, 0);
        double p0 = Math.exp(-2);
        assertEquals(p0, poisson.cumulative(0), 1e-12);
        assertEquals(p0 * (1 + 2 + 2 + 4 / 3.0), poisson.cumulative(3), 1e-12);
        assertEquals(0, poisson.cumulative(-1));
        assertEquals(1, poisson.cumulative(1000), 1e-12);
    }

    @Test
    void isNegativeBinomialWithDispersion() {
        // v = 1, mean 2: geometric with P(0) = 1/3 and ratio 2/3
        CountDistribution geometric = new CountDistribution(2, 1);
        for (int k = 0; k < 10; k++) {
            assertEquals(1 - Math.pow(2 / 3.0, k + 1), geometric.cumulative(k), 1e-9);
        }
    }

    @Test
    void hasTheMomentsAskedFor() {
        for (double mean : new double[] {0.01, 0.17, 3.4, 265, 1300}) {
            for (double v : new double[] {0, 0.004, 0.3}) {
                CountDistribution distribution = new CountDistribution(mean, v);
                double m = 0;
                double m2 = 0;
                for (int k = 0; k < 60_000 && distribution.cumulative(k - 1) < 1; k++) {
                    double p = distribution.cumulative(k) - distribution.cumulative(k - 1);
                    m += p * k;
                    m2 += p * k * k;
                }
                assertEquals(mean, m, 1e-4 * mean);
                assertEquals(mean + v * mean * mean, m2 - m * m, 1e-3 * (mean + v * mean * mean));
            }
        }
    }

    @Test
    void nothingIsExpectedOfNothing() {
        CountDistribution none = new CountDistribution(0, 0.01);
        assertEquals(1, none.cumulative(0));
        assertEquals(0, none.crps(0));
        assertEquals(2, none.crps(2), 1e-12);
        assertTrue(none.quantile(0.95) <= 0.5);
    }

    @Test
    void crpsEqualsItsDefinition() {
        // E|X − y| − E|X − X'| / 2 for Poisson(0.5), y = 2
        double[] p = new double[30];
        p[0] = Math.exp(-0.5);
        for (int k = 1; k < 30; k++) {
            p[k] = p[k - 1] * 0.5 / k;
        }
        double toActual = 0;
        double toEachOther = 0;
        for (int i = 0; i < 30; i++) {
            toActual += p[i] * Math.abs(i - 2);
            for (int j = 0; j < 30; j++) {
                toEachOther += p[i] * p[j] * Math.abs(i - j);
            }
        }
        assertEquals(toActual - toEachOther / 2, new CountDistribution(0.5, 0).crps(2), 1e-9);
    }

    @Test
    void quantilesSpreadEachCount() {
        CountDistribution poisson = new CountDistribution(2, 0);
        double p0 = Math.exp(-2);
        // half of the probability of zero reaches the middle of its interval
        assertEquals(0, poisson.quantile(p0 / 2), 1e-9);
        assertEquals(0.5, poisson.quantile(p0), 1e-9);
        assertEquals(1, poisson.quantile(p0 + p0), 1e-9);
        assertEquals(265, new CountDistribution(265, 0).quantile(0.5), 1);
    }

    @Test
    void randomisedIntervalsCoverWhatTheySay() {
        SplittableRandom random = new SplittableRandom(1);
        double inside = 0;
        int n = 20_000;
        for (int i = 0; i < n; i++) {
            CountDistribution distribution = new CountDistribution(random.nextDouble(), 0.1);
            inside += distribution.insideCentral(distribution.count(random.nextDouble()), 0.9);
        }
        assertEquals(0.9, inside / n, 0.01);
    }
}
