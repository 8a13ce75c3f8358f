package nyc.crime.grid.api;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
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

    private static final int LARGE = 4 << 20;
    private static final Pattern GZIP_REFUSED = Pattern.compile(".*gzip\\s*;\\s*q=0(\\.0*)?(\\s*,.*)?");
    private static final Duration BUSY_RETRY = Duration.ofSeconds(2);

    /** More than all pages that look at a city ask for in a day. */
    private static final int MOST_WORDINGS = 5_000;

    private static final int LONGEST_WORDING = 500;

    private final AsyncCache<String, Answer> kept;
    private final Cache<String, String> keys =
            Caffeine.newBuilder().maximumSize(MOST_WORDINGS).build();
    private final CurrentVertxRequest current;
    private final ThreadPoolExecutor builders;
    private final Duration retryAfter;

    Answers(GridConfig config, MeterRegistry metrics, CurrentVertxRequest current) {
        this.current = current;
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
        String wording = wording(current.getCurrent().request());
        return Uni.createFrom()
                .completionStage(() -> kept.get(
                        key, (k, executor) -> built(records.get(), build).subscribeAsCompletionStage()))
                .invoke(() -> {
                    if (wording.length() <= LONGEST_WORDING) {
                        keys.put(wording, key);
                    }
                })
                .map(answer -> response(request, answer))
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
        return request.uri() + ' ' + request.getHeader(HttpHeaders.ACCEPT);
    }

    /** An answer for one caller. @param body null for a 304 */
    record Outgoing(Map<String, String> headers, byte[] body) {

        static Outgoing of(Answer answer, String ifNoneMatch, String acceptEncoding) {
            boolean zipped = answer.gzip() != null && takesGzip(acceptEncoding);
            Map<String, String> headers =
                    Answers.headers(answer.freshness(), zipped ? answer.tag() + "-gzip" : answer.tag());
            headers.putAll(answer.headers());
            if (matches(ifNoneMatch, answer.tag())) {
                return new Outgoing(headers, null);
            }
            if (zipped) {
                headers.put(HttpHeaders.CONTENT_ENCODING, "gzip");
            }
            return new Outgoing(headers, zipped ? answer.gzip() : answer.body());
        }

        /** Whether the bytes are too many to be sent in one go. */
        boolean isLarge() {
            return body != null && body.length > LARGE;
        }
    }

    /** Sends an answer: whole, compressed, or as 304. */
    static Response response(HttpHeaders request, Answer answer) {
        Outgoing out = Outgoing.of(
                answer,
                request.getHeaderString(HttpHeaders.IF_NONE_MATCH),
                request.getHeaderString(HttpHeaders.ACCEPT_ENCODING));
        Response.ResponseBuilder response = out.body == null
                ? Response.notModified()
                : Response.ok(out.isLarge() ? ByteStream.of(out.body) : out.body, answer.type());
        out.headers.forEach(response::header);
        return response.build();
    }

    /** Sends a body that is made while it is sent: whole, compressed on the way, or as 304. */
    static Response stream(
            HttpHeaders request, String type, Map<String, String> more, String tag, Snapshot records, ByteStream body) {
        boolean zipped = takesGzip(request.getHeaderString(HttpHeaders.ACCEPT_ENCODING));
        Map<String, String> headers = headers(Answer.Freshness.of(records), zipped ? tag + "-gzip" : tag);
        headers.putAll(more);
        Response.ResponseBuilder response;
        if (matches(request.getHeaderString(HttpHeaders.IF_NONE_MATCH), tag)) {
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

    private static boolean takesGzip(String accepted) {
        return accepted != null
                && accepted.contains("gzip")
                && !(accepted.contains("q=0") && GZIP_REFUSED.matcher(accepted).matches());
    }

    private static boolean matches(String tags, String tag) {
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
