package nyc.crime.grid.series;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import nyc.crime.grid.ingest.Snapshot;

/** Counts the records of a place, month by month in any order, into the points of a series. For one thread. */
public final class SeriesCounter {

    private static final String ALL = "all";
    private static final int OUTSIDE = -1;

    private final Place place;
    private final Step step;
    private final Series.Group group;
    private final List<String> categories;
    private final LocalDate from;
    private final LocalDate to;
    private final List<String> periods;
    private final Map<String, long[]> counts;
    private long placed;
    private long here;
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

    /** Counts the records of a month that are in the range. */
    public void add(AreaMonth month) {
        LocalDate first = month.of().month().atDay(1);
        LocalDate last = month.of().month().atEndOfMonth();
        int[] pointOf = new int[last.getDayOfMonth()];
        int[] weekdayOf = new int[last.getDayOfMonth()];
        for (int day = 0; day < pointOf.length; day++) {
            LocalDate date = first.plusDays(day);
            boolean inRange = !date.isBefore(from) && !date.isAfter(to);
            pointOf[day] = inRange ? step.indexOf(from, date) : OUTSIDE;
            weekdayOf[day] = date.getDayOfWeek().ordinal();
            placed += inRange ? month.of().dayStart()[day + 1] - month.of().dayStart()[day] : 0;
        }
        long[][] slots = (group == Series.Group.OFFENCE ? month.offences() : fixed())
                .stream()
                        .map(name -> counts.computeIfAbsent(name, n -> new long[periods.size()]))
                        .toArray(long[][]::new);
        month.each(place.area(), (day, hour, offence, category) -> {
            if (pointOf[day] == OUTSIDE) {
                return;
            }
            here++;
            int point = step == Step.HOUR ? hour : pointOf[day];
            if (point < 0) {
                withoutHour++;
                return;
            }
            int slot = switch (group) {
                case NONE -> 0;
                case CATEGORY -> category;
                case OFFENCE -> offence;
                case WEEKDAY -> weekdayOf[day];
            };
            slots[slot][point]++;
        });
        // what has no place has no day either: it counts where its whole month does
        if (!first.isBefore(from) && !last.isAfter(to)) {
            unplaced += month.of().unplaced();
        }
    }

    /**
     * The series.
     *
     * @param snapshot what was counted, and how far it is published and complete
     */
    public Series series(String dataset, Snapshot snapshot) {
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
                dataset, place, step, group, from, to, snapshot, counted, placed - here, unplaced, withoutHour, points);
    }
}
