package nyc.crime.predict.grid;

import java.time.temporal.ChronoUnit;
import java.util.function.Function;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;

import io.quarkiverse.resteasy.problem.HttpProblem;
import org.eclipse.microprofile.faulttolerance.CircuitBreaker;
import org.eclipse.microprofile.faulttolerance.Retry;
import org.eclipse.microprofile.faulttolerance.Timeout;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jboss.resteasy.reactive.RestResponse;

/**
 * Asks grid-service, patiently and politely: tries again what may pass, gives up after a time, and stops asking for a
 * while when most answers fail. What grid-service itself answers is final: a 4xx, and a time to come back. All limits
 * can be set as usual for SmallRye Fault Tolerance.
 */
@ApplicationScoped
class GridClient {

    private final GridApi api;

    /** An answer that is worth another try. */
    private static final class Passing extends RuntimeException {
        Passing(HttpProblem problem) {
            super(problem);
        }
    }

    GridClient(@RestClient GridApi api) {
        this.api = api;
    }

    /**
     * Asks.
     *
     * @throws HttpProblem if grid-service refuses
     * @throws RuntimeException whatever else went wrong, see {@link GridProblems#explain}
     */
    @Timeout(value = 60, unit = ChronoUnit.SECONDS)
    @Retry(maxRetries = 2, maxDuration = 60_000, delay = 200, jitter = 100, abortOn = HttpProblem.class)
    @CircuitBreaker(requestVolumeThreshold = 8, failureRatio = 0.75, delay = 5000, skipOn = HttpProblem.class)
    <T> RestResponse<T> ask(Function<GridApi, RestResponse<T>> question) {
        return answer(question);
    }

    /**
     * Asks for what is known already, to renew it: once, and not for long.
     *
     * @throws HttpProblem if grid-service refuses
     * @throws RuntimeException whatever else went wrong, see {@link GridProblems#explain}
     */
    @Timeout(value = 3, unit = ChronoUnit.SECONDS)
    @CircuitBreaker(requestVolumeThreshold = 8, failureRatio = 0.75, delay = 5000, skipOn = HttpProblem.class)
    <T> RestResponse<T> askBriefly(Function<GridApi, RestResponse<T>> question) {
        return answer(question);
    }

    private <T> RestResponse<T> answer(Function<GridApi, RestResponse<T>> question) {
        try {
            return question.apply(api);
        } catch (WebApplicationException e) {
            Response answer = e.getResponse();
            boolean isFinal = !GridProblems.passing(answer.getStatus())
                    || answer.getHeaderString(HttpHeaders.RETRY_AFTER) != null;
            HttpProblem problem = GridProblems.of(answer);
            throw isFinal ? problem : new Passing(problem);
        }
    }
}
