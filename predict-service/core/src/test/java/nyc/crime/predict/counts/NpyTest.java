package nyc.crime.predict.counts;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

class NpyTest {

    /** An array file as NumPy writes it: the header padded to a multiple of 64 bytes. */
    static byte[] npy(String type, String shape, ByteBuffer data) {
        String header = "{'descr': '%s', 'fortran_order': False, 'shape': (%s), }".formatted(type, shape);
        int padded = (10 + header.length() + 1 + 63) / 64 * 64 - 10;
        ByteBuffer file = ByteBuffer.allocate(10 + padded + data.capacity()).order(ByteOrder.LITTLE_ENDIAN);
        file.put((byte) 0x93)
                .put("NUMPY".getBytes(StandardCharsets.US_ASCII))
                .put((byte) 1)
                .put((byte) 0);
        file.putShort((short) padded);
        file.put((header + " ".repeat(padded - header.length() - 1) + "\n").getBytes(StandardCharsets.US_ASCII));
        return file.put(data.array()).array();
    }

    private static ByteBuffer ints(int... values) {
        ByteBuffer buffer = ByteBuffer.allocate(values.length * 4).order(ByteOrder.LITTLE_ENDIAN);
        buffer.asIntBuffer().put(values);
        return buffer;
    }

    @Test
    void readsIntegers() throws IOException {
        Npy.Ints array = Npy.readInts(new ByteArrayInputStream(npy("<i4", "2, 3", ints(1, 2, 3, -4, 70_000, 6))));
        assertArrayEquals(new int[] {2, 3}, array.shape());
        assertArrayEquals(new int[] {1, 2, 3, -4, 70_000, 6}, array.values());
    }

    @Test
    void readsBytesAsUnsigned() throws IOException {
        Npy.Ints array =
                Npy.readInts(new ByteArrayInputStream(npy("|u1", "2,", ByteBuffer.wrap(new byte[] {1, (byte) 200}))));
        assertArrayEquals(new int[] {2}, array.shape());
        assertArrayEquals(new int[] {1, 200}, array.values());
    }

    @Test
    void readsMoreThanOneChunk() throws IOException {
        int[] many = new int[40_000];
        Arrays.setAll(many, i -> i * 3);
        assertArrayEquals(
                many,
                Npy.readInts(new ByteArrayInputStream(npy("<i4", "40000,", ints(many))))
                        .values());
    }

    @Test
    void refusesWhatItCannotRead() {
        byte[] whole = npy("<i4", "2,", ints(1, 2));
        assertThrows(IOException.class, () -> Npy.readInts(new ByteArrayInputStream(whole, 0, whole.length - 1)));
        assertThrows(IOException.class, () -> Npy.readInts(new ByteArrayInputStream("{}      {}".getBytes())));
        assertThrows(IOException.class, () -> Npy.readInts(new ByteArrayInputStream(npy("<f8", "1,", ints(1, 2)))));
        assertThrows(
                IOException.class,
                () -> Npy.readInts(new ByteArrayInputStream(npy("<i4", "99999, 99999", ints(1, 2)))));
    }
}
