package nyc.crime.ingest.socrata;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

import org.jboss.logging.Logger;

/** The app token, left out for a while after Socrata has refused it. */
final class AppToken {

    private static final Logger LOG = Logger.getLogger(AppToken.class);

    private final String token;
    private final Duration pause;
    private final Clock clock;
    private final AtomicReference<Instant> leftOutUntil = new AtomicReference<>(Instant.MIN);

    AppToken(Optional<String> token, Duration pause, Clock clock) {
        this.token = token.filter(text -> !text.isBlank()).orElse(null);
        this.pause = pause;
        this.clock = clock;
    }

    /** What to send now; null for nothing. */
    String now() {
        return token == null || clock.instant().isBefore(leftOutUntil.get()) ? null : token;
    }

    /** Whether there is one, refused or not. */
    boolean isConfigured() {
        return token != null;
    }

    void refused() {
        Instant now = clock.instant();
        Instant before = leftOutUntil.getAndSet(now.plus(pause));
        if (!before.isAfter(now)) {
            LOG.warnf("Socrata refuses the app token; going on without it for %s. Check SOCRATA_APP_TOKEN.", pause);
        }
    }
}
