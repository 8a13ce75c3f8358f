package nyc.crime.grid.encoding;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/** Writes 8-bit greyscale PNG (W3C PNG, colour type 0, no filter, not interlaced). */
public final class Png {

    private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
    // pixel by pixel: an executable has no fonts
    private static final String[] SYNTHETIC = {
        " #### #   # #   # ##### #   # ##### #####  ###   ### ",
        "#     #   # ##  #   #   #   # #       #     #   #   #",
        "#      # #  # # #   #   #   # #       #     #   #    ",
        " ###    #   #  ##   #   ##### ####    #     #   #    ",
        "    #   #   #   #   #   #   # #       #     #   #    ",
        "    #   #   #   #   #   #   # #       #     #   #   #",
        "####    #   #   #   #   #   # #####   #    ###   ### "
    };

    private Png() {}

    /**
     * Writes "synthetic" across the foot of a picture, so that it says what it is wherever it goes. One that is too small for
     * the word stays as it is.
     *
     * @param pixels height × width unsigned bytes, the top row first
     * @param width pixels in a row
     */
    public static void stamp(byte[] pixels, int width) {
        int size = width / (SYNTHETIC[0].length() + 2);
        int top = pixels.length / width - size * (SYNTHETIC.length + 1);
        if (size == 0 || top < 0) {
            return;
        }
        for (int row = 0; row < size * SYNTHETIC.length; row++) {
            for (int col = 0; col < size * SYNTHETIC[0].length(); col++) {
                boolean ink = SYNTHETIC[row / size].charAt(col / size) == '#';
                pixels[(top + row) * width + size + col] = (byte) (ink ? 255 : 0);
            }
        }
    }

    /**
     * @param pixels height × width unsigned bytes, the top row first
     * @param width pixels in a row
     */
    public static byte[] grey(byte[] pixels, int width) {
        int height = pixels.length / width;
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION);
        try (DeflaterOutputStream zlib = new DeflaterOutputStream(data, deflater)) {
            for (int row = 0; row < height; row++) {
                zlib.write(0);
                zlib.write(pixels, row * width, width);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            deflater.end();
        }
        byte[] header = ByteBuffer.allocate(13)
                .putInt(width)
                .putInt(height)
                .put(new byte[] {8, 0, 0, 0, 0})
                .array();
        ByteArrayOutputStream png = new ByteArrayOutputStream(data.size() + 64);
        png.writeBytes(SIGNATURE);
        chunk(png, "IHDR", header);
        chunk(png, "IDAT", data.toByteArray());
        chunk(png, "IEND", new byte[0]);
        return png.toByteArray();
    }

    private static void chunk(ByteArrayOutputStream png, String type, byte[] data) {
        ByteBuffer chunk = ByteBuffer.allocate(12 + data.length);
        chunk.putInt(data.length);
        for (char letter : type.toCharArray()) {
            chunk.put((byte) letter);
        }
        chunk.put(data);
        CRC32 crc = new CRC32();
        crc.update(chunk.array(), 4, 4 + data.length);
        chunk.putInt((int) crc.getValue());
        png.writeBytes(chunk.array());
    }
}
