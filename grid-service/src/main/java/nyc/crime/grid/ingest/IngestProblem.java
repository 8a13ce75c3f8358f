package nyc.crime.grid.ingest;

import java.time.Duration;
import java.time.YearMonth;

import io.quarkus.runtime.annotations.RegisterForReflection;

/** Something could not be had from ingest-service, and no copy of it is kept. */
public final class IngestProblem extends RuntimeException {

    private final int status;
    private final transient Details details;
    private final transient Duration retryAfter;

    /**
     * @param status 404, 429, 502, 503 or 504
     * @param details what ingest-service said of it
     * @param retryAfter when to try again, or null if unknown
     */
    IngestProblem(int status, Details details, Duration retryAfter, Throwable cause) {
        super(details.detail(), cause);
        this.status = status;
        this.details = details;
        this.retryAfter = retryAfter;
    }

    /**
     * An error of RFC 9457, as far as it is understood.
     *
     * @param parameter which part of the question is at fault, or null
     * @param first the first period there is, or null
     * @param last the last period there is, or null
     */
    @RegisterForReflection
    public record Details(int status, String detail, String parameter, String first, String last) {}

    /** Trouble on the way. */
    public static IngestProblem trouble(int status, String detail, Throwable cause) {
        return new IngestProblem(status, new Details(status, detail, null, null, null), null, cause);
    }

    /** There is no such period; the first and the last that there are, or null if unknown. */
    static IngestProblem nothing(String detail, String parameter, String first, String last) {
        return answered(404, new Details(404, detail, parameter, first, last), null);
    }

    /** What ingest-service answered in place of what it was asked for. */
    static IngestProblem answered(int status, Details said, Duration retryAfter) {
        boolean handedOn = status == 404 || status == 429 || status == 503 || status == 504;
        String detail = said.detail() == null ? "ingest-service answered " + status : said.detail();
        String parameter = said.parameter() == null ? "period" : said.parameter();
        return new IngestProblem(
                handedOn ? status : 502,
                new Details(status, detail, parameter, said.first(), said.last()),
                retryAfter,
                null);
    }

    /** This problem, found in a parameter of another name. */
    IngestProblem of(String parameter) {
        Details named = new Details(details.status, details.detail, parameter, details.first, details.last);
        return new IngestProblem(status, named, retryAfter, this);
    }

    /** This problem, of one month among several. */
    IngestProblem in(YearMonth month) {
        Details all = details;
        Details of = new Details(all.status, month + ": " + all.detail, all.parameter, all.first, all.last);
        return new IngestProblem(status, of, retryAfter, this);
    }

    public int status() {
        return status;
    }

    public Details details() {
        return details;
    }

    public Duration retryAfter() {
        return retryAfter;
    }

    /** True if asking again may help: everything but "no such thing". */
    public boolean passing() {
        return status != 404;
    }
}
