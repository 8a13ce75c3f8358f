package nyc.crime.web;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;
import java.util.zip.GZIPOutputStream;

import io.netty.buffer.Unpooled;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;

/** A file as it goes over the wire, compressed once and sent from memory ever after. */
final class Kept {

    private static final CharSequence BY_ENCODING = HttpHeaders.createOptimized("Accept-Encoding");
    private static final CharSequence GZIP = HttpHeaders.createOptimized("gzip");
    private static final Pattern REFUSED = Pattern.compile("q=0(\\.0*)?\\s*$");

    private final Buffer plain;
    private final Buffer zipped;
    private final CharSequence type;
    private final CharSequence cacheControl;
    private final CharSequence tag;

    Kept(byte[] bytes, String type, String cacheControl) {
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        this.plain = forSockets(bytes);
        this.zipped = forSockets(gzip(bytes));
        this.type = HttpHeaders.createOptimized(type);
        this.cacheControl = HttpHeaders.createOptimized(cacheControl);
        this.tag = HttpHeaders.createOptimized("W/\"" + Long.toHexString(crc.getValue()) + '"');
    }

    /** Sends it in the encoding that the caller takes, or 304. */
    void send(RoutingContext exchange) {
        String known = exchange.request().getHeader(HttpHeaders.IF_NONE_MATCH);
        HttpServerResponse response = exchange.response();
        MultiMap headers = response.headers()
                .set(HttpHeaders.ETAG, tag)
                .set(HttpHeaders.CACHE_CONTROL, cacheControl)
                .set(HttpHeaders.VARY, BY_ENCODING);
        if (known != null && (known.contains(tag) || known.strip().equals("*"))) {
            response.setStatusCode(304).end();
            return;
        }
        boolean gzip = takesGzip(exchange.request().getHeader(HttpHeaders.ACCEPT_ENCODING));
        if (gzip) {
            headers.set(HttpHeaders.CONTENT_ENCODING, GZIP);
        }
        headers.set(HttpHeaders.CONTENT_TYPE, type);
        response.end(gzip ? zipped : plain);
    }

    private static boolean takesGzip(String encodings) {
        for (String encoding : encodings == null ? new String[0] : encodings.split(",")) {
            if (encoding.strip().startsWith("gzip")) {
                return !REFUSED.matcher(encoding).find();
            }
        }
        return false;
    }

    /** Outside of the heap, from where it is sent without being copied for every caller. */
    private static Buffer forSockets(byte[] bytes) {
        ByteBuffer direct = ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
        return Buffer.buffer(Unpooled.wrappedBuffer(direct));
    }

    private static byte[] gzip(byte[] bytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
