package nyc.crime.ingest.api;

import jakarta.ws.rs.core.Response;

import io.quarkiverse.resteasy.problem.HttpProblem;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

import nyc.crime.ingest.socrata.UpstreamException;

/** Upstream trouble as a problem that says whether and when to try again. */
public class UpstreamExceptionMapper {

    @ServerExceptionMapper
    public Response map(UpstreamException trouble) {
        HttpProblem problem = Problems.upstream(trouble);
        return problem.toResponse();
    }
}
