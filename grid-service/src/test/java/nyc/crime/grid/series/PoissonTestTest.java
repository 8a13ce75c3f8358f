package nyc.crime.grid.series;

import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import nyc.crime.grid.ingest.Publication;
import nyc.crime.grid.ingest.RecordMonth;
import nyc.crime.grid.ingest.Snapshot;
import nyc.crime.http.Freshness;

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
        RecordMonth month = new RecordMonth(
                "arrests",
                YearMonth.of(2024, 1),
                new Freshness("files", Instant.EPOCH, Instant.EPOCH, false),
                Instant.EPOCH,
                Publication.unknown("arrests"),
                0,
                new int[32],
                new int[0],
                new int[0],
                new byte[0],
                List.of(),
                new short[0],
                new short[0],
                null);
        Snapshot snapshot = new Snapshot(Publication.unknown("arrests"), List.of(month), Map.of());
        Changes.Period a = new Changes.Period(LocalDate.of(2024, 1, 1), LocalDate.of(2024, 1, 30));
        Changes.Period b = new Changes.Period(LocalDate.of(2024, 1, 31), LocalDate.of(2024, 2, 14));
        Changes changes = Changes.of(
                "arrests",
                "precincts",
                "precinct",
                a,
                b,
                snapshot,
                List.of("1", "2", "3"),
                new int[] {20, 2, 0, 7},
                new int[] {30, 2, 0, 9});
        assertEquals(30, a.days());
        assertEquals(15, b.days());
        Changes.Change first = changes.areas().get(0);
        assertEquals("precinct:1", first.id());
        // half of the time: half of 20 were to be expected
        assertEquals(10, first.expected());
        assertEquals(20, first.difference());
        assertEquals(200.0, first.percentage());
        assertTrue(first.p() < 1e-3 && first.moreThanChance());
        // the smallest of three
        assertEquals(3 * first.p(), first.q(), 1e-15);
        assertFalse(changes.areas().get(1).moreThanChance());
        assertNull(changes.areas().get(2).percentage());
        assertEquals(1, changes.areas().get(2).q());
        assertEquals(7, changes.elsewhereA());
        assertEquals(9, changes.elsewhereB());
        assertTrue(changes.method().contains("conditional binomial")
                && changes.method().contains("Benjamini"));
    }
}
