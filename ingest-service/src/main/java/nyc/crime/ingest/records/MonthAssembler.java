package nyc.crime.ingest.records;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import nyc.crime.ingest.records.MonthRecords.Odd;
import nyc.crime.ingest.records.MonthRecords.Part;
import nyc.crime.ingest.socrata.Page;
import nyc.crime.ingest.socrata.SliceRows;

/**
 * Puts the slices of a month together: sorted by day, and inside a day by latitude, longitude and category, which
 * makes the month the same however Socrata ordered it, and its gzip half the size.
 */
final class MonthAssembler {

    private static final int NOON = 12;

    private record Row(Page page, int index) {
        int day() {
            return page.day(index);
        }

        int lat() {
            return page.lat(index);
        }

        int lon() {
            return page.lon(index);
        }

        int category() {
            return page.category(index);
        }

        String offence() {
            return page.offence(index);
        }

        int precinct() {
            return page.precinct(index);
        }

        int hour() {
            return page.hour(index);
        }

        boolean sharp() {
            return page.isSharp(index);
        }

        boolean placed() {
            return page.isPlaced(index) && day() >= 0;
        }
    }

    private static final Comparator<Row> ORDER = Comparator.comparingInt(Row::day)
            .thenComparingInt(Row::lat)
            .thenComparingInt(Row::lon)
            .thenComparingInt(Row::category)
            .thenComparing(Row::offence)
            .thenComparingInt(Row::precinct)
            .thenComparingInt(Row::hour);

    private MonthAssembler() {}

    /** The month; {@code other} is the number of the category that takes what none of the others has. */
    static MonthRecords assemble(MonthKey key, List<SliceRows> slices, int other, String origin, Instant now) {
        List<Row> rows = new ArrayList<>();
        for (SliceRows slice : slices) {
            IntStream.range(0, slice.rows().size()).forEach(i -> rows.add(new Row(slice.rows(), i)));
        }
        Row[] placed = rows.stream().filter(Row::placed).sorted(ORDER).toArray(Row[]::new);
        List<String> offences =
                List.copyOf(rows.stream().map(Row::offence).collect(Collectors.toCollection(TreeSet::new)));
        boolean timed = slices.stream().anyMatch(slice -> slice.slice().timed());
        return new MonthRecords(
                key,
                origin,
                now,
                now,
                slices.stream().anyMatch(SliceRows::outOfDate),
                rows.size(),
                dayStart(placed, key.month().lengthOfMonth()),
                Arrays.stream(placed).mapToInt(Row::lat).toArray(),
                Arrays.stream(placed).mapToInt(Row::lon).toArray(),
                bytes(placed, Row::category),
                offences,
                offenceIndex(placed, offences),
                precincts(placed),
                timed ? bytes(placed, Row::hour) : null,
                odd(rows, other, timed),
                slices.stream().map(MonthAssembler::part).toList());
    }

    private static int[] dayStart(Row[] placed, int days) {
        int[] starts = new int[days + 1];
        for (Row row : placed) {
            starts[row.day() + 1]++;
        }
        Arrays.parallelPrefix(starts, Integer::sum);
        return starts;
    }

    private static byte[] bytes(Row[] placed, ToIntFunction<Row> value) {
        byte[] column = new byte[placed.length];
        for (int i = 0; i < placed.length; i++) {
            column[i] = (byte) value.applyAsInt(placed[i]);
        }
        return column;
    }

    private static short[] offenceIndex(Row[] placed, List<String> offences) {
        short[] column = new short[placed.length];
        for (int i = 0; i < placed.length; i++) {
            column[i] = (short) Collections.binarySearch(offences, placed[i].offence());
        }
        return column;
    }

    private static short[] precincts(Row[] placed) {
        short[] column = new short[placed.length];
        for (int i = 0; i < placed.length; i++) {
            column[i] = (short) placed[i].precinct();
        }
        return column;
    }

    private static Odd odd(List<Row> rows, int other, boolean timed) {
        return new Odd(
                count(rows, row -> row.lat() == Page.MISSING),
                count(rows, row -> row.lat() == Page.OUTSIDE),
                count(rows, row -> row.day() < 0),
                count(rows, row -> row.category() == other),
                count(rows, row -> row.offence().isEmpty()),
                count(rows, row -> row.precinct() == 0),
                timed ? count(rows, row -> row.hour() < 0) : 0,
                count(rows, row -> row.hour() == 0 && row.sharp()),
                count(rows, row -> row.hour() == NOON && row.sharp()));
    }

    private static int count(List<Row> rows, Predicate<Row> condition) {
        return (int) rows.stream().filter(condition).count();
    }

    private static Part part(SliceRows rows) {
        return new Part(
                rows.slice().source(),
                rows.slice().joinColumn(),
                rows.slice().after(),
                rows.validators().etag(),
                rows.validators().lastModified());
    }
}
