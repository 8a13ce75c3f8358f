package nyc.crime.grid.api;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;

import nyc.crime.grid.GridConfig;
import nyc.crime.grid.ingest.Snapshot;
import nyc.crime.http.Budget;
import nyc.crime.http.CachedResponse;
import nyc.crime.http.Freshness;
import nyc.crime.http.PacedResponse;
import nyc.crime.http.Problems;
import nyc.crime.http.Representation;

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
    /** Answers up to this size are not counted. */
    private static final long SMALL = 1 << 16;

    private static final Duration BUSY_RETRY = Duration.ofSeconds(2);

    private final AsyncCache<Record, CachedResponse> kept;
    private final ThreadPoolExecutor builders;
    private final Duration retryAfter;
    private final Duration patience;
    private final Budget sending;
    private final Budget building;
    private final CurrentVertxRequest request;
    /** What streams are made of, as long as one of them is on its way. */
    private final Map<List<Object>, WeakReference<Object>> shared = new ConcurrentHashMap<>();

    ResponseCache(GridConfig config, CurrentVertxRequest request, MeterRegistry metrics) {
        this.request = request;
        sending = new Budget(
                "nyc.grid.responses.sending",
                config.responses().sending(),
                config.responses().queue());
        building = new Budget(
                "nyc.grid.responses.building",
                config.responses().building(),
                config.responses().queue());
        retryAfter = config.records().retryAfter();
        patience = config.responses().patience();
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
        metrics.gauge("nyc.grid.responses.sending.bytes", sending, Budget::used);
        metrics.gauge("nyc.grid.responses.building.bytes", building, Budget::used);
        metrics.gauge(
                "nyc.grid.builders.queue", builders, pool -> pool.getQueue().size());
    }

    @PreDestroy
    void stop() {
        builders.shutdownNow();
    }

    /** As long as its records are fresh; what is stale serves for a while, and less where months are missing that may come. */
    private Duration life(CachedResponse response) {
        Freshness of = response.freshness();
        if (of == null) {
            return UNCHANGING;
        }
        Duration fresh = Duration.between(Instant.now(), of.freshUntil());
        boolean once = of.freshUntil().equals(of.answeredAt()) && retryAfter.compareTo(BUSY_RETRY) > 0;
        Duration least = once ? BUSY_RETRY : of.stale() ? retryAfter : Duration.ZERO;
        return fresh.compareTo(least) > 0 ? fresh : least;
    }

    /**
     * A response, kept or built.
     *
     * @param key all that the response depends on
     * @param records the records it is made of
     * @param build makes it, on a builder thread
     */
    <T> Uni<Representation> get(Record key, Supplier<Uni<T>> records, Function<T, CachedResponse> build) {
        return get(key, 0, records, build);
    }

    /**
     * A large response, kept or built as soon as there is memory for it.
     *
     * @param bytes about so many are held from the first record on until it is built
     */
    <T> Uni<Representation> get(Record key, long bytes, Supplier<Uni<T>> records, Function<T, CachedResponse> build) {
        RoutingContext caller = request.getCurrent();
        CachedResponse ready = kept.synchronous().getIfPresent(key);
        // who need not wait needs no clock either: it takes more time, and memory until it would have rung, than the
        // answer
        Uni<CachedResponse> answer = ready == null
                ? patiently(built(key, bytes, records, build))
                : Uni.createFrom().item(ready);
        return answer.chain(response -> response.plain().length <= SMALL
                ? Uni.createFrom().item(response)
                : sent(caller, response, response.weight(), new PacedResponse(response)));
    }

    private <T> Uni<CachedResponse> built(
            Record key, long bytes, Supplier<Uni<T>> records, Function<T, CachedResponse> build) {
        return Uni.createFrom()
                // a copy: a caller that leaves cancels its own wait, not the work that others wait for
                .completionStage(() -> kept.get(
                                key,
                                (k, executor) -> within(bytes, () -> build(records.get(), build))
                                        .subscribeAsCompletionStage())
                        .copy())
                .onFailure(CompletionException.class)
                .transform(Throwable::getCause);
    }

    /**
     * An answer that may go out: the bytes that it takes are in the budget until its caller has it or has left.
     *
     * @param what it is made of, perhaps together with others on their way
     * @param bytes that this holds
     */
    private <T> Uni<T> sent(RoutingContext caller, Object what, long bytes, T answer) {
        return sending.share(what, bytes, PacedResponse.BYTES).map(giveBack -> {
            caller.addEndHandler(end -> giveBack.run());
            if (caller.response().ended() || caller.response().closed()) {
                giveBack.run();
            }
            return answer;
        });
    }

    /**
     * A stream, which is not kept. What it is made of is shared by all streams of the same key that are on their way.
     *
     * @param key all that the shared part depends on but the records
     * @param most bytes that are held from the first record on until the shared part is made
     * @param records the records it is made of
     * @param build makes the shared part, on a builder thread
     * @param bytes that the shared part takes
     * @param stream makes the stream of it
     */
    <S, T> Uni<T> stream(
            Record key,
            long most,
            Supplier<Uni<Snapshot>> records,
            Function<Snapshot, S> build,
            ToLongFunction<S> bytes,
            BiFunction<Snapshot, S, T> stream) {
        RoutingContext caller = request.getCurrent();
        return patiently(within(
                        most,
                        () -> build(records.get(), snapshot -> {
                            List<Object> name = List.of(key, snapshot.version());
                            @SuppressWarnings("unchecked")
                            S known = (S) Optional.ofNullable(shared.get(name))
                                    .map(WeakReference::get)
                                    .orElse(null);
                            S part = known == null ? build.apply(snapshot) : known;
                            if (known == null) {
                                shared.values().removeIf(reference -> reference.get() == null);
                                shared.put(name, new WeakReference<>(part));
                            }
                            return new Made<>(part, bytes.applyAsLong(part), stream.apply(snapshot, part));
                        })))
                .chain(made -> sent(caller, made.of(), made.bytes(), made.stream()));
    }

    private record Made<T>(Object of, long bytes, T stream) {}

    /** Does the work as soon as there is memory for it. */
    <T> Uni<T> within(long bytes, Supplier<Uni<T>> work) {
        return bytes == 0 ? work.get() : building.with(bytes, work);
    }

    /** An answer, or a time to come back; records that are under way by then are kept for whoever asks again. */
    <T> Uni<T> patiently(Uni<T> answer) {
        return answer.ifNoItem()
                .after(patience)
                .failWith(() -> Problems.passing(503, "this is still being made: ask again", BUSY_RETRY));
    }

    /** Does the work on a builder thread, and keeps nothing. */
    <S, T> Uni<T> build(Uni<S> records, Function<S, T> build) {
        return records.emitOn(builders)
                .map(build)
                .onFailure(RejectedExecutionException.class)
                .transform(e -> Problems.passing(503, "too many responses are being built", BUSY_RETRY));
    }
}
