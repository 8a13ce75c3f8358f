package nyc.crime.ingest.records;

import java.time.YearMonth;

/** Hours are asked for of records that have no times. */
public final class NoHoursException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final MonthKey key;

    NoHoursException(MonthKey key) {
        super("the source of " + key + " has no times of day");
        this.key = key;
    }

    /** The first month of which that is so. */
    public YearMonth first() {
        return key.month();
    }

    /** The last month of which that is so. */
    public YearMonth last() {
        return key.month();
    }
}
