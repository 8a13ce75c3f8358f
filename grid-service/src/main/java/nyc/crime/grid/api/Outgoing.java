package nyc.crime.grid.api;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;

import io.vertx.core.buffer.Buffer;

import nyc.crime.grid.ingest.Snapshot;

import static io.vertx.core.http.HttpHeaders.AGE;
import static io.vertx.core.http.HttpHeaders.CACHE_CONTROL;
import static io.vertx.core.http.HttpHeaders.CONTENT_ENCODING;
import static io.vertx.core.http.HttpHeaders.ETAG;
import static io.vertx.core.http.HttpHeaders.VARY;
import static io.vertx.core.http.HttpHeaders.createOptimized;

/**
 * An answer for one caller: whole, compressed, or a 304.
 *
 * @param zipped whether the caller takes it compressed
 * @param body the bytes in that form; null for a 304
 */
record Outgoing(Answer answer, boolean zipped, Buffer body) {

    private static final int LARGE = 4 << 20;
    private static final Pattern GZIP_REFUSED = Pattern.compile(".*gzip\\s*;\\s*q=0(\\.0*)?(\\s*,.*)?");

    private static final CharSequence BY_FORM = createOptimized("Accept, Accept-Encoding");
    private static final CharSequence GZIP = createOptimized("gzip");
    private static final CharSequence DATA_SOURCE = createOptimized("X-Data-Source");
    private static final CharSequence WARNING = createOptimized("Warning");
    private static final CharSequence STALE = createOptimized("110 - \"Response is Stale\"");
    private static final CharSequence FOR_A_DAY =
            createOptimized("public, max-age=86400, stale-while-revalidate=604800");

    private static volatile MaxAge lastMaxAge = MaxAge.of(0);

    /** The header for answers that stay fresh for so many seconds: made once a second, not for every caller. */
    private record MaxAge(long seconds, CharSequence header) {

        static MaxAge of(long seconds) {
            return new MaxAge(
                    seconds, createOptimized("public, max-age=" + seconds + ", stale-while-revalidate=86400"));
        }
    }

    static Outgoing of(Answer answer, String ifNoneMatch, String acceptEncoding) {
        boolean zipped = answer.gzip() != null && takesGzip(acceptEncoding);
        Buffer body = zipped ? answer.gzip() : answer.body();
        return new Outgoing(answer, zipped, answer.tag().isAmong(ifNoneMatch) ? null : body);
    }

    static Outgoing of(Answer answer, HttpHeaders request) {
        return of(
                answer,
                request.getHeaderString(HttpHeaders.IF_NONE_MATCH),
                request.getHeaderString(HttpHeaders.ACCEPT_ENCODING));
    }

    /** Whether the bytes are too many to be sent in one go. */
    boolean isLarge() {
        return body != null && body.length() > LARGE;
    }

    /** Hands on every header but the type. */
    void headers(BiConsumer<CharSequence, CharSequence> to) {
        headers(answer.tag(), zipped, body != null, answer.freshness(), to);
        answer.headers().forEach(to);
    }

    Response response() {
        Response.ResponseBuilder response = body == null
                ? Response.notModified()
                : Response.ok(
                        isLarge() ? ByteStream.of(body) : body, answer.type().toString());
        headers((name, value) -> response.header(name.toString(), value.toString()));
        return response.build();
    }

    /** A response whose body is made while it is sent: whole, compressed on the way, or a 304. */
    static Response stream(
            HttpHeaders request, String type, Map<String, String> more, String tag, Snapshot records, ByteStream body) {
        Answer.Tag tags = Answer.Tag.of(tag);
        boolean unchanged = tags.isAmong(request.getHeaderString(HttpHeaders.IF_NONE_MATCH));
        boolean zipped = takesGzip(request.getHeaderString(HttpHeaders.ACCEPT_ENCODING));
        Response.ResponseBuilder response =
                unchanged ? Response.notModified() : Response.ok(zipped ? body.gzipped() : body, type);
        headers(
                tags,
                zipped,
                !unchanged,
                Answer.Freshness.of(records),
                (name, value) -> response.header(name.toString(), value.toString()));
        more.forEach(response::header);
        return response.build();
    }

    /** A tag for a body that is not made yet: equal for equal records and parameters. */
    static String tag(Snapshot records, Object... parameters) {
        return Long.toHexString(records.version()) + Integer.toHexString(Arrays.deepHashCode(parameters));
    }

    private static void headers(
            Answer.Tag tag,
            boolean zipped,
            boolean whole,
            Answer.Freshness freshness,
            BiConsumer<CharSequence, CharSequence> to) {
        to.accept(ETAG, zipped ? tag.zipped() : tag.plain());
        to.accept(VARY, BY_FORM);
        if (zipped && whole) {
            to.accept(CONTENT_ENCODING, GZIP);
        }
        if (freshness == null) {
            to.accept(CACHE_CONTROL, FOR_A_DAY);
            return;
        }
        Instant now = Instant.now();
        long maxAge = Math.max(0, Duration.between(now, freshness.freshUntil()).toSeconds());
        to.accept(CACHE_CONTROL, cacheControl(maxAge));
        to.accept(DATA_SOURCE, freshness.source());
        if (freshness.stale()) {
            long age = Duration.between(freshness.fetchedAt(), now).toSeconds();
            to.accept(AGE, Long.toString(Math.max(0, age)));
            to.accept(WARNING, STALE);
        }
    }

    private static CharSequence cacheControl(long maxAge) {
        MaxAge known = lastMaxAge;
        if (known.seconds() != maxAge) {
            known = MaxAge.of(maxAge);
            lastMaxAge = known;
        }
        return known.header();
    }

    private static boolean takesGzip(String accepted) {
        return accepted != null
                && accepted.contains("gzip")
                && !(accepted.contains("q=0") && GZIP_REFUSED.matcher(accepted).matches());
    }
}
