package nyc.crime.ingest.socrata;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Rows by the day of a column, as Socrata counts them. First and last are those of the usual rows: a few rows far off,
 * with mistyped dates, move no boundary.
 *
 * @param days rows by day
 * @param dayless rows whose text names a month but no day of it ({@code 2023-02-29})
 * @param unreadable rows whose text names no month either
 * @param missing rows without a date
 * @param example one of the texts that name no day, or null
 */
record DayCounts(
        NavigableMap<LocalDate, Long> days,
        SortedMap<YearMonth, Long> dayless,
        long unreadable,
        long missing,
        String example) {

    /** A stretch with less than a hundredth of the usual rows is strays; after an empty one, less than a tenth. */
    private static final int FEW = 100;

    private static final int FEW_AND_APART = 10;
    private static final int MONTH_LENGTH = 7;
    private static final int DAY_LENGTH = 10;

    /** What to select and group by, for {@link #read}. */
    static String select(String column) {
        return "date_trunc_ymd(%1$s) as day,count(*) as rows,count(%1$s) as dated".formatted(column);
    }

    static DayCounts read(List<Map<String, String>> groups) {
        NavigableMap<LocalDate, Long> days = new TreeMap<>();
        SortedMap<YearMonth, Long> dayless = new TreeMap<>();
        long unreadable = 0;
        long missing = 0;
        String example = null;
        for (Map<String, String> group : groups) {
            String text = group.get("day");
            long rows = Long.parseLong(group.get("rows"));
            LocalDate day = parse(text, DAY_LENGTH, LocalDate::parse);
            YearMonth month = parse(text, MONTH_LENGTH, YearMonth::parse);
            if (day != null) {
                days.merge(day, rows, Long::sum);
                continue;
            }
            if (text == null) {
                long dated = Long.parseLong(group.getOrDefault("dated", "0"));
                missing += rows - dated;
                unreadable += dated;
                continue;
            }
            example = text;
            if (month != null && text.startsWith("-", MONTH_LENGTH)) {
                dayless.merge(month, rows, Long::sum);
            } else {
                unreadable += rows;
            }
        }
        return new DayCounts(days, dayless, unreadable, missing, example);
    }

    /** All rows. */
    long rows() {
        return dated() + unreadable + missing;
    }

    /** Rows that name no day, though they name something. */
    long misdated() {
        return sum(dayless.values()) + unreadable;
    }

    /** Rows with a date that names at least a month. */
    long dated() {
        return sum(days.values()) + sum(dayless.values());
    }

    /** These rows, and those of all that no comparison with a day could find. */
    DayCounts withUndated(DayCounts all) {
        return new DayCounts(days, dayless, all.unreadable, all.missing, all.example);
    }

    /** Only the rows after the day. */
    DayCounts after(LocalDate day) {
        return new DayCounts(
                new TreeMap<>(days.tailMap(day, false)),
                dayless.tailMap(YearMonth.from(day).plusMonths(1)),
                0,
                0,
                null);
    }

    /** Only the days from the one to the other, both inclusive. */
    DayCounts between(LocalDate from, LocalDate to) {
        SortedMap<LocalDate, Long> those = from.isAfter(to) ? new TreeMap<>() : days.subMap(from, true, to, true);
        return new DayCounts(new TreeMap<>(those), new TreeMap<>(), 0, 0, null);
    }

    /** Rows by month, those without a day too. */
    SortedMap<YearMonth, Long> months() {
        SortedMap<YearMonth, Long> months = monthsOfDays();
        dayless.forEach((month, rows) -> months.merge(month, rows, Long::sum));
        return months;
    }

    /** The first day of the usual rows, or null if there are none. */
    LocalDate first() {
        return edge(true);
    }

    /** The last day of the usual rows, or null if there are none. */
    LocalDate last() {
        return edge(false);
    }

    private LocalDate edge(boolean first) {
        YearMonth month = usual(monthsOfDays(), first, m -> m.plusMonths(first ? 1 : -1));
        if (month == null) {
            return null;
        }
        return usual(
                days.subMap(month.atDay(1), true, month.atEndOfMonth(), true),
                first,
                day -> day.plusDays(first ? 1 : -1));
    }

    private static <T> T usual(NavigableMap<T, Long> rows, boolean first, Function<T, T> inward) {
        NavigableSet<T> inOrder = first ? rows.navigableKeySet() : rows.descendingKeySet();
        long median = rows.values().stream()
                .sorted()
                .skip(rows.size() / 2)
                .findFirst()
                .orElse(0L);
        return inOrder.stream()
                .filter(key -> rows.get(key) * FEW >= median)
                .filter(key -> rows.get(key) * FEW_AND_APART >= median || rows.containsKey(inward.apply(key)))
                .findFirst()
                .orElse(null);
    }

    private NavigableMap<YearMonth, Long> monthsOfDays() {
        return days.entrySet().stream()
                .collect(Collectors.groupingBy(
                        day -> YearMonth.from(day.getKey()),
                        TreeMap::new,
                        Collectors.summingLong(Map.Entry::getValue)));
    }

    private static <T> T parse(String text, int length, Function<String, T> parser) {
        try {
            return text == null || text.length() < length ? null : parser.apply(text.substring(0, length));
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static long sum(Collection<Long> rows) {
        return rows.stream().mapToLong(r -> r).sum();
    }
}
