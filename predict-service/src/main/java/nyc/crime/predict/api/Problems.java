package nyc.crime.predict.api;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;

import io.quarkiverse.resteasy.problem.HttpProblem;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

import nyc.crime.predict.grid.GridUnavailable;
import nyc.crime.predict.grid.UnknownDataset;
import nyc.crime.predict.model.ModelUnavailable;

/** What went wrong, as RFC 9457 problems. */
class Problems {

    private static final int SECONDS = 10;

    @ServerExceptionMapper
    Response gridUnavailable(GridUnavailable e) {
        return HttpProblem.builder()
                .withStatus(Status.SERVICE_UNAVAILABLE)
                .withTitle("No counts")
                .withDetail(e.getMessage())
                .withHeader(HttpHeaders.RETRY_AFTER, SECONDS)
                .build()
                .toResponse();
    }

    @ServerExceptionMapper
    Response unknownDataset(UnknownDataset e) {
        return BadParameter.of(Status.NOT_FOUND.getStatusCode(), "Unknown dataset", "dataset", e.getMessage())
                .toResponse();
    }

    @ServerExceptionMapper
    Response modelUnavailable(ModelUnavailable e) {
        HttpProblem.Builder problem = HttpProblem.builder()
                .withStatus(Status.SERVICE_UNAVAILABLE)
                .withTitle(e.isPassing() ? "Busy" : "No network")
                .withDetail(e.getMessage());
        if (e.isPassing()) {
            problem.withHeader(HttpHeaders.RETRY_AFTER, SECONDS);
        }
        return problem.build().toResponse();
    }
}
