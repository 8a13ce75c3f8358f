package nyc.crime.ingest.api;

import java.time.Instant;
import jakarta.enterprise.context.ApplicationScoped;

import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

import nyc.crime.ingest.socrata.UpstreamState;

/** Says how Socrata is doing. Always up: kept months can be served while Socrata is away. */
@Readiness
@ApplicationScoped
class UpstreamHealth implements HealthCheck {

    private final UpstreamState state;

    UpstreamHealth(UpstreamState state) {
        this.state = state;
    }

    @Override
    public HealthCheckResponse call() {
        HealthCheckResponseBuilder response =
                HealthCheckResponse.named("socrata").up().withData("breaker", state.breaker());
        add(response, "lastSuccess", state.lastSuccess());
        add(response, "lastFailure", state.lastFailure());
        if (state.lastTrouble() != null) {
            response.withData("lastTrouble", state.lastTrouble());
        }
        return response.build();
    }

    private static void add(HealthCheckResponseBuilder response, String name, Instant time) {
        if (time != null) {
            response.withData(name, time.toString());
        }
    }
}
