package nyc.crime.grid.api;

import java.time.Duration;
import jakarta.ws.rs.core.Response;

import io.quarkiverse.resteasy.problem.HttpProblem;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

import nyc.crime.grid.GridConfig;
import nyc.crime.grid.ingest.IngestProblem;
import nyc.crime.grid.ingest.IngestProblem.Details;
import nyc.crime.http.Problems;

/** What ingest-service said of a failure is handed on: status, detail, parameter, and when to come back. */
class IngestProblemMapper {

    private final Duration retryAfter;

    IngestProblemMapper(GridConfig config) {
        retryAfter = config.records().retryAfter();
    }

    @ServerExceptionMapper
    Response response(IngestProblem e) {
        return problem(e).toResponse();
    }

    private HttpProblem problem(IngestProblem e) {
        if (e.passing()) {
            return Problems.passing(e.status(), e.getMessage(), e.retryAfter() == null ? retryAfter : e.retryAfter());
        }
        Details details = e.details();
        return details.first() == null
                ? Problems.notFound(details.parameter(), e.getMessage())
                : Problems.notFound(details.parameter(), e.getMessage(), details.first(), details.last());
    }
}
