package nyc.crime.ingest.records;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/**
 * A gzip stream (RFC 1952) that grows piece by piece, of bytes that are deflated already: a year is sent out of its
 * months' kept bytes without deflating any of them again. That works because {@link #of} ends each month's deflate
 * blocks (RFC 1951) on a byte, with a final block of its own that can be left out.
 */
public final class Gzip {

    private static final byte[] HEADER = {0x1f, (byte) 0x8b, Deflater.DEFLATED, 0, 0, 0, 0, 0, 0, (byte) 0xff};
    /** An empty block that is marked as the last. */
    private static final byte[] LAST_BLOCK = {0x03, 0x00};

    private static final int TRAILER = LAST_BLOCK.length + 2 * Integer.BYTES;

    private final CRC32 crc = new CRC32();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private int length;

    /** A stream with nothing in it yet. */
    public Gzip() {
        out.writeBytes(HEADER);
    }

    /**
     * The bytes as a gzip stream of their own. At the usual level: the highest takes six times as long, which a cold caller
     * waits for, and saves 3 %.
     */
    public static byte[] of(byte[] identity) {
        Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
        try {
            deflater.setInput(identity);
            Gzip gzip = new Gzip();
            byte[] block = new byte[16 * 1024];
            int made;
            do {
                made = deflater.deflate(block, 0, block.length, Deflater.SYNC_FLUSH);
                gzip.out.write(block, 0, made);
            } while (made == block.length);
            gzip.account(identity);
            return gzip.end();
        } finally {
            deflater.end();
        }
    }

    /** Adds what {@link #of} made of the bytes. */
    public void add(byte[] identity, byte[] gzipped) {
        out.write(gzipped, HEADER.length, gzipped.length - HEADER.length - TRAILER);
        account(identity);
    }

    /** Adds one byte as it is. */
    public void add(char ascii) {
        byte[] one = {(byte) ascii};
        // a stored block: not the last, its length and the complement of it
        out.writeBytes(new byte[] {0, 1, 0, (byte) ~1, (byte) ~0, one[0]});
        account(one);
    }

    /** The bytes since the last call. */
    public byte[] take() {
        byte[] taken = out.toByteArray();
        out.reset();
        return taken;
    }

    /** The bytes since the last call, and the end of the stream. */
    public byte[] end() {
        out.writeBytes(LAST_BLOCK);
        out.writeBytes(ByteBuffer.allocate(2 * Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt((int) crc.getValue())
                .putInt(length)
                .array());
        return take();
    }

    private void account(byte[] identity) {
        crc.update(identity);
        length += identity.length;
    }
}
