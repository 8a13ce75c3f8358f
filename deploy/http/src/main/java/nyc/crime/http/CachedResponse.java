package nyc.crime.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/**
 * An answer that was encoded once and can be given any number of times. Do not change the arrays.
 *
 * @param type Content-Type
 * @param plain the bytes
 * @param gzip the same, gzipped; null where that saves nothing
 * @param tag made of the bytes
 * @param headers further headers
 * @param freshness how old the data are; null where it is not made of data
 */
public record CachedResponse(
        String type, byte[] plain, byte[] gzip, String tag, Map<String, String> headers, Freshness freshness)
        implements Representation {

    private static final int TAG_BYTES = 12;
    private static final int OVERHEAD = 1024;

    /** Encodes an answer, all but images gzipped too. */
    public static CachedResponse of(String type, byte[] plain, Map<String, String> headers, Freshness freshness) {
        return new CachedResponse(
                type, plain, type.startsWith("image/") ? null : gzip(plain), tag(plain), headers, freshness);
    }

    /** A tag made of the bytes. */
    public static String tag(byte[] plain) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(plain), 0, TAG_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** The same bytes, whose age has become another. */
    public CachedResponse with(Freshness now) {
        return new CachedResponse(type, plain, gzip, tag, headers, now);
    }

    /** Bytes that it takes in memory. */
    public int weight() {
        return plain.length + (gzip == null ? 0 : gzip.length) + OVERHEAD;
    }

    @Override
    public boolean compressible() {
        return gzip != null;
    }

    @Override
    public byte[] body(boolean gzipped) {
        return gzipped ? gzip : plain;
    }

    private static byte[] gzip(byte[] plain) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(plain.length / 4 + 64);
        try (GZIPOutputStream gzip = new GZIPOutputStream(out, 8192)) {
            gzip.write(plain);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
