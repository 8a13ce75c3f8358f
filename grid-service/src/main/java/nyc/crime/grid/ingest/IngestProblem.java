package nyc.crime.grid.ingest;

import java.time.Duration;
import java.time.temporal.Temporal;

import nyc.crime.grid.ingest.RecordsJson.ProblemJson;

/** Something could not be had from ingest-service, and no copy of it is kept. What ingest-service says of it is kept. */
public final class IngestProblem extends RuntimeException {

    private static final int NOT_FOUND = 404;
    private static final int BAD_GATEWAY = 502;

    private final int status;
    private final String parameter;
    private final String first;
    private final String last;
    private final transient Duration retryAfter;

    private IngestProblem(
            int status,
            String detail,
            String parameter,
            String first,
            String last,
            Duration retryAfter,
            Throwable cause) {
        super(detail, cause);
        this.status = status;
        this.parameter = parameter;
        this.first = first;
        this.last = last;
        this.retryAfter = retryAfter;
    }

    /** Trouble on the way: 502, 503 or 504. */
    static IngestProblem trouble(int status, String detail, Throwable cause) {
        return new IngestProblem(status, detail, null, null, null, null, cause);
    }

    /** What ingest-service answered in place of what it was asked for. */
    static IngestProblem answered(int status, ProblemJson problem, Duration retryAfter) {
        boolean known = status == NOT_FOUND || status == 429 || status == 503 || status == 504;
        return new IngestProblem(
                known ? status : BAD_GATEWAY,
                problem.detail() == null ? "ingest-service answered " + status : problem.detail(),
                problem.parameter() == null ? "period" : problem.parameter(),
                problem.first(),
                problem.last(),
                retryAfter,
                null);
    }

    /** This problem, of one month among several. */
    IngestProblem in(Temporal month) {
        return new IngestProblem(status, month + ": " + getMessage(), parameter, first, last, retryAfter, this);
    }

    /** There is no such year. */
    static IngestProblem nothing(String detail) {
        return new IngestProblem(NOT_FOUND, detail, "period", null, null, null, null);
    }

    /** 404, 429, 502, 503 or 504. */
    public int status() {
        return status;
    }

    /** Which part of the question is at fault, if it is the question's. */
    public String parameter() {
        return parameter;
    }

    /** The first period there is, or null if unknown. */
    public String first() {
        return first;
    }

    /** The last period there is, or null if unknown. */
    public String last() {
        return last;
    }

    /** When to try again, or null if unknown. */
    public Duration retryAfter() {
        return retryAfter;
    }

    /** True if asking again may help: everything but "no such thing". */
    public boolean passing() {
        return status != NOT_FOUND;
    }
}
