package nyc.crime.grid.api;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32C;
import java.util.zip.GZIPOutputStream;

import io.netty.buffer.Unpooled;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;

import nyc.crime.grid.ingest.Snapshot;

/**
 * An encoded answer, ready to be sent any number of times. Its headers are kept as bytes too ({@link
 * HttpHeaders#createOptimized}): texts are hashed, checked and written character by character each time.
 *
 * @param type media type
 * @param headers further headers that are the same for every caller
 * @param body the bytes
 * @param gzip the same bytes compressed, outside of the heap, from where they are sent without being copied for every
 *     caller; null where compression saves little
 * @param tag entity tag without quotes, made from the bytes
 * @param freshness how old the records in it are; null for what never changes
 */
record Answer(
        CharSequence type,
        Map<CharSequence, CharSequence> headers,
        Buffer body,
        Buffer gzip,
        Tag tag,
        Freshness freshness) {

    /**
     * An entity tag.
     *
     * @param bare without quotes
     * @param plain of the body as it is
     * @param zipped of the compressed body
     */
    record Tag(String bare, CharSequence plain, CharSequence zipped) {

        static Tag of(String bare) {
            return new Tag(
                    bare,
                    HttpHeaders.createOptimized('"' + bare + '"'),
                    HttpHeaders.createOptimized('"' + bare + "-gzip\""));
        }

        /** Whether a caller that knows these tags (If-None-Match) has the body already, in either form. */
        boolean isAmong(String known) {
            return known != null
                    && (known.contains(plain)
                            || known.contains(zipped)
                            || known.strip().equals("*"));
        }
    }

    /**
     * How old an answer's records are.
     *
     * @param source live, files, sample or mixed
     * @param stale true if ingest-service, or what is before it, did not answer
     * @param fetchedAt when the oldest of the records were had from the source
     * @param freshUntil until when the answer may be kept
     */
    record Freshness(CharSequence source, boolean stale, Instant fetchedAt, Instant freshUntil) {

        static Freshness of(Snapshot snapshot) {
            return new Freshness(
                    HttpHeaders.createOptimized(snapshot.source()),
                    snapshot.stale(),
                    snapshot.fetchedAt(),
                    snapshot.freshUntil());
        }
    }

    static Answer of(String type, Map<String, String> headers, byte[] body, Freshness freshness) {
        CRC32C crc = new CRC32C();
        crc.update(body);
        Tag tag = Tag.of(Long.toHexString((long) body.length << 32 | crc.getValue()));
        Buffer gzip = type.startsWith("image/") ? null : forSockets(gzip(body));
        Map<CharSequence, CharSequence> ready = new LinkedHashMap<>();
        headers.forEach(
                (name, value) -> ready.put(HttpHeaders.createOptimized(name), HttpHeaders.createOptimized(value)));
        return new Answer(
                HttpHeaders.createOptimized(type),
                ready,
                Buffer.buffer(Unpooled.wrappedBuffer(body)),
                gzip,
                tag,
                freshness);
    }

    private static byte[] gzip(byte[] body) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(body.length / 8 + 64);
        try (GZIPOutputStream gzip = new GZIPOutputStream(out, 8192)) {
            gzip.write(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static Buffer forSockets(byte[] bytes) {
        // freed with the answer, by the collector
        ByteBuffer direct = ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
        return Buffer.buffer(Unpooled.wrappedBuffer(direct));
    }

    int weight() {
        return 2_048 + body.length() + (gzip == null ? 0 : gzip.length());
    }
}
