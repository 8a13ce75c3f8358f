package nyc.crime.ingest.socrata;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

import io.smallrye.faulttolerance.api.CustomBackoffStrategy;

/**
 * The pause before a request is repeated: what Socrata asked for (plus a little, so that callers do not come back in
 * step), else exponential with full jitter.
 */
final class RetryDelay implements CustomBackoffStrategy {

    private static final int SPREAD_MS = 250;

    private final long longestMs;
    private long ceilingMs;

    RetryDelay(Duration first, Duration longest) {
        this.ceilingMs = first.toMillis();
        this.longestMs = longest.toMillis();
    }

    @Override
    public synchronized long nextDelayInMillis(Throwable failure) {
        if (failure instanceof UpstreamException trouble) {
            if (trouble.kind() == UpstreamException.Kind.BAD_TOKEN || trouble.kind() == UpstreamException.Kind.MOVED) {
                return 0;
            }
            if (trouble.retryAfter() != null) {
                return trouble.retryAfter().toMillis() + random(SPREAD_MS);
            }
        }
        long pause = random(ceilingMs);
        ceilingMs = Math.min(longestMs, ceilingMs * 2);
        return pause;
    }

    private static long random(long atMost) {
        return ThreadLocalRandom.current().nextLong(atMost + 1);
    }
}
