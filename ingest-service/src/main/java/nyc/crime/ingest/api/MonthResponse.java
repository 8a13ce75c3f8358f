package nyc.crime.ingest.api;

import java.time.Clock;
import java.time.Duration;
import jakarta.ws.rs.core.HttpHeaders;

import io.vertx.core.http.HttpServerRequest;
import org.jboss.resteasy.reactive.RestResponse;

import nyc.crime.ingest.records.Encoded;

/** The HTTP answer for an encoded month: 200 in the encoding that the caller takes, or 304. */
final class MonthResponse {

    private MonthResponse() {}

    static RestResponse<byte[]> of(Encoded month, HttpServerRequest request, Clock clock) {
        if (matches(request.getHeader(HttpHeaders.IF_NONE_MATCH), month.etag())) {
            return RestResponse.ResponseBuilder.<byte[]>create(RestResponse.Status.NOT_MODIFIED)
                    .header(HttpHeaders.ETAG, month.etag())
                    .header(HttpHeaders.CACHE_CONTROL, month.cacheControl())
                    .header(HttpHeaders.VARY, "Accept, Accept-Encoding")
                    .build();
        }
        boolean gzip = takesGzip(request.getHeader(HttpHeaders.ACCEPT_ENCODING));
        var response = RestResponse.ResponseBuilder.ok(gzip ? month.gzip() : month.identity())
                .header(HttpHeaders.CONTENT_TYPE, month.mediaType())
                .header(HttpHeaders.ETAG, month.etag())
                .header(HttpHeaders.CACHE_CONTROL, month.cacheControl())
                .header(HttpHeaders.VARY, "Accept, Accept-Encoding")
                .header("X-Records-Verified", month.rows() + "/" + month.rows())
                .header("X-Records-Unplaced", month.unplaced())
                .header("X-Data-Source", month.origin());
        if (gzip) {
            response.header(HttpHeaders.CONTENT_ENCODING, "gzip");
        }
        if (month.stale()) {
            long age = Duration.between(month.checkedAt(), clock.instant()).toSeconds();
            response.header("Age", Math.max(0, age)).header("Warning", "110 - \"Response is Stale\"");
        }
        return response.build();
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
