package nyc.crime.predict.grid;

import java.time.Duration;
import java.util.concurrent.TimeoutException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;

import io.quarkiverse.resteasy.problem.HttpProblem;
import org.eclipse.microprofile.faulttolerance.exceptions.CircuitBreakerOpenException;

import nyc.crime.http.Problems;

/**
 * What goes wrong with grid-service, as problems for our own caller. What grid-service says of it, its status, sentence,
 * parameter, possible values and Retry-After, is handed on.
 */
final class GridProblems {

    private static final Duration RETRY_AFTER = Duration.ofSeconds(10);
    private static final int BAD_GATEWAY = 502;

    private GridProblems() {}

    /** What grid-service answered in place of what it was asked for. */
    static HttpProblem of(Response answer) {
        int status = answer.getStatus();
        if (passing(status) && status != 503 && status != 504 && status != 429) {
            // what is broken there is a bad gateway here
            return Problems.passing(BAD_GATEWAY, "grid-service answered " + status, RETRY_AFTER);
        }
        String retryAfter = answer.getHeaderString(HttpHeaders.RETRY_AFTER);
        HttpProblem.Builder problem;
        try {
            problem = HttpProblem.builder(answer.readEntity(HttpProblem.class)).withInstance(null);
        } catch (RuntimeException e) {
            String detail = "grid-service answered " + status;
            problem = HttpProblem.builder(
                    passing(status)
                            ? Problems.passing(status, detail, RETRY_AFTER)
                            : Problems.lasting(BAD_GATEWAY, detail));
        }
        return (retryAfter == null ? problem : problem.withHeader(HttpHeaders.RETRY_AFTER, retryAfter)).build();
    }

    /** What a failure to ask means to our caller. */
    static HttpProblem explain(Throwable e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof HttpProblem problem) {
                return problem;
            }
            if (cause instanceof CircuitBreakerOpenException) {
                return Problems.passing(503, "grid-service keeps failing and is left alone for a while", RETRY_AFTER);
            }
            if (cause instanceof TimeoutException
                    || cause instanceof org.eclipse.microprofile.faulttolerance.exceptions.TimeoutException) {
                return Problems.passing(504, "grid-service did not answer in time", RETRY_AFTER);
            }
        }
        return Problems.passing(503, "grid-service cannot be reached", RETRY_AFTER);
    }

    /** Whether asking again may help: everywhere but where the question is wrong. */
    static boolean passing(int status) {
        return status >= 500 || status == 408 || status == 429;
    }
}
