package nyc.crime.grid.series;

import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** The test of two counts against cases that are worked by hand. */
class PoissonTestTest {

    @Test
    void itIsTheBinomialsTail() {
        // 10 records, each as likely in either half: P(at least 8 in the second) = (45 + 10 + 1) / 1024
        assertEquals(2 * 56 / 1024.0, PoissonTest.p(2, 30, 8, 30), 1e-12);
        assertEquals(2 * 56 / 1024.0, PoissonTest.p(8, 30, 2, 30), 1e-12);
        // none, then five: 2 × (1/2)^5
        assertEquals(2 / 32.0, PoissonTest.p(0, 7, 5, 7), 1e-12);
        // the second period is half as long as the first: 4 records, P(at least 3) = (4·2 + 1) / 81
        assertEquals(18 / 81.0, PoissonTest.p(1, 60, 3, 30), 1e-12);
        assertEquals(1, PoissonTest.p(5, 10, 5, 10), 1e-12);
        assertEquals(1, PoissonTest.p(0, 10, 0, 10), 1e-12);
    }

    @Test
    void changesAreCorrectedForTheNumberOfAreas() {
        Changes.Period a = new Changes.Period(LocalDate.of(2024, 1, 1), LocalDate.of(2024, 1, 30));
        Changes.Period b = new Changes.Period(LocalDate.of(2024, 1, 31), LocalDate.of(2024, 2, 14));
        Map<String, int[]> counts = new LinkedHashMap<>();
        counts.put("1", new int[] {20, 30});
        counts.put("2", new int[] {2, 2});
        counts.put("3", new int[] {0, 0});
        List<Changes.Change> changes = Changes.changes("precinct:", a, b, counts, null);
        assertEquals(30, a.days());
        assertEquals(15, b.days());
        Changes.Change first = changes.get(0);
        assertEquals("precinct:1", first.id());
        // half of the time: half of 20 were to be expected
        assertEquals(10, first.expected());
        assertEquals(20, first.difference());
        assertEquals(200.0, first.percentage());
        assertTrue(first.p() < 1e-3 && first.moreThanChance());
        // the smallest of three
        assertEquals(3 * first.p(), first.q(), 1e-15);
        assertFalse(changes.get(1).moreThanChance());
        assertNull(changes.get(2).percentage());
        assertEquals(1, changes.get(2).q());
    }
}
