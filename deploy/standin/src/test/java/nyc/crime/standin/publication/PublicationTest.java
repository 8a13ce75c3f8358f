package nyc.crime.standin.publication;

import java.time.LocalDate;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;

class PublicationTest {

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        // as of, through, current from, historic through, current updated, historic updated
        "2026-01-20, 2025-09-30, 2025-01-01, 2024-12-31, 2025-10-21, 2025-04-01",
        "2026-01-21, 2025-12-31, 2025-01-01, 2024-12-31, 2026-01-21, 2025-04-01",
        "2026-03-31, 2025-12-31, 2025-01-01, 2024-12-31, 2026-01-21, 2025-04-01",
        "2026-04-01, 2025-12-31, 2025-01-01, 2025-12-31, 2026-01-21, 2026-04-01",
        "2026-04-20, 2025-12-31, 2025-01-01, 2025-12-31, 2026-01-21, 2026-04-01",
        "2026-04-21, 2026-03-31, 2026-01-01, 2025-12-31, 2026-04-21, 2026-04-01",
        "2026-07-21, 2026-06-30, 2026-01-01, 2025-12-31, 2026-07-21, 2026-04-01",
    })
    void quartersComeThreeWeeksLateAndTheHistoricFileOnceAYear(
            LocalDate asOf,
            LocalDate through,
            LocalDate from,
            LocalDate historic,
            LocalDate updated,
            LocalDate historicUpdated) {
        assertEquals(new Publication(through, from, historic, updated, historicUpdated), Publication.asOf(asOf));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "2026-05-17, 2026-04-30, 2026-01-01, 2025-12-31, 2026-05-01",
        "2026-01-05, 2025-12-31, 2025-01-01, 2024-12-31, 2026-01-01",
    })
    void withoutADateThereIsEverythingToTheEndOfLastMonth(
            LocalDate today, LocalDate through, LocalDate from, LocalDate historic, LocalDate updated) {
        assertEquals(new Publication(through, from, historic, updated, updated), Publication.monthly(today));
    }
}
