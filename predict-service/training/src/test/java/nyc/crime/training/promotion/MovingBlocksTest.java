package nyc.crime.training.promotion;

import java.util.Random;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class MovingBlocksTest {

    private static final int SERIES = 400;

    /** Days that are alike by 0.5 from one to the next, of mean 0. */
    private static double[] series(Random random) {
        double[] daily = new double[91];
        double before = random.nextGaussian() / Math.sqrt(0.75);
        for (int day = 0; day < daily.length; day++) {
            before = 0.5 * before + random.nextGaussian();
            daily[day] = before;
        }
        return daily;
    }

    /** The share of series without any difference in which one is seen. */
    private static double wrong(int block) {
        Random random = new Random(3);
        int seen = 0;
        for (int n = 0; n < SERIES; n++) {
            seen += MovingBlocks.of(series(random), block, 500, 1, 0.95).low() > 0 ? 1 : 0;
        }
        return seen / (double) SERIES;
    }

    @Test
    void chanceIsSeldomTakenForSkillThoughDaysAreAlike() {
        double blocks = wrong(Contest.BLOCK_DAYS);
        assertTrue(blocks < 0.08, "with blocks " + blocks);
        double single = wrong(1);
        assertTrue(single > 1.5 * blocks, "day by day " + single);
    }

    @Test
    void aClearDifferenceIsSeenAndTheSeedDecidesTheInterval() {
        double[] daily = series(new Random(5));
        double mean = 0;
        for (int day = 0; day < daily.length; day++) {
            daily[day] += 2;
            mean += daily[day] / daily.length;
        }
        MovingBlocks.Interval found = MovingBlocks.of(daily, 7, 1000, 1, 0.95);
        assertEquals(mean, found.mean(), 1e-12);
        assertTrue(found.low() > 1 && found.high() < 3 && found.low() < mean && found.high() > mean, found::toString);
        assertEquals(found, MovingBlocks.of(daily, 7, 1000, 1, 0.95));
        assertThrows(IllegalArgumentException.class, () -> MovingBlocks.of(new double[13], 7, 10, 1, 0.95));
    }
}
