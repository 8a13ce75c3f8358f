package nyc.crime.training.evaluation;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;

import nyc.crime.predict.counts.DailyCounts;
import nyc.crime.predict.counts.Mask;
import nyc.crime.training.evaluation.NewestDays.Row;
import nyc.crime.training.evaluation.NewestDays.State;
import nyc.crime.training.evaluation.NewestDays.Use;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class NewestDaysTest {

    private static final LocalDate FIRST = LocalDate.of(2014, 1, 1);
    private static final int CELLS = 9;
    private static final Mask ALL = Mask.of(3, 3, filled(CELLS));

    private final int[] records = new int[700 * CELLS];

    {
        Random dice = new Random(1);
        for (int i = 0; i < records.length; i++) {
            records[i] = 100 + dice.nextInt(40);
        }
    }

    private static int[] filled(int size) {
        int[] ones = new int[size];
        Arrays.fill(ones, 1);
        return ones;
    }

    /** The first days, of whose last 40 so much is known as their age says: of the last one half. */
    private State published(int days) {
        int[] known = Arrays.copyOf(records, days * CELLS);
        for (int i = 0; i < known.length; i++) {
            int age = days - 1 - i / CELLS;
            known[i] = (int) Math.round(known[i] * Math.min(1, 0.5 + age / 80.0));
        }
        return new State(counts(days, known), FIRST.plusDays(days - 41));
    }

    private static DailyCounts counts(int days, int[] values) {
        return DailyCounts.of(FIRST, days, 3, 3, List.of(DailyCounts.ALL), values);
    }

    private static Row of(NewestDays scored, Use use) {
        return scored.rows().stream()
                .filter(row -> row.use() == use)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void whatIsMissingMakesForecastsSmallAndTheDelaysMendIt() {
        NewestDays scored = NewestDays.of(List.of(published(500), published(590)), counts(700, records), ALL);
        assertEquals(3, scored.rows().size(), "the first publication is learnt from");
        Row asTheyAre = of(scored, Use.TAKEN_AS_THEY_ARE);
        assertEquals(FIRST.plusDays(589), asTheyAre.published());
        assertTrue(asTheyAre.expected() / asTheyAre.actual() < 0.75, () -> asTheyAre.toString());
        for (Use use : List.of(Use.LEFT_OUT, Use.CORRECTED)) {
            Row row = of(scored, use);
            assertEquals(asTheyAre.actual(), row.actual());
            assertEquals(1, row.expected() / row.actual(), 0.02, use.toString());
            assertTrue(row.scores().poissonDeviance() < asTheyAre.scores().poissonDeviance(), use.toString());
        }
        assertTrue(scored.markdown().contains("| all |  | corrected by the delays | "), scored::markdown);
    }

    @Test
    void theFourWeeksHaveToBeThere() {
        assertThrows(
                IllegalArgumentException.class,
                () -> NewestDays.of(List.of(published(500), published(680)), counts(700, records), ALL));
    }
}
