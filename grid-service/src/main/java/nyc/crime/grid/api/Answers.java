package nyc.crime.grid.api;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkiverse.resteasy.problem.HttpProblem;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;

import nyc.crime.grid.GridConfig;
import nyc.crime.grid.ingest.IngestProblem;
import nyc.crime.grid.ingest.Snapshot;

import static io.vertx.core.http.HttpHeaders.ACCEPT;

/**
 * Encoded answers, kept as bytes (bounded) until their records are no longer fresh. An answer is built once however many
 * ask for it, by one of a few builder threads; sending it again costs no more than finding it.
 */
@ApplicationScoped
// Caffeine chooses its classes by name, which a native executable has to know
@RegisterForReflection(
        classNames = {
            "com.github.benmanes.caffeine.cache.SSMWA",
            "com.github.benmanes.caffeine.cache.PSWMW",
            "com.github.benmanes.caffeine.cache.SSMS",
            "com.github.benmanes.caffeine.cache.PSMS"
        })
class Answers {

    private static final Duration BUSY_RETRY = Duration.ofSeconds(2);

    /** More than all pages that look at a city ask for in a day. */
    private static final int MOST_WORDINGS = 5_000;

    private static final int LONGEST_WORDING = 500;

    private final AsyncCache<String, Answer> kept;
    private final Cache<String, String> keys = Caffeine.newBuilder()
            .maximumSize(MOST_WORDINGS)
            .executor(Runnable::run)
            .build();
    private final CurrentVertxRequest current;
    private final ThreadPoolExecutor builders;
    private final Duration retryAfter;

    Answers(GridConfig config, MeterRegistry metrics, CurrentVertxRequest current) {
        this.current = current;
        // the caches' upkeep is done by who reads them: to wake another thread for it costs more
        kept = Caffeine.newBuilder()
                .executor(Runnable::run)
                .maximumWeight(config.answers().memory())
                .weigher((String key, Answer answer) -> answer.weight())
                .expireAfter(Expiry.creating((String key, Answer answer) ->
                        Duration.between(Instant.now(), answer.freshness().freshUntil())))
                .buildAsync();
        int threads = config.answers().builders();
        builders = new ThreadPoolExecutor(
                threads,
                threads,
                0,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(config.answers().queue()),
                task -> new Thread(task, "grid-builder"));
        retryAfter = config.records().retryAfter();
        metrics.gauge(
                "nyc.grid.answers.kept.bytes",
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

    /**
     * An answer, kept or built.
     *
     * @param request the request's headers, for If-None-Match and Accept-Encoding
     * @param key all that the answer depends on
     * @param records the records it is made of
     * @param build makes it, on a builder thread
     * @param parameter the request parameter that is at fault if there are no such records
     */
    Uni<Response> answer(
            HttpHeaders request,
            String key,
            Supplier<Uni<Snapshot>> records,
            Function<Snapshot, Answer> build,
            String parameter) {
        String wording = wording(current.getCurrent().request());
        return Uni.createFrom()
                .completionStage(() -> kept.get(
                        key, (k, executor) -> built(records.get(), build).subscribeAsCompletionStage()))
                .invoke(() -> {
                    if (wording.length() <= LONGEST_WORDING) {
                        keys.put(wording, key);
                    }
                })
                .map(answer -> Outgoing.of(answer, request).response())
                .onFailure()
                .transform(e -> problem(e, parameter));
    }

    /** Does the work on a builder thread. */
    <T> Uni<T> built(Uni<Snapshot> records, Function<Snapshot, T> build) {
        return records.emitOn(builders).map(build);
    }

    /** What is kept for a request in the very words of one that was answered; null if there is nothing. Does no work. */
    Answer again(HttpServerRequest request) {
        String key = keys.getIfPresent(wording(request));
        CompletableFuture<Answer> answer = key == null ? null : kept.getIfPresent(key);
        return answer != null && answer.isDone() && !answer.isCompletedExceptionally() ? answer.join() : null;
    }

    private static String wording(HttpServerRequest request) {
        return request.uri() + ' ' + request.getHeader(ACCEPT);
    }

    /** What a failure is to the caller. */
    Throwable problem(Throwable e, String parameter) {
        Throwable cause = e instanceof java.util.concurrent.CompletionException ? e.getCause() : e;
        if (cause instanceof RejectedExecutionException) {
            return unavailable(503, "too many answers are being built", BUSY_RETRY);
        }
        if (cause instanceof IngestProblem problem) {
            return problem.passing()
                    ? unavailable(
                            problem.status(),
                            problem.getMessage(),
                            problem.retryAfter() == null ? retryAfter : problem.retryAfter())
                    : Params.notFound(parameter, problem.getMessage());
        }
        return cause;
    }

    private static HttpProblem unavailable(int status, String detail, Duration retryAfter) {
        Response.Status reason = Response.Status.fromStatusCode(status);
        return HttpProblem.builder()
                .withStatus(reason)
                .withTitle(reason.getReasonPhrase())
                .withDetail(detail)
                .withHeader(HttpHeaders.RETRY_AFTER, Long.toString(Math.max(1, retryAfter.toSeconds())))
                .build();
    }
}
