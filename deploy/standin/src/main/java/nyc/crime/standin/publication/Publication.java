package nyc.crime.standin.publication;

import java.time.LocalDate;
import java.time.Year;
import java.time.YearMonth;
import java.time.temporal.IsoFields;

/**
 * Which rows NYPD's files hold. They are cut by the date of arrest or of report, never by that of occurrence.
 *
 * @param through the last day published
 * @param currentFrom first day of the year that the current file holds up to {@code through}
 * @param historicThrough last day of the historic file
 * @param currentUpdated when the current file was published
 * @param historicUpdated when the historic file was renewed
 */
public record Publication(
        LocalDate through,
        LocalDate currentFrom,
        LocalDate historicThrough,
        LocalDate currentUpdated,
        LocalDate historicUpdated) {

    /**
     * What was published on a date: a quarter comes three weeks after its end; the historic file takes in last year on
     * 1 April. So last year is in the current file alone until then, in both files for three weeks, and in the historic
     * one alone once the new year's first quarter is out.
     */
    public static Publication asOf(LocalDate date) {
        LocalDate ended = date.minusWeeks(3);
        LocalDate through = ended.with(IsoFields.DAY_OF_QUARTER, 1).minusDays(1);
        LocalDate endOfQuarter =
                ended.with(IsoFields.DAY_OF_QUARTER, 1).plusMonths(3).minusDays(1);
        if (endOfQuarter.equals(ended)) {
            through = endOfQuarter;
        }
        LocalDate renewed = Year.from(date).atMonth(4).atDay(1);
        if (renewed.isAfter(date)) {
            renewed = renewed.minusYears(1);
        }
        return new Publication(
                through,
                through.withDayOfYear(1),
                renewed.withDayOfYear(1).minusDays(1),
                through.plusWeeks(3),
                renewed);
    }

    /** Everything up to the end of last month, and the historic file up to the year before that month's. */
    public static Publication monthly(LocalDate today) {
        LocalDate updated = YearMonth.from(today).atDay(1);
        LocalDate through = updated.minusDays(1);
        LocalDate newYear = through.withDayOfYear(1);
        return new Publication(through, newYear, newYear.minusDays(1), updated, updated);
    }
}
