package nyc.crime.ingest.records;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Random;
import java.util.zip.GZIPInputStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class GzipTest {

    /** Among the sizes are those around which deflate's output just fills the buffer. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 100, 16_000, 16_360, 16_370, 16_380, 16_384, 300_000})
    void bytesComeBack(int size) throws IOException {
        for (int spread : new int[] {1, 10, 256}) {
            byte[] bytes = bytes(size, spread);
            assertThat(plain(Gzip.of(bytes))).isEqualTo(bytes);
        }
    }

    @Test
    void piecesBecomeOneStream() throws IOException {
        byte[] first = bytes(50_000, 10);
        byte[] second = bytes(20, 256);
        ByteArrayOutputStream sent = new ByteArrayOutputStream();
        Gzip year = new Gzip();
        year.add('[');
        year.add(first, Gzip.of(first));
        sent.writeBytes(year.take());
        year.add(',');
        year.add(second, Gzip.of(second));
        year.add(']');
        sent.writeBytes(year.end());
        ByteArrayOutputStream expected = new ByteArrayOutputStream();
        expected.write('[');
        expected.writeBytes(first);
        expected.write(',');
        expected.writeBytes(second);
        expected.write(']');
        assertThat(plain(sent.toByteArray())).isEqualTo(expected.toByteArray());
    }

    private static byte[] bytes(int size, int spread) {
        Random dice = new Random(size);
        byte[] bytes = new byte[size];
        for (int i = 0; i < size; i++) {
            bytes[i] = (byte) dice.nextInt(spread);
        }
        return bytes;
    }

    private static byte[] plain(byte[] gzip) throws IOException {
        return new GZIPInputStream(new ByteArrayInputStream(gzip)).readAllBytes();
    }
}
