package nyc.crime.ingest.records;

import java.time.YearMonth;

/** The city has not published the month: there is nothing, which is not the same as no records. */
public final class NotPublishedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final YearMonth first;
    private final YearMonth last;

    NotPublishedException(MonthKey key, YearMonth first, YearMonth last) {
        super(key + " is not published");
        this.first = first;
        this.last = last;
    }

    /** The first published month, or null if there is none. */
    public YearMonth first() {
        return first;
    }

    /** The last published month, or null if there is none. */
    public YearMonth last() {
        return last;
    }
}
