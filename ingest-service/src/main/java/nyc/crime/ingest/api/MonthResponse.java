package nyc.crime.ingest.api;

import java.time.Clock;
import java.time.Duration;

import io.netty.buffer.Unpooled;
import io.vertx.core.Future;
import io.vertx.core.buffer.impl.BufferImpl;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;

import nyc.crime.ingest.records.Encoded;

/**
 * The HTTP answer for an encoded month: 200 in the encoding that the caller takes, or 304. The bytes are ready:
 * they are wrapped, not copied.
 */
final class MonthResponse {

    private MonthResponse() {}

    /** Sends the answer. */
    static Future<Void> send(Encoded month, HttpServerRequest request, Clock clock) {
        HttpServerResponse response = request.response()
                .putHeader("ETag", month.etag())
                .putHeader("Cache-Control", month.cacheControl())
                .putHeader("Vary", "Accept, Accept-Encoding");
        if (month.stale()) {
            long age = Duration.between(month.checkedAt(), clock.instant()).toSeconds();
            response.putHeader("Age", Long.toString(Math.max(0, age)))
                    .putHeader("Warning", "110 - \"Response is Stale\"");
        }
        if (matches(request.getHeader("If-None-Match"), month.etag())) {
            return response.setStatusCode(304).end();
        }
        boolean gzip = takesGzip(request.getHeader("Accept-Encoding"));
        if (gzip) {
            response.putHeader("Content-Encoding", "gzip");
        }
        return response.putHeader("Content-Type", month.mediaType())
                .putHeader("X-Records-Verified", month.verified())
                .putHeader("X-Records-Unplaced", month.unplaced())
                .putHeader("X-Data-Source", month.origin())
                .end(BufferImpl.buffer(Unpooled.wrappedBuffer(gzip ? month.gzip() : month.identity())));
    }

    /** Weak comparison, as RFC 9110 says for If-None-Match. */
    static boolean matches(String ifNoneMatch, String etag) {
        if (ifNoneMatch == null) {
            return false;
        }
        String opaque = etag.substring(2);
        return ifNoneMatch.trim().equals("*") || ifNoneMatch.contains(opaque);
    }

    /** Whether gzip is among the accepted encodings and not refused with {@code q=0}. */
    static boolean takesGzip(String acceptEncoding) {
        if (acceptEncoding == null) {
            return false;
        }
        for (String part : acceptEncoding.split(",")) {
            String[] coding = part.trim().split(";");
            String name = coding[0].trim();
            if (name.equalsIgnoreCase("gzip") || name.equals("*")) {
                return coding.length == 1 || !coding[1].trim().matches("q=0(\\.0*)?");
            }
        }
        return false;
    }
}
