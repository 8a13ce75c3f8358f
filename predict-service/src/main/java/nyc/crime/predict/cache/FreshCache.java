package nyc.crime.predict.cache;

import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * Keeps what was found out for as long as it is fresh. What many ask for at a time is found out once, and a failure is
 * not kept.
 */
// Caffeine chooses its classes by name, which a native executable has to know.
@RegisterForReflection(
        classNames = {
            "com.github.benmanes.caffeine.cache.SSMS",
            "com.github.benmanes.caffeine.cache.PSMS",
            "com.github.benmanes.caffeine.cache.SSMW",
            "com.github.benmanes.caffeine.cache.PSMW"
        })
public final class FreshCache<K, V> {

    private final AsyncCache<K, V> kept;
    private final Function<V, Instant> freshUntil;
    private final Clock clock;

    /**
     * @param bounds how much is kept; the least recently used goes first
     * @param freshUntil until when a value is given without finding it out again
     */
    public FreshCache(Caffeine<? super K, ? super V> bounds, Function<V, Instant> freshUntil, Clock clock) {
        this.kept = bounds.<K, V>buildAsync();
        this.freshUntil = freshUntil;
        this.clock = clock;
    }

    /** What is kept and fresh, or under way; null if neither. */
    public CompletableFuture<V> fresh(K key) {
        CompletableFuture<V> known = kept.getIfPresent(key);
        return known == null || isOver(known) ? null : known;
    }

    /**
     * What is kept and fresh, or under way, or else is found out now.
     *
     * @param find begins to find it out, elsewhere; it is given what is kept and no longer fresh, or null
     */
    public CompletableFuture<V> get(K key, Function<V, CompletableFuture<V>> find) {
        CompletableFuture<V> known = fresh(key);
        if (known != null) {
            return known;
        }
        return kept.asMap().compute(key, (k, now) -> {
            if (now != null && !isOver(now)) {
                return now;
            }
            return find.apply(now == null || now.isCompletedExceptionally() ? null : now.join());
        });
    }

    /** A failure is over at once, although the cache lets go of it a moment later only. */
    private boolean isOver(CompletableFuture<V> known) {
        return known.isDone()
                && (known.isCompletedExceptionally()
                        || !freshUntil.apply(known.join()).isAfter(clock.instant()));
    }
}
