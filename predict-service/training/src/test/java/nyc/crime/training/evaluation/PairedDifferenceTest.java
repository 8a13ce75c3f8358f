package nyc.crime.training.evaluation;

import java.util.Random;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class PairedDifferenceTest {

    private static final int DAYS = 92;

    @Test
    void whatIsTheSameEveryDayHasNoChance() {
        double[] scores = new double[DAYS];
        double[] others = new double[DAYS];
        for (int day = 0; day < DAYS; day++) {
            scores[day] = day + 0.25;
            others[day] = day;
        }
        PairedDifference difference = PairedDifference.of(scores, others);
        assertEquals("+0.25000 (+0.25000 to +0.25000)", difference.toString());
    }

    /** Of noise around zero the bounds hold zero about 95 times in 100; where weeks are alike, they are as wide as that needs. */
    @Test
    void theBoundsHoldNoDifferenceAsOftenAsTheySay() {
        for (int alike : new int[] {1, 7}) {
            int held = 0;
            Random random = new Random(3);
            for (int trial = 0; trial < 200; trial++) {
                double[] scores = new double[DAYS];
                double week = 0;
                for (int day = 0; day < DAYS; day++) {
                    week = day % alike == 0 ? random.nextGaussian() : week;
                    scores[day] = week;
                }
                PairedDifference difference = PairedDifference.of(scores, new double[DAYS]);
                held += difference.low() <= 0 && difference.high() >= 0 ? 1 : 0;
            }
            assertTrue(held >= 165 && held <= 198, "days alike " + alike + ": held " + held + " of 200");
        }
    }
}
