package nyc.crime.predict.grid;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.ToIntFunction;

import com.github.benmanes.caffeine.cache.Caffeine;
import io.quarkiverse.resteasy.problem.HttpProblem;
import org.jboss.logging.Logger;

import nyc.crime.predict.cache.FreshCache;

/**
 * What grid-service said, kept beyond its freshness: then it is asked for again and, where that fails in a way that may
 * pass, the copy is given out as stale (RFC 5861 §4), and asked for again soon.
 */
final class StaleIfErrorCache {

    private static final Logger LOG = Logger.getLogger(StaleIfErrorCache.class);
    /** Longer than all that one answer asks for may take, one after the other, or nothing would be known at its end. */
    private static final Duration RETRY_AFTER = Duration.ofSeconds(10);
    /** Of all that is asked at once, with whatever stands before it: less than who asks waits. */
    private static final Duration LONGEST_RENEWAL = Duration.ofSeconds(4);

    private final Executor executor;
    private final Clock clock;
    private final FreshCache<Object, Kept> kept;

    /** Asks grid-service. */
    interface Fetch<T> {
        Sourced<T> get(boolean brief);
    }

    private record Kept(Sourced<?> value, Instant askAgainAt) {}

    /**
     * @param most bytes kept at most; the least recently used values go first
     * @param bytes that a value takes
     */
    StaleIfErrorCache(long most, ToIntFunction<Object> bytes, Executor executor, Clock clock) {
        this.executor = executor;
        this.clock = clock;
        this.kept = new FreshCache<>(
                Caffeine.newBuilder()
                        .maximumWeight(most)
                        .weigher((Object key, Kept found) -> bytes.applyAsInt(found.value.value())),
                Kept::askAgainAt,
                clock);
    }

    /**
     * What is kept and need not be asked for again, else what is fetched; it fails if that fails and nothing is kept, or
     * if the question is wrong. A copy is given as stale too where fetches of what was never known stand before its own.
     *
     * @param fetch is told whether to be brief, because there is a copy to give: who waits for an answer that is known,
     *     though old, does not wait for a neighbour that is frozen
     */
    @SuppressWarnings("unchecked")
    <T> CompletableFuture<Sourced<T>> get(Object key, Fetch<T> fetch) {
        return kept.get(key, old -> {
                    CompletableFuture<Kept> fetched =
                            CompletableFuture.supplyAsync(() -> fetchOrStale(key, old, fetch), executor);
                    return old == null
                            ? fetched
                            : fetched.completeOnTimeout(stale(old), LONGEST_RENEWAL.toSeconds(), TimeUnit.SECONDS);
                })
                .thenApply(found -> (Sourced<T>) found.value);
    }

    private Kept fetchOrStale(Object key, Kept old, Fetch<?> fetch) {
        try {
            Sourced<?> fetched = fetch.get(old != null);
            return new Kept(fetched, fetched.freshness().freshUntil());
        } catch (HttpProblem e) {
            if (old == null || !GridProblems.passing(e.getStatusCode())) {
                throw e;
            }
            LOG.warnf("serving what is kept of %s: %s", key, e.getMessage());
            return stale(old);
        }
    }

    private Kept stale(Kept old) {
        return new Kept(old.value.asStale(), clock.instant().plus(RETRY_AFTER));
    }
}
