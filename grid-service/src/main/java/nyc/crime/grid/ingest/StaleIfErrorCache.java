package nyc.crime.grid.ingest;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;

import nyc.crime.http.Freshness;

/**
 * What ingest-service said, kept in memory (bounded in bytes) beyond its freshness: then it is asked for again, and if
 * that fails in a way that may pass, the copy is given out, marked as stale (RFC 5861 §4). The same question is never
 * under way twice.
 */
// Caffeine chooses its classes by name, which a native executable has to know
@RegisterForReflection(
        classNames = {"com.github.benmanes.caffeine.cache.SSMW", "com.github.benmanes.caffeine.cache.PSMW"})
public final class StaleIfErrorCache<K, V extends StaleIfErrorCache.Ageing<V>> {

    /** Something that gets old. */
    public interface Ageing<V> {

        Freshness freshness();

        /** The same, of another freshness. */
        V with(Freshness freshness);

        /** Bytes in memory, about. */
        int weight();
    }

    private record Kept<V>(V value, Instant askAgainAt) {}

    private final Duration retryAfter;
    private final Duration patience;
    private final Cache<K, Kept<V>> kept;
    private final Map<Object, Uni<?>> underWay = new ConcurrentHashMap<>();

    /**
     * @param memory most bytes; the least recently used go first
     * @param retryAfter how long a copy that says it is stale serves before it is asked for again
     * @param patience how long a caller waits where something is kept
     */
    public StaleIfErrorCache(long memory, Duration retryAfter, Duration patience) {
        this.patience = patience;
        this.retryAfter = retryAfter;
        kept = Caffeine.newBuilder()
                .maximumWeight(memory)
                .weigher((K key, Kept<V> entry) -> entry.value().weight())
                .build();
    }

    /** Bytes in memory. */
    public long weight() {
        return kept.policy().eviction().orElseThrow().weightedSize().orElse(0);
    }

    /** What is kept and need not be asked for again, or null. */
    V fresh(K key) {
        Kept<V> entry = kept.getIfPresent(key);
        return entry == null || entry.askAgainAt().isBefore(Instant.now()) ? null : entry.value();
    }

    /** What is kept and may be given without waiting: marked as stale where it should be asked for again; null if nothing is. */
    public V atHand(K key) {
        V fresh = fresh(key);
        return fresh == null ? stale(key) : fresh;
    }

    /** What is kept, marked as stale, or null. It serves for a while, so that a failing neighbour is left in peace. */
    V stale(K key) {
        Kept<V> entry = kept.getIfPresent(key);
        if (entry == null) {
            return null;
        }
        Freshness old = entry.value().freshness();
        return keep(key, entry.value().with(new Freshness(old.source(), old.answeredAt(), old.freshUntil(), true)));
    }

    /** Keeps it for as long as it is fresh; what says that it is stale serves for a while. */
    V keep(K key, V value) {
        Freshness of = value.freshness();
        kept.put(key, new Kept<>(value, of.stale() ? Instant.now().plus(retryAfter) : of.freshUntil()));
        return value;
    }

    /** What is kept, or what the question gives. */
    public Uni<V> get(K key, Supplier<Uni<V>> question) {
        V fresh = fresh(key);
        if (fresh != null) {
            return Uni.createFrom().item(fresh);
        }
        Uni<V> answer = once(
                key,
                () -> question.get()
                        .map(value -> keep(key, value))
                        .onFailure(IngestProblem.class)
                        .recoverWithUni(e -> {
                            V copy = ((IngestProblem) e).passing() ? stale(key) : null;
                            return copy == null
                                    ? Uni.createFrom().failure(e)
                                    : Uni.createFrom().item(copy);
                        }));
        return patiently(answer, () -> stale(key));
    }

    /** An answer, or what is kept if the answer takes too long; then it goes on being waited for by nobody. */
    <T> Uni<T> patiently(Uni<T> answer, Supplier<T> copy) {
        return answer.ifNoItem().after(patience).recoverWithUni(() -> {
            T old = copy.get();
            return old == null ? answer : Uni.createFrom().item(old);
        });
    }

    /** Asks, or waits for the answer to the same question that is under way. */
    @SuppressWarnings("unchecked")
    public <T> Uni<T> once(Object key, Supplier<Uni<T>> question) {
        return (Uni<T>) underWay.computeIfAbsent(
                key,
                k -> question.get()
                        .onTermination()
                        .invoke(() -> underWay.remove(k))
                        .memoize()
                        .indefinitely());
    }
}
