package nyc.crime.http;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.IntStream;

import io.smallrye.mutiny.Multi;

/**
 * A kept answer on its way to a caller. A large one goes out part by part as the caller takes it, so that a slow caller holds
 * no copy of it in the connection's buffers.
 */
public record PacedResponse(CachedResponse answer) implements Representation {

    private static final int PART = 1 << 16;

    /** Bytes that one on its way holds besides the answer: a part that is made and one that is being sent. */
    public static final int BYTES = 2 * PART;

    @Override
    public String type() {
        return answer.type();
    }

    @Override
    public String tag() {
        return answer.tag();
    }

    @Override
    public Map<String, String> headers() {
        return answer.headers();
    }

    @Override
    public Freshness freshness() {
        return answer.freshness();
    }

    @Override
    public boolean compressible() {
        return answer.compressible();
    }

    @Override
    public Object body(boolean gzip) {
        byte[] bytes = answer.body(gzip);
        if (bytes.length <= BYTES) {
            return bytes;
        }
        Multi<byte[]> parts = Multi.createFrom()
                .items(() -> IntStream.rangeClosed(0, (bytes.length - 1) / PART).boxed())
                .map(i -> Arrays.copyOfRange(bytes, i * PART, Math.min(bytes.length, (i + 1) * PART)));
        return new StreamedResponse(type(), tag(), headers(), freshness(), parts, parts).body(gzip);
    }
}
