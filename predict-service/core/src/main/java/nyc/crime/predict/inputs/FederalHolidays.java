package nyc.crime.predict.inputs;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.Month;
import java.time.temporal.TemporalAdjusters;

/** Days on which the United States' federal offices close, by rule (5 U.S.C. 6103), so that no table runs out. */
final class FederalHolidays {

    private static final int JUNETEENTH_SINCE = 2021;

    private FederalHolidays() {}

    /** Whether a day is a federal holiday, or the weekday on which one that falls on a weekend is observed. */
    static boolean isHoliday(LocalDate day) {
        if (isNamed(day)) {
            return true;
        }
        return switch (day.getDayOfWeek()) {
            case FRIDAY -> isFixed(day.plusDays(1));
            case MONDAY -> isFixed(day.minusDays(1));
            default -> false;
        };
    }

    /** Whether a day is Thanksgiving, the fourth Thursday of November. */
    static boolean isThanksgiving(LocalDate day) {
        return isNth(day, Month.NOVEMBER, 4, DayOfWeek.THURSDAY);
    }

    private static boolean isNamed(LocalDate day) {
        return isFixed(day)
                || isThanksgiving(day)
                || isNth(day, Month.JANUARY, 3, DayOfWeek.MONDAY)
                || isNth(day, Month.FEBRUARY, 3, DayOfWeek.MONDAY)
                || isNth(day, Month.SEPTEMBER, 1, DayOfWeek.MONDAY)
                || isNth(day, Month.OCTOBER, 2, DayOfWeek.MONDAY)
                || day.equals(LocalDate.of(day.getYear(), Month.MAY, 1)
                        .with(TemporalAdjusters.lastInMonth(DayOfWeek.MONDAY)));
    }

    private static boolean isFixed(LocalDate day) {
        return switch (day.getMonth()) {
            case JANUARY -> day.getDayOfMonth() == 1;
            case JUNE -> day.getDayOfMonth() == 19 && day.getYear() >= JUNETEENTH_SINCE;
            case JULY -> day.getDayOfMonth() == 4;
            case NOVEMBER -> day.getDayOfMonth() == 11;
            case DECEMBER -> day.getDayOfMonth() == 25;
            default -> false;
        };
    }

    private static boolean isNth(LocalDate day, Month month, int nth, DayOfWeek weekday) {
        return day.getMonth() == month && day.getDayOfWeek() == weekday && (day.getDayOfMonth() - 1) / 7 == nth - 1;
    }
}
