package nyc.crime.grid.heatmap;

import org.junit.jupiter.api.Test;

import nyc.crime.grid.NewYork;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class GaussianKernelTest {

    @Test
    void isRoundOnTheGroundAndKeepsTheSum() {
        float[] counts = new float[NewYork.HEAT.cells()];
        int middle = 150 * 300 + 150;
        counts[middle] = 1000;
        float[] density = GaussianKernel.of(NewYork.HEAT, 500).spread(counts);
        assertEquals(1000, sum(density), 0.01);
        double north = 3 * NewYork.HEAT.northSouthMetres();
        double east = 3 * NewYork.HEAT.eastWestMetres();
        assertEquals(Math.exp(-north * north / (2 * 500 * 500)), density[middle - 900] / density[middle], 1e-5);
        assertEquals(Math.exp(-east * east / (2 * 500 * 500)), density[middle + 3] / density[middle], 1e-5);
    }

    @Test
    void givesNothingAwayAtTheBorder() {
        float[] counts = new float[NewYork.HEAT.cells()];
        counts[0] = 7;
        counts[299] = 11;
        counts[300 * 300 - 1] = 13;
        counts[150 * 300] = 17;
        float[] density = GaussianKernel.of(NewYork.HEAT, 2000).spread(counts);
        assertEquals(48, sum(density), 0.001);
        for (float value : density) {
            assertTrue(value >= 0);
        }
    }

    @Test
    void aNarrowKernelChangesNothing() {
        float[] counts = new float[NewYork.HEAT.cells()];
        counts[4711] = 3;
        counts[89_999] = 1;
        assertArrayEquals(counts, GaussianKernel.of(NewYork.HEAT, 1).spread(counts), 1e-6f);
    }

    private static double sum(float[] values) {
        double sum = 0;
        for (float value : values) {
            sum += value;
        }
        return sum;
    }
}
