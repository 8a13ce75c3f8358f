package nyc.crime.predict.baseline;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class SeasonTest {

    /** 1,000 records a day in the first half of each year, 2,000 in the second. */
    private static double step(int from, int to) {
        double sum = 0;
        for (int day = from; day < to; day++) {
            sum += day % 364 < 182 ? 1000 : 2000;
        }
        return sum;
    }

    @Test
    void theLevelMovesAsAYearBefore() {
        // origin 464 has day 100 a year before; day 250 is in the second half
        assertEquals(2, Season.factor(464, 150, SeasonTest::step), 0.1);
        assertEquals(1, Season.factor(464, 20, SeasonTest::step), 1e-9);
        assertEquals(0.5, Season.factor(364 + 182 + 100, 160, SeasonTest::step), 0.03);
    }

    @Test
    void aYearBeforeThatIsNotKnownMovesNothing() {
        assertTrue(Season.isKnown(391));
        assertEquals(1, Season.factor(390, 150, (from, to) -> 1 + from));
        assertEquals(1, Season.factor(500, 150, (from, to) -> 0));
    }

    @Test
    void whatMayBeChanceMovesLess() {
        double many = Season.LEARNT.factor(21 * 300, 28 * 200, 90);
        double few = Season.LEARNT.factor(21 * 3, 28 * 2, 90);
        double near = Season.LEARNT.factor(21 * 300, 28 * 200, 1);
        assertTrue(1 < few && few < many && many < 1.5, few + " " + many);
        assertTrue(1 < near && near < many, near + " " + many);
    }

    @Test
    void onlyDaysUpToTheOriginAreRead() {
        for (int lead = 1; lead <= 160; lead++) {
            Season.factor(500, lead, (from, to) -> {
                assertTrue(from >= 0 && to <= 501, from + " to " + to);
                return 10;
            });
        }
    }
}
