package nyc.crime.predict.baseline;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.Test;

import nyc.crime.predict.counts.DailyCounts;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

class BaselineTest {

    /** Two cells; cell 0 has {@code day % 7} records, cell 1 has one record on every second day. */
    private static DailyCounts weeks(int days) {
        int[] values = new int[days * 2];
        for (int day = 0; day < days; day++) {
            values[2 * day] = day % 7;
            values[2 * day + 1] = day % 2;
        }
        return DailyCounts.of(LocalDate.of(2024, 1, 1), days, 1, 2, List.of("ALL"), values);
    }

    @Test
    void globalIsTheMeanOfAYear() {
        // days 35..399: 365 days = 52 whole weeks of 21 records and day 399, which has 0; 183 odd days
        float[] expected = Baseline.HA_GLOBAL.expected(weeks(420), 399, 1);
        assertArrayEquals(new float[] {52 * 21 / 365f, 183 / 365f}, expected, 1e-6f);
    }

    @Test
    void weekdayIsTheMeanOfTheSameWeekday() {
        DailyCounts counts = weeks(420);
        for (int lead = 1; lead <= 14; lead++) {
            float[] expected = Baseline.HA_WEEKDAY.expected(counts, 399, lead);
            assertEquals((399 + lead) % 7, expected[0], 1e-6f, "lead " + lead);
            assertEquals(0.5f, expected[1], 1e-6f);
        }
    }

    @Test
    void climatologyIsShareTimesLevelTimesWeekday() {
        DailyCounts counts = weeks(420);
        // no season before day 391; origin 385, target day 387, weekday index 2
        double share0 = 1092.0 / (1092 + 183);
        double level = (4 * 21 + 14) / 28.0;
        // the last 364 days: 52 weeks of 21 and 182 odd days; the weekday has 2 records in cell 0, 0.5 in cell 1
        double weekday = 2.5 / ((1092 + 182) / 364.0);
        float[] expected = Baseline.CLIMATOLOGY.expected(counts, 385, 2);
        assertEquals(share0 * level * weekday, expected[0], 1e-5);
        assertEquals((1 - share0) * level * weekday, expected[1], 1e-5);
    }

    @Test
    void noneKnowsTheFuture() {
        DailyCounts counts = weeks(420);
        short[] changed = counts.values().clone();
        Arrays.fill(changed, 400 * 2, changed.length, (short) 99);
        DailyCounts other = new DailyCounts(counts.first(), 420, 1, 2, counts.groups(), changed);
        for (Baseline baseline : Baseline.values()) {
            for (int lead : new int[] {1, 7, 8, 14}) {
                assertArrayEquals(baseline.expected(counts, 399, lead), baseline.expected(other, 399, lead));
            }
        }
    }

    @Test
    void groupsAreForecastOnTheirOwn() {
        DailyCounts counts = weeks(420);
        int[] doubled = new int[counts.values().length * 2];
        for (int i = 0; i < counts.values().length; i++) {
            doubled[2 * i] = counts.values()[i];
            doubled[2 * i + 1] = 3 * counts.values()[i];
        }
        DailyCounts both = DailyCounts.of(counts.first(), 420, 1, 2, List.of("A", "B"), doubled);
        for (Baseline baseline : Baseline.values()) {
            float[] one = baseline.expected(counts, 385, 3);
            float[] two = baseline.expected(both, 385, 3);
            assertArrayEquals(new float[] {one[0], 3 * one[0], one[1], 3 * one[1]}, two, 1e-5f);
        }
    }

    @Test
    void aShortHistoryIsUsedAsFarAsItGoes() {
        DailyCounts counts = weeks(10);
        // days 0..4: 0+1+2+3+4
        assertEquals(2, Baseline.HA_GLOBAL.expected(counts, 4, 1)[0], 1e-6f);
        // target day 11 has the weekday of day 4
        assertEquals(4, Baseline.HA_WEEKDAY.expected(counts, 4, 7)[0], 1e-6f);
        // no day with the weekday of day 5 is known
        assertEquals(0, Baseline.HA_WEEKDAY.expected(counts, 4, 1)[0], 1e-6f);
        assertEquals(2, Baseline.CLIMATOLOGY.expected(counts, 4, 1)[0], 1e-6f);
    }

    @Test
    void noRecordsGiveNoRecords() {
        DailyCounts none = new DailyCounts(LocalDate.EPOCH, 30, 1, 1, List.of("ALL"), new short[30]);
        for (Baseline baseline : Baseline.values()) {
            assertArrayEquals(new float[1], baseline.expected(none, 29, 1));
        }
    }
}
