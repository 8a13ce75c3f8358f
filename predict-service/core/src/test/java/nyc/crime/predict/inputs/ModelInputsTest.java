package nyc.crime.predict.inputs;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;

import org.junit.jupiter.api.Test;

import nyc.crime.predict.baseline.Baseline;
import nyc.crime.predict.counts.DailyCounts;
import nyc.crime.predict.counts.Mask;
import nyc.crime.predict.inputs.ModelInputs.Target;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

class ModelInputsTest {

    private static final int ROWS = 3;
    private static final int COLS = 4;
    private static final int GROUPS = 2;
    private static final int CHANNELS = GROUPS + 1;
    private static final int CELLS = ROWS * COLS;
    private static final LocalDate FIRST = LocalDate.of(2014, 1, 1);
    private static final Mask MASK = Mask.of(ROWS, COLS, new int[] {0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0});
    private static final Holidays HOLIDAYS = HolidaysTest.FEDERAL;

    private static final List<TensorSpec> SPECS = ModelInputs.specs(ROWS, COLS, GROUPS);

    @Test
    void recentAndWeeklyHoldTheRightDays() {
        DailyCounts counts = random(150);
        LocalDate origin = FIRST.plusDays(120);
        Map<String, float[]> inputs =
                new ModelInputs(counts, MASK, HOLIDAYS).build(SPECS, List.of(new Target(origin, 9)));
        for (int k = 0; k < 7; k++) {
            assertDay(counts, 114 + k, inputs.get("recent"), k);
            // The target is day 129; day 115 is the last of its weekday that is known on day 120.
            assertDay(counts, 115 - 7 * (6 - k), inputs.get("weekly"), k);
        }
    }

    @Test
    void nothingAfterTheOriginIsRead() {
        DailyCounts counts = random(200);
        DailyCounts other = random(200);
        System.arraycopy(counts.values(), 0, other.values(), 0, 131 * counts.width());
        List<Target> targets = List.of(
                new Target(FIRST.plusDays(130), 1),
                new Target(FIRST.plusDays(130), 7),
                new Target(FIRST.plusDays(130), 14));
        Map<String, float[]> one = new ModelInputs(counts, MASK, HOLIDAYS).build(SPECS, targets);
        Map<String, float[]> two = new ModelInputs(other, MASK, HOLIDAYS).build(SPECS, targets);
        one.forEach((name, values) -> assertArrayEquals(values, two.get(name), name));
    }

    @Test
    void climatologyIsTheBaselineOfTheSameName() {
        DailyCounts counts = random(500);
        int origin = 480;
        for (int lead : new int[] {1, 7, 8, 14, 100, 160}) {
            float[] expected = Baseline.CLIMATOLOGY.expected(counts, origin, lead);
            float[] actual = new ModelInputs(counts, MASK, HOLIDAYS)
                    .build(SPECS, List.of(new Target(counts.date(origin), lead)))
                    .get("climatology");
            for (int i = 0; i < expected.length; i++) {
                assertEquals(expected[i], actual[i], 2e-2f * expected[i] + 1e-6f);
            }
        }
    }

    @Test
    void everyMapSpreadsTheSameExpectedCount() {
        DailyCounts counts = random(400);
        Map<String, float[]> inputs =
                new ModelInputs(counts, MASK, HOLIDAYS).build(SPECS, List.of(new Target(counts.date(380), 2)));
        float[] maps = inputs.get("maps");
        for (int channel = 0; channel < CHANNELS; channel++) {
            double expected = sum(maps, 0, channel);
            for (int map = 1; map < ModelInputs.MAPS; map++) {
                assertEquals(expected, sum(maps, map, channel), 1e-4 * expected, "map " + map);
            }
        }
        double burglary = 0;
        for (int cell = 0; cell < CELLS; cell++) {
            burglary += inputs.get("climatology")[cell * GROUPS];
        }
        assertEquals(burglary, sum(maps, 0, 0), 1e-4 * burglary);
    }

    private static double sum(float[] maps, int map, int channel) {
        double sum = 0;
        for (int cell = 0; cell < CELLS; cell++) {
            sum += maps[(cell * ModelInputs.MAPS + map) * CHANNELS + channel];
        }
        return sum;
    }

    @Test
    void theWeekMapIsTheSumOfTheLastSevenDays() {
        DailyCounts counts = random(400);
        int[] week = counts.sum(374, 381, 1);
        float[] maps = new ModelInputs(counts, MASK, HOLIDAYS)
                .build(SPECS, List.of(new Target(counts.date(380), 2)))
                .get("maps");
        double factor = maps[(ModelInputs.MAPS + 4) * CHANNELS] / (double) week[GROUPS];
        for (int cell = 0; cell < CELLS; cell++) {
            assertEquals(
                    week[cell * GROUPS] * factor, maps[(cell * ModelInputs.MAPS + 4) * CHANNELS], 1e-5, "cell " + cell);
        }
    }

    @Test
    void holidaysAreToldApart() {
        assertContext(LocalDate.of(2014, 11, 27), 0, 1, 2, 1);
        assertContext(LocalDate.of(2014, 11, 28), 0, 0, 5, 1);
        assertContext(LocalDate.of(2014, 12, 25), 0, 1, 1, 1);
        assertContext(LocalDate.of(2015, 1, 1), 3, 1, 4, 1);
        assertContext(LocalDate.of(2015, 7, 3), 0, 1, 4, 0);
        assertContext(LocalDate.of(2015, 5, 25), 0, 1, 2, 0);
        assertContext(LocalDate.of(2015, 5, 18), 0, 0, 5, 0);
    }

    @Test
    void aSurplusOfTheLastDayIsSeenAndFadesWithTheLead() {
        short[] values = random(200).values();
        int width = CELLS * GROUPS;
        for (int i = 180 * width; i < 181 * width; i++) {
            values[i] *= 3;
        }
        ModelInputs inputs = new ModelInputs(
                new DailyCounts(FIRST, 200, ROWS, COLS, List.of("BURGLARY", "ROBBERY"), values), MASK, HOLIDAYS);
        LocalDate origin = FIRST.plusDays(180);
        float[] context = inputs.build(SPECS, List.of(new Target(origin, 1), new Target(origin, 4)))
                .get("context");
        assertEquals(Math.log(3), context[7], 0.6);
        assertEquals(context[7] / 4, context[9 + 7], 1e-6);
    }

    @Test
    void wrongShapesLeadsAndOriginsAreRefused() {
        ModelInputs inputs = new ModelInputs(random(100), MASK, HOLIDAYS);
        assertThrows(
                IllegalArgumentException.class,
                () -> inputs.build(ModelInputs.specs(ROWS, COLS, 3), List.of(new Target(FIRST.plusDays(95), 1))));
        for (Target target : List.of(
                new Target(FIRST.plusDays(95), 0),
                new Target(FIRST.plusDays(95), 161),
                new Target(FIRST.plusDays(88), 1),
                new Target(FIRST.plusDays(100), 1))) {
            assertThrows(IllegalArgumentException.class, () -> inputs.build(SPECS, List.of(target)));
        }
    }

    /** Context entries of a target: {@code pairs} are index, value, … */
    private static void assertContext(LocalDate day, int... pairs) {
        float[] context = new ModelInputs(random(600), MASK, HOLIDAYS)
                .build(SPECS, List.of(new Target(day.minusDays(1), 1)))
                .get("context");
        for (int i = 0; i < pairs.length; i += 2) {
            assertEquals(
                    pairs[i + 1], context[pairs[i]], day + " entry " + pairs[i] + " of " + Arrays.toString(context));
        }
    }

    private static void assertDay(DailyCounts counts, int day, float[] input, int step) {
        for (int i = 0; i < counts.width(); i++) {
            float expected = MASK.in()[i / GROUPS] ? counts.values()[day * counts.width() + i] : 0;
            assertEquals(expected, input[step * counts.width() + i], "step " + step + " value " + i);
        }
    }

    private static DailyCounts random(int days) {
        Random random = new Random(days);
        int[] values = random.ints((long) days * CELLS * GROUPS, 0, 4).toArray();
        for (int i = 0; i < values.length; i++) {
            if (!MASK.in()[i / GROUPS % CELLS]) {
                values[i] = 0;
            }
        }
        return DailyCounts.of(FIRST, days, ROWS, COLS, List.of("BURGLARY", "ROBBERY"), values);
    }
}
