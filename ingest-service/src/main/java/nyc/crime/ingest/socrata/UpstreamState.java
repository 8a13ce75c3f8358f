package nyc.crime.ingest.socrata;

import java.time.Clock;
import java.time.Instant;
import java.util.Locale;
import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.faulttolerance.api.CircuitBreakerState;

/** How Socrata has been doing, for health answers. */
@ApplicationScoped
public class UpstreamState {

    private final Clock clock;
    private volatile Instant lastSuccess;
    private volatile Instant lastFailure;
    private volatile String lastTrouble;
    private volatile CircuitBreakerState breaker = CircuitBreakerState.CLOSED;

    UpstreamState(Clock clock) {
        this.clock = clock;
    }

    void succeeded() {
        lastSuccess = clock.instant();
    }

    void failed(Throwable failure) {
        lastTrouble = failure.getMessage();
        lastFailure = clock.instant();
    }

    void breaker(CircuitBreakerState now) {
        breaker = now;
    }

    /** When Socrata last answered, or null. */
    public Instant lastSuccess() {
        return lastSuccess;
    }

    /** When a request last failed, or null. */
    public Instant lastFailure() {
        return lastFailure;
    }

    /** What the last failure was, or null. */
    public String lastTrouble() {
        return lastTrouble;
    }

    /** The circuit breaker: closed, open or half open. */
    public String breaker() {
        return breaker.name().toLowerCase(Locale.ROOT);
    }
}
