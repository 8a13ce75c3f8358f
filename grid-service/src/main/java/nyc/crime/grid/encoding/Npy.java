package nyc.crime.grid.encoding;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;

/** Writes numpy's .npy format, version 1.0, little-endian, C order. */
public final class Npy {

    /** Element types. */
    public enum Type {
        UINT8("|u1", 1),
        INT32("<i4", 4),
        FLOAT32("<f4", 4);

        private final String code;
        private final int bytes;

        Type(String code, int bytes) {
            this.code = code;
            this.bytes = bytes;
        }
    }

    private Npy() {}

    /** The header that goes before the elements; its length is a multiple of 64. */
    public static byte[] header(Type type, int... shape) {
        String dims = Arrays.stream(shape).mapToObj(n -> n + ",").collect(Collectors.joining(" "));
        String text = "{'descr': '" + type.code + "', 'fortran_order': False, 'shape': (" + dims + "), }";
        int length = (10 + text.length() + 1 + 63) / 64 * 64;
        ByteBuffer header = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        header.put((byte) 0x93)
                .put("NUMPY".getBytes(StandardCharsets.US_ASCII))
                .put((byte) 1)
                .put((byte) 0);
        header.putShort((short) (length - 10));
        header.put(text.getBytes(StandardCharsets.US_ASCII));
        Arrays.fill(header.array(), header.position(), length - 1, (byte) ' ');
        header.array()[length - 1] = '\n';
        return header.array();
    }

    /** A buffer for a whole array, its header written. */
    public static ByteBuffer array(Type type, int... shape) {
        byte[] header = header(type, shape);
        int elements = Arrays.stream(shape).reduce(1, Math::multiplyExact);
        return ByteBuffer.allocate(header.length + elements * type.bytes)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(header);
    }
}
