package nyc.crime.ingest.api;

import java.time.Duration;
import java.util.Locale;
import jakarta.ws.rs.core.Response;

import io.quarkiverse.resteasy.problem.HttpProblem;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

import nyc.crime.http.Problems;
import nyc.crime.ingest.records.NoHoursException;
import nyc.crime.ingest.records.NotPublishedException;
import nyc.crime.ingest.socrata.UpstreamException;

/** Trouble with Socrata as a problem that says whether and when to try again. */
public class UpstreamProblem {

    private static final Duration DEFAULT_RETRY = Duration.ofSeconds(10);

    @ServerExceptionMapper
    Response map(UpstreamException trouble) {
        return of(trouble).toResponse();
    }

    /** A month that turns out not to be published when Socrata can be asked again. */
    @ServerExceptionMapper
    Response map(NotPublishedException unpublished) {
        return of(unpublished).toResponse();
    }

    /** A month of which nobody knows the hours. */
    @ServerExceptionMapper
    Response map(NoHoursException without) {
        return of(without).toResponse();
    }

    /** What a month that cannot be had is as a problem; null where the failure is none that is foreseen. */
    static HttpProblem of(Throwable failure) {
        if (failure instanceof UpstreamException trouble) {
            return of(trouble);
        }
        if (failure instanceof HttpProblem problem) {
            return problem;
        }
        if (failure instanceof NoHoursException without) {
            return Problems.unprocessable("columns", without.getMessage(), without.first(), without.last());
        }
        if (failure instanceof NotPublishedException unpublished) {
            return unpublished.first() == null
                    ? Problems.notFound("period", unpublished.getMessage())
                    : Problems.notFound("period", unpublished.getMessage(), unpublished.first(), unpublished.last());
        }
        return null;
    }

    private static HttpProblem of(UpstreamException trouble) {
        int status = switch (trouble.kind()) {
            case TIMEOUT -> 504;
            case THROTTLED, NOT_READY, CIRCUIT_OPEN -> 503;
            default -> 502;
        };
        HttpProblem problem = trouble.kind() == UpstreamException.Kind.OVER_CEILING
                ? Problems.lasting(status, trouble.getMessage())
                : Problems.passing(
                        status,
                        trouble.getMessage(),
                        trouble.retryAfter() == null ? DEFAULT_RETRY : trouble.retryAfter());
        return HttpProblem.builder(problem)
                .with("kind", trouble.kind().name().toLowerCase(Locale.ROOT))
                .build();
    }
}
