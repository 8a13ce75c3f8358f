package nyc.crime.ingest.store;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;

/**
 * The bytes of a kept record: three letters and a version, the SHA-256 of what follows, then the record in CBOR (RFC
 * 8949), deflated. Bytes that are cut short, changed or of another version are refused as a whole.
 */
final class SealedCodec {

    private static final ObjectMapper CBOR = CBORMapper.builder(CBORFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxDocumentLength(256L << 20)
                            .build())
                    .build())
            .addModule(new JavaTimeModule())
            .build();
    private static final byte[] MAGIC = {'N', 'C', 'M', 3};
    private static final int HASH_LENGTH = 32;
    private static final int HEADER = MAGIC.length + HASH_LENGTH;

    private SealedCodec() {}

    static byte[] write(Object kept) {
        ByteArrayOutputStream payload = new ByteArrayOutputStream();
        // fast, because a cold caller waits for it
        Deflater deflater = new Deflater(Deflater.BEST_SPEED);
        try (DeflaterOutputStream out = new DeflaterOutputStream(payload, deflater)) {
            CBOR.writeValue(out, kept);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            deflater.end();
        }
        ByteArrayOutputStream all = new ByteArrayOutputStream(HEADER + payload.size());
        all.writeBytes(MAGIC);
        all.writeBytes(sha256(payload.toByteArray()));
        all.writeBytes(payload.toByteArray());
        return all.toByteArray();
    }

    /**
     * The record.
     *
     * @throws CorruptException if these are not bytes that {@link #write} made of one
     */
    static <T> T read(byte[] all, Class<T> type) {
        if (all.length < HEADER || !Arrays.equals(MAGIC, Arrays.copyOf(all, MAGIC.length))) {
            throw new CorruptException("not kept by this version");
        }
        byte[] payload = Arrays.copyOfRange(all, HEADER, all.length);
        if (!MessageDigest.isEqual(sha256(payload), Arrays.copyOfRange(all, MAGIC.length, HEADER))) {
            throw new CorruptException("the checksum does not fit");
        }
        try (InflaterInputStream in = new InflaterInputStream(new ByteArrayInputStream(payload))) {
            return CBOR.readValue(in, type);
        } catch (IOException e) {
            throw new CorruptException(e.toString());
        }
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
