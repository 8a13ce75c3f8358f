package nyc.crime.predict.scores;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class FactorVarianceTest {

    private static Dispersion residuals() {
        Dispersion residuals = new Dispersion();
        for (int day = 0; day < 91; day++) {
            residuals.add(day % 2 == 0 ? 230 : 300, 265);
        }
        return residuals;
    }

    @Test
    void farDaysVaryMoreAndShareMore() {
        double own = residuals().factorVariance();
        assertEquals((35 * 35 - 265) / (265.0 * 265), own, 1e-9);
        FactorVariance near = FactorVariance.of(residuals(), new Dispersion(), 3, 28 * 265);
        FactorVariance far = FactorVariance.of(residuals(), new Dispersion(), 114, 28 * 265);
        assertEquals(own, near.all(), 1e-12);
        assertEquals(own + 100 * 1.15e-5, far.all(), 1e-12);
        assertTrue(near.shared() < far.shared() && far.shared() < far.all());
        // a level of few records is less sure
        assertTrue(FactorVariance.of(residuals(), new Dispersion(), 3, 28 * 2).shared() > near.shared());
        assertTrue(FactorVariance.of(residuals(), new Dispersion(), 3, 28 * 2).shared() <= own);
    }

    @Test
    void fortnightsThatWereFurtherOffShareMore() {
        Dispersion fortnights = new Dispersion();
        fortnights.add(14 * 265 * 0.95, 14 * 265);
        double sums = 0.05 * 0.05 - 1 / (14.0 * 265);
        double days = residuals().factorVariance();
        assertEquals(
                (sums - days / 14) / (1 - 1 / 14.0),
                FactorVariance.of(residuals(), fortnights, 1, 28 * 265).shared(),
                1e-12);
    }

    @Test
    void aTotalVariesByWhatItsDaysShare() {
        FactorVariance day = new FactorVariance(0.007, 0.002);
        FactorVariance[] days = {day, day, day, day};
        assertEquals(0.002 + 0.005 / 4, FactorVariance.ofTotal(new double[] {50, 50, 50, 50}, days), 1e-12);
        assertEquals(0.007, FactorVariance.ofTotal(new double[] {50, 0, 0, 0}, days), 1e-12);
        assertEquals(0, FactorVariance.ofTotal(new double[4], days));
    }
}
