package nyc.crime.grid.api;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;

import nyc.crime.grid.GridConfig;
import nyc.crime.grid.ingest.Found;
import nyc.crime.grid.ingest.RecordMonth;
import nyc.crime.http.CachedResponse;
import nyc.crime.http.Problems;

/**
 * Encoded responses, kept (bounded in bytes) as long as their records are fresh. A response is built once however many
 * ask for it, by one of a few builder threads.
 */
@ApplicationScoped
// Caffeine chooses its classes by name, which a native executable has to know
@RegisterForReflection(
        classNames = {"com.github.benmanes.caffeine.cache.SSMWA", "com.github.benmanes.caffeine.cache.PSWMW"})
class ResponseCache {

    private static final Duration UNCHANGING = Duration.ofDays(365);
    private static final Duration BUSY_RETRY = Duration.ofSeconds(2);

    private final AsyncCache<Record, CachedResponse> kept;
    private final ThreadPoolExecutor builders;
    private final Duration retryAfter;

    ResponseCache(GridConfig config, MeterRegistry metrics) {
        retryAfter = config.records().retryAfter();
        kept = Caffeine.newBuilder()
                .maximumWeight(config.responses().memory())
                .weigher((Record key, CachedResponse response) -> response.weight())
                .expireAfter(Expiry.creating((Record key, CachedResponse response) -> life(response)))
                .buildAsync();
        int threads = config.responses().builders();
        builders = new ThreadPoolExecutor(
                threads,
                threads,
                0,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(config.responses().queue()),
                task -> new Thread(task, "grid-builder"));
        metrics.gauge(
                "nyc.grid.responses.kept.bytes",
                kept,
                cache -> cache.synchronous()
                        .policy()
                        .eviction()
                        .orElseThrow()
                        .weightedSize()
                        .orElse(0));
        metrics.gauge(
                "nyc.grid.builders.queue", builders, pool -> pool.getQueue().size());
    }

    @PreDestroy
    void stop() {
        builders.shutdownNow();
    }

    /** Until its records are to be asked for again. */
    private Duration life(CachedResponse response) {
        if (response.freshness() == null) {
            return UNCHANGING;
        }
        Duration fresh = Duration.between(Instant.now(), response.freshness().freshUntil());
        return fresh.compareTo(retryAfter) > 0 ? fresh : retryAfter;
    }

    /**
     * A response, kept or built.
     *
     * @param key all that the response depends on
     * @param records the records it is made of
     * @param build makes it, on a builder thread
     */
    <T> Uni<CachedResponse> get(Record key, Supplier<Uni<T>> records, Function<T, CachedResponse> build) {
        return Uni.createFrom()
                .completionStage(() -> kept.get(
                        key, (k, executor) -> build(records.get(), build).subscribeAsCompletionStage()))
                .onFailure(CompletionException.class)
                .transform(Throwable::getCause);
    }

    /**
     * Shows months one by one to somebody who counts them, each on a builder thread, and lets go of their records then.
     *
     * @return the months without their records
     */
    Uni<List<Found>> fold(Multi<Found> months, Consumer<RecordMonth> seen) {
        return months.onItem()
                .transformToUniAndConcatenate(found -> Uni.createFrom()
                        .item(() -> {
                            if (found.records() != null) {
                                seen.accept(found.records());
                            }
                            return found.withoutRecords();
                        })
                        .runSubscriptionOn(builders))
                .collect()
                .asList();
    }

    /** Does the work on a builder thread, and keeps nothing. */
    <S, T> Uni<T> build(Uni<S> records, Function<S, T> build) {
        return records.emitOn(builders)
                .map(build)
                .onFailure(RejectedExecutionException.class)
                .transform(e -> Problems.passing(503, "too many responses are being built", BUSY_RETRY));
    }
}
