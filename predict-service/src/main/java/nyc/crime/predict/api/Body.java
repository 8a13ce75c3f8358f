package nyc.crime.predict.api;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;

import com.fasterxml.jackson.databind.ObjectMapper;

/**
 * An answer as it goes over the wire, ready to be sent again and again. Only the compressed form is kept, which is a
 * tenth of the other; the few callers that cannot read it have it unpacked for them.
 *
 * @param type the media type
 * @param gzip the compressed bytes
 * @param tag the entity tag, weak because the packed and the unpacked form share it
 * @param source where the counts behind it come from
 * @param staleSince when the counts were fetched, if they could not be renewed since; else null
 */
record Body(String type, byte[] gzip, String tag, String source, Instant staleSince) {

    private static final int MAX_AGE_SECONDS = 300;
    private static final Pattern GZIP_REFUSED = Pattern.compile("gzip\\s*;\\s*q=0(\\.0*)?\\s*(,|$)");

    /** Writes an answer as JSON. */
    static Body of(ObjectMapper json, String type, Object value, String source, Instant staleSince) {
        try {
            byte[] plain = json.writeValueAsBytes(value);
            ByteArrayOutputStream zipped = new ByteArrayOutputStream(plain.length / 4 + 64);
            try (GZIPOutputStream gzip = new GZIPOutputStream(zipped)) {
                gzip.write(plain);
            }
            String hash = HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(plain), 0, 12);
            return new Body(type, zipped.toByteArray(), "W/\"" + hash + "\"", source, staleSince);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The response to a request with these headers: 304 if the caller has it already. */
    Response response(HttpHeaders request) {
        String known = request.getHeaderString(HttpHeaders.IF_NONE_MATCH);
        boolean unchanged = known != null
                && (known.contains(tag.substring(2)) || known.trim().equals("*"));
        Response.ResponseBuilder response = unchanged ? Response.notModified() : Response.ok();
        response.header(HttpHeaders.ETAG, tag)
                .header(HttpHeaders.VARY, "Accept, Accept-Encoding, Origin")
                .header("X-Data-Source", source);
        if (staleSince == null) {
            response.header(HttpHeaders.CACHE_CONTROL, "public, max-age=" + MAX_AGE_SECONDS);
        } else {
            response.header(HttpHeaders.CACHE_CONTROL, "no-cache")
                    .header("Age", Duration.between(staleSince, Instant.now()).toSeconds())
                    .header("Warning", "110 - \"Response is Stale\"");
        }
        if (unchanged) {
            return response.build();
        }
        if (takesGzip(request.getHeaderString(HttpHeaders.ACCEPT_ENCODING))) {
            response.header(HttpHeaders.CONTENT_ENCODING, "gzip").entity(gzip);
        } else {
            response.entity(plain());
        }
        return response.type(type).build();
    }

    private static boolean takesGzip(String accepted) {
        return accepted != null
                && accepted.contains("gzip")
                && !GZIP_REFUSED.matcher(accepted).find();
    }

    private byte[] plain() {
        try (GZIPInputStream plain = new GZIPInputStream(new ByteArrayInputStream(gzip))) {
            return plain.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
