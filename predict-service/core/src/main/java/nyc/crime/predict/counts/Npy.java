package nyc.crime.predict.counts;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A reader of NumPy's array files, format versions 1 to 3, as far as this service meets them: little-endian
 * {@code <i4} and {@code |u1} arrays in C order.
 *
 * <p>Source of the format: <a href="https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html">numpy.lib.format</a>.
 */
public final class Npy {

    private static final int MAX_VALUES = 1 << 28;
    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    private static final Pattern TYPE = Pattern.compile("'descr': *'([^']*)'");
    private static final Pattern ORDER = Pattern.compile("'fortran_order': *(True|False)");
    private static final Pattern SHAPE = Pattern.compile("'shape': *\\(([0-9, ]*)\\)");

    /** An array of integers. */
    public record Ints(int[] shape, int[] values) {}

    private record Header(String type, int[] shape, int size) {}

    private Npy() {}

    /**
     * Reads an {@code <i4} or {@code |u1} array.
     *
     * @throws IOException if the stream ends early or holds something else
     */
    public static Ints readInts(InputStream stream) throws IOException {
        DataInputStream in = new DataInputStream(stream);
        Header header = header(in);
        int[] values = new int[header.size];
        switch (header.type) {
            case "<i4" -> readChunks(in, 4, header.size, (buffer, at) -> values[at] = buffer.getInt());
            case "|u1" -> readChunks(in, 1, header.size, (buffer, at) -> values[at] = buffer.get() & 0xff);
            default -> throw new IOException("npy: expected <i4 or |u1, got " + header.type);
        }
        return new Ints(header.shape, values);
    }

    private interface Sink {
        void take(ByteBuffer buffer, int at);
    }

    private static void readChunks(DataInputStream in, int bytes, int size, Sink sink) throws IOException {
        byte[] chunk = new byte[1 << 16];
        ByteBuffer buffer = ByteBuffer.wrap(chunk).order(ByteOrder.LITTLE_ENDIAN);
        for (int at = 0; at < size; ) {
            int values = Math.min(size - at, chunk.length / bytes);
            in.readFully(chunk, 0, values * bytes);
            buffer.clear();
            for (int end = at + values; at < end; at++) {
                sink.take(buffer, at);
            }
        }
    }

    private static Header header(DataInputStream in) throws IOException {
        byte[] start = new byte[8];
        in.readFully(start);
        for (int i = 0; i < MAGIC.length; i++) {
            if (start[i] != MAGIC[i]) {
                throw new IOException("npy: not an array file");
            }
        }
        byte[] lengthBytes = new byte[start[6] == 1 ? 2 : 4];
        in.readFully(lengthBytes);
        ByteBuffer length = ByteBuffer.wrap(lengthBytes).order(ByteOrder.LITTLE_ENDIAN);
        int size = lengthBytes.length == 2 ? length.getShort() & 0xffff : length.getInt();
        if (size < 0 || size > 1 << 16) {
            throw new IOException("npy: a header of " + size + " bytes");
        }
        byte[] text = new byte[size];
        in.readFully(text);
        String header = new String(text, StandardCharsets.UTF_8);
        if (find(ORDER, header).equals("True")) {
            throw new IOException("npy: Fortran order");
        }
        int[] shape = Stream.of(find(SHAPE, header).split(","))
                .map(String::trim)
                .filter(s -> !s.isEmpty())
                .mapToInt(Integer::parseInt)
                .toArray();
        long values = 1;
        for (int dimension : shape) {
            values *= dimension;
            if (values > MAX_VALUES) {
                throw new IOException("npy: more than " + MAX_VALUES + " values");
            }
        }
        return new Header(find(TYPE, header), shape, (int) values);
    }

    private static String find(Pattern pattern, String header) throws IOException {
        Matcher matcher = pattern.matcher(header);
        if (!matcher.find()) {
            throw new IOException("npy: header without " + pattern);
        }
        return matcher.group(1);
    }
}
