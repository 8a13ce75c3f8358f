package nyc.crime.grid.api;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
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
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkiverse.resteasy.problem.HttpProblem;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;

import nyc.crime.grid.GridConfig;
import nyc.crime.grid.ingest.IngestProblem;
import nyc.crime.grid.ingest.Snapshot;

/**
 * Encoded answers, kept as bytes (bounded) until their records are no longer fresh. An answer is built once however many
 * ask for it, by one of a few builder threads; sending it again costs no more than finding it.
 */
@ApplicationScoped
// Caffeine chooses its classes by name, which a native executable has to know
@RegisterForReflection(
        classNames = {"com.github.benmanes.caffeine.cache.SSMWA", "com.github.benmanes.caffeine.cache.PSWMW"})
class Answers {

    private static final int LARGE = 4 << 20;
    private static final Duration BUSY_RETRY = Duration.ofSeconds(2);

    private final AsyncCache<String, Answer> kept;
    private final ThreadPoolExecutor builders;
    private final Duration retryAfter;

    Answers(GridConfig config, MeterRegistry metrics) {
        kept = Caffeine.newBuilder()
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
        return Uni.createFrom()
                .completionStage(() -> kept.get(
                        key, (k, executor) -> built(records.get(), build).subscribeAsCompletionStage()))
                .map(answer -> response(request, answer))
                .onFailure()
                .transform(e -> problem(e, parameter));
    }

    /** Does the work on a builder thread. */
    <T> Uni<T> built(Uni<Snapshot> records, Function<Snapshot, T> build) {
        return records.emitOn(builders).map(build);
    }

    /** Sends an answer: whole, compressed, or as 304. */
    static Response response(HttpHeaders request, Answer answer) {
        boolean zipped = answer.gzip() != null && takesGzip(request);
        String tag = zipped ? answer.tag() + "-gzip" : answer.tag();
        Map<String, String> headers = headers(answer.freshness(), tag);
        headers.putAll(answer.headers());
        Response.ResponseBuilder response;
        if (matches(request, answer.tag())) {
            response = Response.notModified();
        } else {
            byte[] bytes = zipped ? answer.gzip() : answer.body();
            response = Response.ok(bytes.length > LARGE ? ByteStream.of(bytes) : bytes, answer.type());
            if (zipped) {
                headers.put(HttpHeaders.CONTENT_ENCODING, "gzip");
            }
        }
        headers.forEach(response::header);
        return response.build();
    }

    /** Sends a body that is made while it is sent: whole, compressed on the way, or as 304. */
    static Response stream(
            HttpHeaders request, String type, Map<String, String> more, String tag, Snapshot records, ByteStream body) {
        boolean zipped = takesGzip(request);
        Map<String, String> headers = headers(Answer.Freshness.of(records), zipped ? tag + "-gzip" : tag);
        headers.putAll(more);
        Response.ResponseBuilder response;
        if (matches(request, tag)) {
            response = Response.notModified();
        } else {
            response = Response.ok(zipped ? body.gzipped() : body, type);
            if (zipped) {
                headers.put(HttpHeaders.CONTENT_ENCODING, "gzip");
            }
        }
        headers.forEach(response::header);
        return response.build();
    }

    /** A tag for a body that is not made yet: equal for equal records and parameters. */
    static String tag(Snapshot records, Object... parameters) {
        return Long.toHexString(records.version()) + Integer.toHexString(Arrays.deepHashCode(parameters));
    }

    /** The headers that every answer has which is made from records. */
    static Map<String, String> headers(Answer.Freshness freshness, String tag) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put(HttpHeaders.ETAG, '"' + tag + '"');
        headers.put(HttpHeaders.VARY, "Accept, Accept-Encoding");
        if (freshness == null) {
            headers.put(HttpHeaders.CACHE_CONTROL, "public, max-age=86400, stale-while-revalidate=604800");
            return headers;
        }
        Instant now = Instant.now();
        long maxAge = Math.max(0, Duration.between(now, freshness.freshUntil()).toSeconds());
        headers.put(HttpHeaders.CACHE_CONTROL, "public, max-age=" + maxAge + ", stale-while-revalidate=86400");
        headers.put("X-Data-Source", freshness.source());
        if (freshness.stale()) {
            headers.put(
                    "Age",
                    Long.toString(Math.max(
                            0, Duration.between(freshness.fetchedAt(), now).toSeconds())));
            headers.put("Warning", "110 - \"Response is Stale\"");
        }
        return headers;
    }

    static boolean takesGzip(HttpHeaders request) {
        String accepted = request.getHeaderString(HttpHeaders.ACCEPT_ENCODING);
        return accepted != null
                && accepted.contains("gzip")
                && !accepted.matches(".*gzip\\s*;\\s*q=0(\\.0*)?(\\s*,.*)?");
    }

    static boolean matches(HttpHeaders request, String tag) {
        String tags = request.getHeaderString(HttpHeaders.IF_NONE_MATCH);
        return tags != null
                && (tags.contains('"' + tag + '"')
                        || tags.contains('"' + tag + "-gzip\"")
                        || tags.strip().equals("*"));
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
