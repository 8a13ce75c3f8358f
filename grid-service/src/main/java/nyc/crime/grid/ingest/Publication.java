package nyc.crime.grid.ingest;

import java.time.LocalDate;
import java.time.Year;
import java.time.YearMonth;

/**
 * What is published of a dataset. What lies outside is not known, which is not the same as none: no answer counts it as
 * zero.
 *
 * @param dataset such as {@code arrests}
 * @param first the first day with records; null while that is not known
 * @param through the last day with records; null while that is not known
 * @param complete the last day that late reports hardly change any more; null while that is not known
 * @param timed whether its records have hours
 */
public record Publication(String dataset, LocalDate first, LocalDate through, LocalDate complete, boolean timed) {

    private static final YearMonth EARLIEST = YearMonth.of(1000, 1);
    private static final YearMonth LATEST = YearMonth.of(9999, 12);

    /** A dataset of which nothing is known yet. */
    public static Publication unknown(String dataset) {
        return new Publication(dataset, null, null, null, false);
    }

    /** Whether it is known from when to when there are records. */
    public boolean isKnown() {
        return first != null && through != null;
    }

    /** The first published month; of an unknown dataset the first that can be written. */
    public YearMonth firstMonth() {
        return isKnown() ? YearMonth.from(first) : EARLIEST;
    }

    /** The last published month; of an unknown dataset the last that can be written. */
    public YearMonth lastMonth() {
        return isKnown() ? YearMonth.from(through) : LATEST;
    }

    /**
     * The later of two states of the same dataset: of a month that is newer than the list of datasets, the month's own.
     * The first day is taken from whichever knows it.
     */
    Publication or(Publication other) {
        boolean later = through == null || other.through != null && other.through.isAfter(through);
        Publication newest = later ? other : this;
        return new Publication(dataset, first == null ? other.first : first, newest.through, newest.complete, timed);
    }

    /**
     * Does nothing for a month of which something is published.
     *
     * @param parameter where the month was named
     * @throws IngestProblem 404 with the first and the last month for any other
     */
    public void require(String parameter, YearMonth month) {
        require(parameter, month, month, month);
    }

    /** The same for a year, of which one published month is enough. */
    public void require(String parameter, Year year) {
        require(parameter, year.atMonth(1), year.atMonth(12), "%04d".formatted(year.getValue()));
    }

    private void require(String parameter, YearMonth from, YearMonth to, Object shown) {
        if (to.isBefore(firstMonth()) || from.isAfter(lastMonth())) {
            throw IngestProblem.nothing(
                    "no records of " + shown + " are published",
                    parameter,
                    isKnown() ? firstMonth().toString() : null,
                    isKnown() ? lastMonth().toString() : null);
        }
    }
}
