package nyc.crime.grid.hotspots;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

/**
 * The hand-worked example: five cells in a row, counts 0 0 0 0 10. Mean 2, deviation √(100/5 − 4) = 4. The last cell and
 * its neighbour hold 10, against 2·2 expected; 4·√((5·2 − 4)/4) = 4.898979, so Gi* = 6/4.898979 = 1.224745. The cell
 * before has three in its neighbourhood: (10 − 6)/(4·√((5·3 − 9)/4)) = 0.816497. The first: (0 − 4)/4.898979 =
 * −0.816497.
 *
 * <p>The other numbers come from {@code src/test/python/hotspots.py}, which computes the same with dense matrices and
 * numpy, and shares no code or method with this project.
 */
class HotSpotsTest {

    private static final int COLS = 10;
    private static final int CELLS = 120;

    @Test
    void equalsTheExampleWorkedByHand() {
        boolean[] all = {true, true, true, true, true};
        double[] z = new GetisOrd(all, 5).scores(new int[] {0, 0, 0, 0, 10});
        assertArrayEquals(new double[] {-0.816497, -1.224745, -1.224745, 0.816497, 1.224745}, z, 1e-6);
    }

    private static boolean[] inside() {
        boolean[] in = new boolean[CELLS];
        for (int i = 0; i < CELLS; i++) {
            in[i] = i % 11 != 5;
        }
        return in;
    }

    private static List<int[]> months() {
        List<int[]> months = new ArrayList<>();
        for (int month = 0; month < 8; month++) {
            int[] counts = new int[CELLS];
            for (int i = 0; i < CELLS; i++) {
                counts[i] = (i * i * 7 + 13 * i + month * 5) % 23 + (i / COLS < 4 && i % COLS < 4 ? 12 + 3 * month : 0);
            }
            months.add(counts);
        }
        return months;
    }

    @ParameterizedTest
    @CsvSource({
        "0, 4.431919556, 9.33978651447e-06, 0.000113115192231, 6, 14, 1.6083328927, 0.1077622904",
        "11, 6.707880682, 1.97471289291e-11, 1.07621852664e-09, 7, 24, 2.8455120410, 0.0044340083",
        "12, 6.759964953, 1.3802512429e-11, 1.07621852664e-09, 8, 26, 3.0929478707, 0.0019817894",
        "23, 3.296360941, 0.000979460898686, 0.0076258027112, 6, 10, 1.1134612334, 0.2655103890"
    })
    void equalsTheIndependentImplementation(
            int cell, double z, double p, double q, int significant, int s, double trendZ, double trendP) {
        HotSpots.Spot spot = byCell().get(cell);
        assertEquals(z, spot.z(), 1e-8);
        assertEquals(p, spot.p(), p * 1e-6);
        assertEquals(q, spot.q(), q * 1e-6);
        assertEquals(significant, spot.monthsSignificant());
        assertEquals(s, spot.trend().s());
        assertEquals(trendZ, spot.trend().z(), 1e-9);
        assertEquals(trendP, spot.trend().p(), 1e-9);
    }

    @Test
    void findsAsManySpotsAsTheIndependentImplementation() {
        assertEquals(15, byCell().values().stream().filter(HotSpots.Spot::now).count());
        assertEquals(Pattern.INTENSIFYING, byCell().get(12).pattern());
    }

    private static Map<Integer, HotSpots.Spot> byCell() {
        return HotSpots.find(months(), inside(), COLS, 0.05).stream()
                .collect(Collectors.toMap(HotSpots.Spot::cell, Function.identity()));
    }

    @Test
    void testsTrendsWithTies() {
        MannKendall trend = MannKendall.of(new double[] {1, 2, 2, 3, 1, 4, 4, 4});
        assertEquals(17, trend.s());
        assertEquals(0.6071428571, trend.tau(), 1e-9);
        assertEquals(2.0713528896, trend.z(), 1e-9);
        assertEquals(0.0383258300, trend.p(), 1e-9);
    }

    @Test
    void aCityOfEqualCellsHasNoSpots() {
        int[] equal = new int[CELLS];
        Arrays.fill(equal, 4);
        assertEquals(List.of(), HotSpots.find(List.of(equal, equal, equal), inside(), COLS, 0.05));
    }

    /** Digits of the history, oldest first: 1 hot, 2 cold, 0 neither. */
    @ParameterizedTest
    @CsvSource({
        "0000000001, 1, NEW",
        "0000000111, 1, CONSECUTIVE",
        "0100000111, 0, SPORADIC",
        "0200000001, 0, OSCILLATING",
        "0111111111, 1, INTENSIFYING",
        "1111101111, 0, PERSISTENT",
        "1111111111, -1, DIMINISHING",
        "1111111110, 0, HISTORICAL",
        "0111100000, 1, NONE",
        "0000000000, 0, NONE"
    })
    void namesTheUsualClasses(String history, int trend, Pattern expected) {
        boolean[] hot = new boolean[history.length()];
        boolean[] cold = new boolean[history.length()];
        for (int i = 0; i < hot.length; i++) {
            hot[i] = history.charAt(i) == '1';
            cold[i] = history.charAt(i) == '2';
        }
        assertEquals(expected, Pattern.of(hot, cold, trend));
    }

    @Test
    void normalTailsEqualTheTables() {
        assertEquals(1, Normal.twoSided(0), 1e-15);
        assertEquals(0.04999579029644087, Normal.twoSided(1.96), 1e-15);
        assertEquals(6.334248366623993e-5, Normal.twoSided(-4), 1e-17);
        assertEquals(1.5239706048321186e-23, Normal.twoSided(10), 1e-31);
    }
}
