package nyc.crime.grid.series;

import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import nyc.crime.grid.ingest.AreaStore;
import nyc.crime.grid.ingest.Publication;
import nyc.crime.grid.ingest.RecordMonth;
import nyc.crime.grid.ingest.Snapshot;
import nyc.crime.http.Freshness;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** What is counted from a month by area is what is counted from its records one by one. */
class AreaMonthTest {

    private static final int RECORDS = 3000;
    private static final YearMonth MONTH = YearMonth.of(2024, 2);
    private static final List<String> CATEGORIES = List.of("felony", "misdemeanor", "other");
    private static final List<String> OFFENCES = List.of("", "ARSON", "ROBBERY", "THEFT");
    /** Precinct 8 is none of the city's. */
    private static final Division PRECINCTS =
            new Division(AreaStore.Kind.PRECINCTS, List.of("1", "5", "7", "75"), null);

    private final RecordMonth records = records(new Random(20240229));
    private final AreaMonth month = AreaMonth.of(records, PRECINCTS, CATEGORIES.size());

    @Test
    void everyRecordIsSeenOnceWithAllThatItHas() {
        List<String> seen = new ArrayList<>();
        for (int area = 0; area <= PRECINCTS.names().size(); area++) {
            int number = area;
            month.each(
                    area,
                    (day, hour, offence, category) -> seen.add(
                            List.of(number, day, hour, offence, category).toString()));
        }
        List<String> all = IntStream.range(0, RECORDS)
                .mapToObj(i -> List.of(areaOf(i), dayOf(i), (int) records.hour()[i], (int) records.offence()[i], (int)
                                records.category()[i])
                        .toString())
                .sorted()
                .toList();
        Collections.sort(seen);

        assertEquals(all, seen);
        assertEquals(0, month.of().lat().length, "records are let go of");
        assertEquals(RECORDS, month.of().placed());
        assertEquals(7, month.of().unplaced());
        assertTrue(month.weight() < records.weight() / 4, month.weight() + " bytes");
    }

    @Test
    void aSeriesOfTwoWeeksOfAPrecinct() {
        LocalDate from = MONTH.atDay(5);
        LocalDate to = MONTH.atDay(18);
        SeriesCounter counter = new SeriesCounter(
                new Place("precinct:75", PRECINCTS, 3), Step.DAY, Series.Group.OFFENCE, CATEGORIES, from, to);
        counter.add(month);
        Series series = counter.series("arrests", new Snapshot(records.publication(), List.of(records), Map.of()));

        assertEquals(14, series.points().size());
        for (Series.Point point : series.points()) {
            int day = LocalDate.parse(point.period()).getDayOfMonth() - 1;
            for (int offence = 0; offence < OFFENCES.size(); offence++) {
                int wanted = offence;
                assertEquals(
                        IntStream.range(0, RECORDS)
                                .filter(i -> areaOf(i) == 3 && dayOf(i) == day && records.offence()[i] == wanted)
                                .count(),
                        point.counts().get(OFFENCES.get(offence)),
                        OFFENCES.get(offence) + " on " + point.period());
            }
        }
        long inRange = IntStream.range(0, RECORDS)
                .filter(i -> dayOf(i) >= 4 && dayOf(i) <= 17)
                .count();
        assertEquals(inRange, series.rows());
        assertEquals(inRange, series.counted() + series.elsewhere());
        assertEquals(0, series.unplaced(), "the month is not whole");
    }

    @Test
    void recordsWithoutAnHourAreCountedAsSuch() {
        SeriesCounter counter = new SeriesCounter(
                Place.CITY, Step.HOUR, Series.Group.CATEGORY, CATEGORIES, MONTH.atDay(1), MONTH.atEndOfMonth());
        counter.add(AreaMonth.of(records, Division.CITY, CATEGORIES.size()));
        Series series = counter.series("arrests", new Snapshot(records.publication(), List.of(records), Map.of()));

        long without =
                IntStream.range(0, RECORDS).filter(i -> records.hour()[i] < 0).count();
        assertTrue(without > 0);
        assertEquals(without, series.withoutHour());
        assertEquals(RECORDS - without, series.counted());
        assertEquals(0, series.elsewhere());
        assertEquals(7, series.unplaced());
        assertEquals(
                IntStream.range(0, RECORDS)
                        .filter(i -> records.hour()[i] == 23 && records.category()[i] == 0)
                        .count(),
                series.points().get(23).counts().get("felony"));
    }

    @Test
    void changesByAreaAndByOffence() {
        Changes.Period first = new Changes.Period(MONTH.atDay(1), MONTH.atDay(10));
        Changes.Period second = new Changes.Period(MONTH.atDay(20), MONTH.atDay(29));
        ChangeCounter areas = ChangeCounter.ofAreas(PRECINCTS, first, second);
        areas.add(month);
        ChangeCounter offences = ChangeCounter.ofOffences(new Place("precinct:5", PRECINCTS, 1), first, second);
        offences.add(month);

        assertArrayEquals(
                new int[] {count(2, -1, 0, 9), count(2, -1, 19, 28)},
                areas.counts().get("7"));
        assertArrayEquals(new int[] {count(4, -1, 0, 9), count(4, -1, 19, 28)}, areas.elsewhere());
        assertArrayEquals(
                new int[] {count(1, 2, 0, 9), count(1, 2, 19, 28)},
                offences.counts().get("ROBBERY"));
        assertEquals(IntStream.of(0, 2, 3, 4).map(area -> count(area, -1, 0, 9)).sum(), offences.elsewhere()[0]);
    }

    private int count(int area, int offence, int firstDay, int lastDay) {
        return (int) IntStream.range(0, RECORDS)
                .filter(i -> areaOf(i) == area && dayOf(i) >= firstDay && dayOf(i) <= lastDay)
                .filter(i -> offence < 0 || records.offence()[i] == offence)
                .count();
    }

    private int areaOf(int record) {
        int area = PRECINCTS.names().indexOf(String.valueOf(records.precinct()[record]));
        return area < 0 ? PRECINCTS.names().size() : area;
    }

    private int dayOf(int record) {
        return (int) IntStream.of(records.dayStart())
                        .filter(start -> start <= record)
                        .count()
                - 1;
    }

    private static RecordMonth records(Random random) {
        int days = MONTH.lengthOfMonth();
        int[] dayStart = new int[days + 1];
        for (int day = 1; day < days; day++) {
            dayStart[day] = dayStart[day - 1] + random.nextInt(2 * RECORDS / days);
            dayStart[day] = Math.min(dayStart[day], RECORDS);
        }
        dayStart[days] = RECORDS;
        byte[] category = new byte[RECORDS];
        short[] offence = new short[RECORDS];
        short[] precinct = new short[RECORDS];
        byte[] hour = new byte[RECORDS];
        short[] precincts = {1, 5, 7, 8, 75};
        for (int i = 0; i < RECORDS; i++) {
            category[i] = (byte) random.nextInt(CATEGORIES.size());
            offence[i] = (short) random.nextInt(OFFENCES.size());
            precinct[i] = precincts[random.nextInt(precincts.length)];
            hour[i] = (byte) (random.nextInt(25) - 1);
        }
        Instant now = Instant.parse("2024-11-15T00:00:00Z");
        return new RecordMonth(
                "arrests",
                MONTH,
                new Freshness("sample", now, now, false),
                now,
                new Publication("arrests", MONTH.atDay(1), MONTH.atEndOfMonth(), MONTH.atEndOfMonth(), true),
                RECORDS + 7,
                dayStart,
                new int[RECORDS],
                new int[RECORDS],
                category,
                OFFENCES,
                offence,
                precinct,
                hour);
    }
}
