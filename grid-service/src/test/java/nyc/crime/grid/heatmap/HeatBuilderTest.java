package nyc.crime.grid.heatmap;

import java.time.Instant;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import nyc.crime.grid.NewYork;
import nyc.crime.grid.ingest.Publication;
import nyc.crime.grid.ingest.RecordMonth;
import nyc.crime.grid.ingest.Snapshot;
import nyc.crime.http.Freshness;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class HeatBuilderTest {

    @ParameterizedTest
    @ValueSource(doubles = {0, 300})
    void gridsAreTheSameHoweverManyMonthsWereBinnedEarly(double smooth) {
        List<RecordMonth> months = IntStream.rangeClosed(1, 12)
                .mapToObj(m -> month(YearMonth.of(2020, m), m))
                .toList();
        Snapshot year = new Snapshot(Publication.unknown("arrests"), months, Map.of());
        Heat late = new HeatBuilder(NewYork.HEAT, Filter.NONE, smooth).build(year);
        HeatBuilder early = new HeatBuilder(NewYork.HEAT, Filter.NONE, smooth);
        months.subList(0, 7).forEach(early::add);
        // another version of a month must not stand for the one that is in the year
        early.add(month(YearMonth.of(2020, 9), 99));
        early.add(months.get(11));
        Heat built = early.build(year);
        assertTrue(built.scale() > 0);
        assertEquals(late.scale(), built.scale());
        for (int m = 0; m < 12; m++) {
            Heat.Month expected = late.months().get(m);
            assertEquals(expected.totals(), built.months().get(m).totals());
            assertArrayEquals(expected.values(), built.months().get(m).values());
            assertArrayEquals(expected.occupied(), built.months().get(m).occupied());
        }
    }

    private static RecordMonth month(YearMonth month, int version) {
        Random dice = new Random(version);
        int size = 500;
        return new RecordMonth(
                "arrests",
                month,
                new Freshness("files", Instant.EPOCH, Instant.EPOCH, false),
                Instant.EPOCH,
                Publication.unknown("arrests"),
                size + 1,
                new int[] {0, size},
                dice.ints(size, 405_000, 409_000).toArray(),
                dice.ints(size, -742_000, -737_000).toArray(),
                new byte[size],
                List.of("ROBBERY"),
                new short[size],
                new short[size],
                null);
    }
}
