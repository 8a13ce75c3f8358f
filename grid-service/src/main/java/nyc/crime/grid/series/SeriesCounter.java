package nyc.crime.grid.series;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import java.util.function.IntUnaryOperator;

import nyc.crime.grid.ingest.RecordMonth;
import nyc.crime.grid.ingest.Snapshot;

/** Counts the records of a place, month by month in any order, into the points of a series. Thread-safe. */
public final class SeriesCounter {

    private static final String ALL = "all";

    private final Place place;
    private final Step step;
    private final Series.Group group;
    private final List<String> categories;
    private final LocalDate from;
    private final LocalDate to;
    private final List<String> periods;
    private final Map<String, long[]> counts;
    private long elsewhere;
    private long unplaced;
    private long withoutHour;

    /**
     * A series of which nothing is counted yet.
     *
     * @param categories the city's
     * @param to last day, inclusive
     */
    public SeriesCounter(
            Place place, Step step, Series.Group group, List<String> categories, LocalDate from, LocalDate to) {
        this.place = place;
        this.step = step;
        this.group = group;
        this.categories = categories;
        this.from = from;
        this.to = to;
        periods = step.periods(from, to);
        counts = group == Series.Group.OFFENCE ? new TreeMap<>() : new LinkedHashMap<>();
        fixed().forEach(name -> counts.put(name, new long[periods.size()]));
    }

    /** The groups that are known beforehand, in their order. */
    private List<String> fixed() {
        return switch (group) {
            case NONE -> List.of(ALL);
            case CATEGORY -> categories;
            case WEEKDAY -> Step.weekdays();
            case OFFENCE -> List.of();
        };
    }

    /** Numbers in the answer, at most, for this many groups. */
    public long size(int groups) {
        return (long) periods.size() * groups;
    }

    /** Counts the records of a month that are in the range. */
    public synchronized void add(RecordMonth month) {
        LocalDate first = month.month().atDay(1);
        LocalDate last = month.month().atEndOfMonth();
        IntPredicate here = place.in(month);
        for (LocalDate day = first.isBefore(from) ? from : first;
                !day.isAfter(last) && !day.isAfter(to);
                day = day.plusDays(1)) {
            int point = step.indexOf(from, day);
            IntUnaryOperator pointOf = step == Step.HOUR ? record -> month.hour()[record] : record -> point;
            List<long[]> groups = groups(month, day);
            IntUnaryOperator groupOf = groupOf(month);
            int end = month.dayStart()[day.getDayOfMonth()];
            for (int record = month.dayStart()[day.getDayOfMonth() - 1]; record < end; record++) {
                if (!here.test(record)) {
                    elsewhere++;
                } else if (pointOf.applyAsInt(record) < 0) {
                    withoutHour++;
                } else {
                    groups.get(groupOf.applyAsInt(record))[pointOf.applyAsInt(record)]++;
                }
            }
        }
        // what has no place has no day either: it counts where its whole month does
        if (!first.isBefore(from) && !last.isAfter(to)) {
            unplaced += month.unplaced();
        }
    }

    /** The counts of the groups that the records of a month and a day fall into, by the number of {@link #groupOf}. */
    private List<long[]> groups(RecordMonth month, LocalDate day) {
        List<String> names = switch (group) {
            case WEEKDAY -> List.of(Step.weekdays().get(day.getDayOfWeek().ordinal()));
            case OFFENCE -> month.offences();
            default -> fixed();
        };
        return names.stream()
                .map(name -> counts.computeIfAbsent(name, n -> new long[periods.size()]))
                .toList();
    }

    private IntUnaryOperator groupOf(RecordMonth month) {
        return switch (group) {
            case CATEGORY -> record -> month.category()[record];
            case OFFENCE -> record -> month.offence()[record];
            default -> record -> 0;
        };
    }

    /**
     * The series.
     *
     * @param snapshot what was counted, and how far it is published and complete
     */
    public synchronized Series series(String dataset, Snapshot snapshot) {
        LocalDate complete = snapshot.publication().complete();
        List<Series.Point> points = new ArrayList<>();
        LocalDate day = from;
        for (int point = 0; point < periods.size(); point++) {
            int of = point;
            Boolean whole = null;
            if (complete != null) {
                LocalDate end = step.isStretch() ? step.end(day) : to;
                boolean cut = step.isStretch() && (step.start(day).isBefore(from) || end.isAfter(to));
                whole = !cut && !end.isAfter(complete);
            }
            Map<String, Long> byGroup = new LinkedHashMap<>();
            counts.forEach((name, count) -> byGroup.put(name, count[of]));
            points.add(new Series.Point(
                    periods.get(point),
                    group == Series.Group.NONE ? byGroup.getOrDefault(ALL, 0L) : null,
                    group == Series.Group.NONE ? null : byGroup,
                    whole,
                    step == Step.HOUR && point % 12 == 0 ? true : null));
            day = step.end(day).plusDays(1);
        }
        long counted = counts.values().stream().flatMapToLong(Arrays::stream).sum();
        return Series.of(
                dataset, place, step, group, from, to, snapshot, counted, elsewhere, unplaced, withoutHour, points);
    }
}
