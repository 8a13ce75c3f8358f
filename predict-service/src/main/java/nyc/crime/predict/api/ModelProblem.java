package nyc.crime.predict.api;

import java.time.Duration;
import jakarta.ws.rs.core.Response;

import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

import nyc.crime.http.Problems;
import nyc.crime.predict.model.ModelUnavailable;

/** Trouble with the network as a problem that says whether and when to try again: a busy one is worth it, a missing not. */
class ModelProblem {

    private static final int UNAVAILABLE = 503;
    private static final Duration RETRY_AFTER = Duration.ofSeconds(10);

    @ServerExceptionMapper
    Response map(ModelUnavailable e) {
        return (e.isPassing()
                        ? Problems.passing(UNAVAILABLE, e.getMessage(), RETRY_AFTER)
                        : Problems.lasting(UNAVAILABLE, e.getMessage()))
                .toResponse();
    }
}
