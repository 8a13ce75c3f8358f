package nyc.crime.predict.inputs;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.MonthDay;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Days on which a city rests, by rule, so that no table runs out. A rule is a date, {@code 12-25}, or a weekday of a month,
 * {@code 01-3-MON} or {@code 05-last-MON}; {@code /2021} after it says since which year, and a last {@code !} that the day
 * is the greatest of all, which the network is told apart. A date on a weekend is observed on the Friday or Monday too.
 */
public final class Holidays {

    /** Of a city of which none are known. */
    public static final Holidays NONE = of(List.of());

    private static final Pattern RULE =
            Pattern.compile("(\\d\\d)-(?:(\\d\\d)|([1-5]|last)-(MON|TUE|WED|THU|FRI|SAT|SUN))(?:/(\\d{4}))?(!)?");
    private static final int WEEK = 7;

    private final List<Rule> rules;

    private Holidays(List<Rule> rules) {
        this.rules = rules;
    }

    /**
     * The days of some rules.
     *
     * @throws IllegalArgumentException if one is no rule; it names that one
     */
    public static Holidays of(List<String> rules) {
        return new Holidays(rules.stream().map(Rule::parse).toList());
    }

    /**
     * A rule.
     *
     * @param number of the day, or of the weekday in the month
     * @param weekday null: a date
     */
    private record Rule(int month, int number, DayOfWeek weekday, int since, boolean greatest) {

        private static final int LAST = 0;

        static Rule parse(String text) {
            Matcher rule = RULE.matcher(text);
            if (!rule.matches()) {
                throw new IllegalArgumentException(
                        "a holiday is such as 12-25, 01-3-MON, 05-last-MON or 06-19/2021, not " + text);
            }
            int month = Integer.parseInt(rule.group(1));
            boolean isDate = rule.group(2) != null;
            int number = isDate
                    ? Integer.parseInt(rule.group(2))
                    : rule.group(3).equals("last") ? LAST : Integer.parseInt(rule.group(3));
            try {
                MonthDay.of(month, isDate ? number : 1);
            } catch (DateTimeException e) {
                throw new IllegalArgumentException("the holiday " + text + " is no day of a year", e);
            }
            DayOfWeek weekday = isDate
                    ? null
                    : Arrays.stream(DayOfWeek.values())
                            .filter(day -> day.name().startsWith(rule.group(4)))
                            .findFirst()
                            .orElseThrow();
            int since = rule.group(5) == null ? 0 : Integer.parseInt(rule.group(5));
            return new Rule(month, number, weekday, since, rule.group(6) != null);
        }

        boolean isDate() {
            return weekday == null;
        }

        boolean isMetBy(LocalDate day) {
            if (day.getMonthValue() != month || day.getYear() < since) {
                return false;
            }
            if (isDate()) {
                return day.getDayOfMonth() == number;
            }
            return day.getDayOfWeek() == weekday
                    && (number == LAST
                            ? day.getDayOfMonth() > day.lengthOfMonth() - WEEK
                            : (day.getDayOfMonth() - 1) / WEEK == number - 1);
        }
    }

    /** Whether a day is a holiday, or the weekday on which one that falls on a weekend is observed. */
    boolean isHoliday(LocalDate day) {
        if (rules.stream().anyMatch(rule -> rule.isMetBy(day))) {
            return true;
        }
        return switch (day.getDayOfWeek()) {
            case FRIDAY -> isDate(day.plusDays(1));
            case MONDAY -> isDate(day.minusDays(1));
            default -> false;
        };
    }

    private boolean isDate(LocalDate day) {
        return rules.stream().anyMatch(rule -> rule.isDate() && rule.isMetBy(day));
    }

    /** Whether a day is the greatest holiday of a year. */
    boolean isGreatest(LocalDate day) {
        return rules.stream().anyMatch(rule -> rule.greatest && rule.isMetBy(day));
    }
}
