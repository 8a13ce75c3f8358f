package nyc.crime.grid.series;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import com.fasterxml.jackson.annotation.JsonValue;

/** What one point of a series is of: a stretch of time, or all days or hours of one name. */
public enum Step {
    MONTH,
    /** A week of ISO 8601, from Monday. */
    WEEK,
    DAY,
    WEEKDAY,
    HOUR;

    private static final DateTimeFormatter WEEK_NAME = DateTimeFormatter.ofPattern("YYYY-'W'ww", Locale.UK);
    private static final List<String> WEEKDAYS = Arrays.stream(DayOfWeek.values())
            .map(day -> day.name().toLowerCase(Locale.ROOT))
            .toList();
    private static final List<String> HOURS =
            IntStream.range(0, 24).mapToObj("%02d"::formatted).toList();

    /** Reads a parameter. */
    public static Step fromString(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT));
    }

    /** The name in questions and answers. */
    @JsonValue
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether its points follow each other, and each ends one day. */
    boolean isStretch() {
        return this != WEEKDAY && this != HOUR;
    }

    /** The names of the days of the week, from Monday. */
    static List<String> weekdays() {
        return WEEKDAYS;
    }

    /** How many points a range has. */
    public int size(LocalDate from, LocalDate to) {
        return isStretch() ? indexOf(from, to) + 1 : periods(from, to).size();
    }

    /** The names of the points of a range, in order. */
    List<String> periods(LocalDate from, LocalDate to) {
        return switch (this) {
            case WEEKDAY -> WEEKDAYS;
            case HOUR -> HOURS;
            default ->
                Stream.iterate(from, day -> !day.isAfter(to), day -> end(day).plusDays(1))
                        .map(this::name)
                        .toList();
        };
    }

    /** The number of the point that a day of the range belongs to; of no meaning for hours. */
    int indexOf(LocalDate from, LocalDate day) {
        return switch (this) {
            case MONTH -> (int) ChronoUnit.MONTHS.between(YearMonth.from(from), YearMonth.from(day));
            case WEEK -> (int) ChronoUnit.WEEKS.between(monday(from), day);
            case DAY -> (int) ChronoUnit.DAYS.between(from, day);
            case WEEKDAY -> day.getDayOfWeek().ordinal();
            case HOUR -> 0;
        };
    }

    /** The first day of the stretch that a day belongs to. */
    LocalDate start(LocalDate day) {
        return switch (this) {
            case MONTH -> day.withDayOfMonth(1);
            case WEEK -> monday(day);
            default -> day;
        };
    }

    /** The last day of the stretch that a day belongs to. */
    LocalDate end(LocalDate day) {
        return switch (this) {
            case MONTH -> day.with(TemporalAdjusters.lastDayOfMonth());
            case WEEK -> monday(day).plusDays(6);
            default -> day;
        };
    }

    private String name(LocalDate day) {
        return switch (this) {
            case MONTH -> YearMonth.from(day).toString();
            case WEEK -> WEEK_NAME.format(day);
            default -> day.toString();
        };
    }

    private static LocalDate monday(LocalDate day) {
        return day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
    }
}
