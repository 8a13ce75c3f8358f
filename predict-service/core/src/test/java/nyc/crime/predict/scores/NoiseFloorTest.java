package nyc.crime.predict.scores;

import java.util.Arrays;
import java.util.SplittableRandom;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class NoiseFloorTest {

    private static final int CELLS = 1500;
    private static final int WINDOWS = 20;
    /** A city of unequal cells: rates of 0.0006 to 5 records a day, 0.17 in the mean. */
    private static final double[] RATES = rates();

    private static double[] rates() {
        SplittableRandom random = new SplittableRandom(11);
        double[] rates = new double[CELLS];
        for (int cell = 0; cell < CELLS; cell++) {
            rates[cell] = 0.0590 * Math.exp(1.39 * random.nextGaussian());
        }
        return rates;
    }

    private static double floor(double rate) {
        CountDistribution poisson = new CountDistribution(rate, 0);
        double sum = 0;
        for (int k = 0; k < 60; k++) {
            sum += (poisson.cumulative(k) - poisson.cumulative(k - 1)) * PointScores.poissonDeviance(k, rate);
        }
        return sum;
    }

    private static int[][] window(int days, SplittableRandom random) {
        CountDistribution[] cells = Arrays.stream(RATES)
                .mapToObj(rate -> new CountDistribution(rate, 0))
                .toArray(CountDistribution[]::new);
        int[][] counts = new int[days][CELLS];
        for (int[] day : counts) {
            Arrays.setAll(day, cell -> cells[cell].count(random.nextDouble()));
        }
        return counts;
    }

    @ParameterizedTest
    @ValueSource(ints = {7, 14, 31, 92})
    void theFloorOfASimulatedCityIsFoundAgain(int days) {
        double truth = Arrays.stream(RATES).map(NoiseFloorTest::floor).average().orElseThrow();
        assertEquals(0.4220, truth, 0.005);
        SplittableRandom random = new SplittableRandom(days);
        double low = 0;
        double high = 0;
        double deviance = 0;
        double mse = 0;
        double windowMeans = 0;
        for (int window = 0; window < WINDOWS; window++) {
            int[][] counts = window(days, random);
            NoiseFloor found = NoiseFloor.of(counts);
            low += found.low() / WINDOWS;
            high += found.high() / WINDOWS;
            deviance += found.deviance() / WINDOWS;
            mse += found.mse() / WINDOWS;
            for (int cell = 0; cell < CELLS; cell++) {
                int at = cell;
                double mean =
                        Arrays.stream(counts).mapToInt(day -> day[at]).average().orElseThrow();
                windowMeans += mean == 0 ? 0 : floor(mean) / CELLS / WINDOWS;
            }
        }
        double chance = 0.02 / Math.sqrt(days * WINDOWS) * 2;
        assertTrue(low <= truth + chance && truth <= high + chance, low + " " + truth + " " + high);
        assertEquals(truth, deviance, 0.1 / days + chance);
        assertEquals(Arrays.stream(RATES).average().orElseThrow(), mse, 0.003);
        // what the window's own means would give: the error that this estimate is without
        assertTrue(truth - windowMeans > 3 * Math.abs(truth - deviance), windowMeans + " " + deviance);
    }

    @Test
    void noRecordsLeaveNothing() {
        assertEquals(0, NoiseFloor.of(new int[10][4]).low());
        assertEquals(0, NoiseFloor.of(new int[10][4]).mse());
    }
}
