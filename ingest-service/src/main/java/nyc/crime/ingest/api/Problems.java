package nyc.crime.ingest.api;

import java.time.Duration;
import java.util.Locale;
import jakarta.ws.rs.core.Response;

import io.quarkiverse.resteasy.problem.HttpProblem;

import nyc.crime.ingest.socrata.UpstreamException;

/** The problems that callers can meet (RFC 9457). */
final class Problems {

    private static final int GATEWAY_TIMEOUT = 504;
    private static final Duration DEFAULT_RETRY = Duration.ofSeconds(10);

    private Problems() {}

    /** 400: a value that cannot be understood. */
    static HttpProblem bad(String parameter, String detail) {
        return parameter(Response.Status.BAD_REQUEST, "Bad " + parameter, parameter, detail);
    }

    /** 404: a value that is well formed, but there is nothing under it. */
    static HttpProblem unknown(String parameter, String detail) {
        return parameter(Response.Status.NOT_FOUND, "Unknown " + parameter, parameter, detail);
    }

    /** 502, 503 or 504, with Retry-After where another try may help. */
    static HttpProblem upstream(UpstreamException trouble) {
        HttpProblem.Builder problem = HttpProblem.builder()
                .withTitle("Socrata cannot be read")
                .withStatus(status(trouble.kind()))
                .withDetail(trouble.getMessage())
                .with("kind", trouble.kind().name().toLowerCase(Locale.ROOT));
        if (trouble.kind() != UpstreamException.Kind.OVER_CEILING) {
            Duration wait = trouble.retryAfter() == null ? DEFAULT_RETRY : trouble.retryAfter();
            problem.withHeader("Retry-After", Math.max(1, wait.toSeconds()));
        }
        return problem.build();
    }

    private static int status(UpstreamException.Kind kind) {
        return switch (kind) {
            case TIMEOUT -> GATEWAY_TIMEOUT;
            case THROTTLED, NOT_READY, CIRCUIT_OPEN -> Response.Status.SERVICE_UNAVAILABLE.getStatusCode();
            default -> Response.Status.BAD_GATEWAY.getStatusCode();
        };
    }

    private static HttpProblem parameter(Response.Status status, String title, String parameter, String detail) {
        return HttpProblem.builder()
                .withTitle(title)
                .withStatus(status)
                .withDetail(detail)
                .with("parameter", parameter)
                .build();
    }
}
