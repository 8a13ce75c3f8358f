package nyc.crime.grid;

import java.time.Duration;
import java.time.Year;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import jakarta.inject.Inject;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

import nyc.crime.grid.ingest.Publication;
import nyc.crime.grid.ingest.RecordMonth;
import nyc.crime.grid.ingest.RecordStore;
import nyc.crime.grid.ingest.Snapshot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** A year that comes slowly: seen from inside the service, so apart from the tests of its API. */
@QuarkusTest
@QuarkusTestResource(IngestStub.class)
class YearArrivalTest {

    @Inject
    RecordStore records;

    @Test
    void monthsOfAYearAreHandedOnAsTheyArrive() {
        List<String> lines = new ArrayList<>();
        for (int m = 1; m <= 12; m++) {
            lines.add(IngestStub.records("complaints", YearMonth.of(2017, m)));
        }
        IngestStub.year("complaints", 2017, IngestStub.lines(lines).withChunkedDribbleDelay(12, 2_000));
        Map<YearMonth, Long> arrived = new LinkedHashMap<>();
        Snapshot year = records.year(
                        Publication.unknown("complaints"),
                        Year.of(2017),
                        month -> arrived.put(month.month(), System.nanoTime()))
                .await()
                .atMost(Duration.ofSeconds(30));
        assertEquals(year.months().stream().map(RecordMonth::month).toList(), List.copyOf(arrived.keySet()));
        long spread = arrived.get(YearMonth.of(2017, 12)) - arrived.get(YearMonth.of(2017, 1));
        assertTrue(spread > Duration.ofMillis(500).toNanos(), "all at once: " + Duration.ofNanos(spread));
    }
}
