package nyc.crime.grid.ingest;

import java.time.Duration;
import java.time.YearMonth;

/** Records could not be had from ingest-service, and no copy of them is kept. */
public final class IngestProblem extends RuntimeException {

    private final YearMonth month;
    private final int status;
    private final transient Duration retryAfter;

    /**
     * @param month the month that is missing, or null if it is about more than one
     * @param status HTTP status for our caller: 404 where there is no such month, else 502, 503 or 504
     * @param detail what happened
     * @param retryAfter when to try again, or null if unknown
     */
    IngestProblem(YearMonth month, int status, String detail, Duration retryAfter) {
        super((month == null ? "" : month + ": ") + detail);
        this.month = month;
        this.status = status == 404 || status == 503 || status == 504 ? status : 502;
        this.retryAfter = retryAfter;
    }

    static IngestProblem malformed(YearMonth month, Exception cause) {
        IngestProblem problem =
                new IngestProblem(month, 502, "ingest-service gave an answer that could not be read", null);
        problem.initCause(cause);
        return problem;
    }

    /** The month that is missing, or null. */
    YearMonth month() {
        return month;
    }

    /** 404, 502, 503 or 504. */
    public int status() {
        return status;
    }

    /** When to try again, or null if unknown. */
    public Duration retryAfter() {
        return retryAfter;
    }

    /** True if asking again may help: everything but "no such month". */
    public boolean passing() {
        return status != 404;
    }
}
