package nyc.crime.training;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Properties;
import java.util.Random;

import nyc.crime.predict.counts.DailyCounts;
import nyc.crime.predict.counts.Mask;
import nyc.crime.predict.inputs.Holidays;
import nyc.crime.predict.inputs.ModelDescription;
import nyc.crime.training.data.GridData;
import nyc.crime.training.run.Samples;
import nyc.crime.training.run.Settings;

/** A made-up city, small enough to train on in seconds. */
final class SmallCity {

    static final int ROWS = 6;
    static final int COLS = 5;
    static final LocalDate FIRST = LocalDate.of(2014, 1, 1);
    static final LocalDate VALIDATE_FROM = LocalDate.of(2014, 5, 1);
    static final LocalDate VALIDATE_TO = LocalDate.of(2014, 5, 10);
    static final Settings SETTINGS = new Settings("residual", 14, 4, 2, 4, 3e-3, 2, 0.9, 0, 7, null);

    /** New York's, which the trainer's commands take where they are told no other. */
    static final Holidays HOLIDAYS = profile();

    private SmallCity() {}

    private static Holidays profile() {
        Properties profile = new Properties();
        try (InputStream file = SmallCity.class.getResourceAsStream("/cities/nyc.properties")) {
            profile.load(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Holidays.of(
                List.of(profile.getProperty("nyc.cities.nyc.holidays").split(",")));
    }

    /** 140 days of Poisson-like counts of two offences; the first row of cells is water. */
    static GridData data(long seed) {
        return data(seed, ROWS, COLS, List.of("BURGLARY", "ROBBERY"));
    }

    /** The same on another grid, or of other offences. */
    static GridData data(long seed, int rows, int cols, List<String> offences) {
        Random random = new Random(seed);
        int days = 140;
        int[] mask = new int[rows * cols];
        for (int cell = cols; cell < mask.length; cell++) {
            mask[cell] = 1;
        }
        int[] values = new int[days * mask.length * offences.size()];
        for (int i = 0; i < values.length; i++) {
            int cell = i / offences.size() % mask.length;
            double rate = mask[cell] * 0.1 * (cell % 7 + 1);
            while (random.nextDouble() < rate) {
                values[i]++;
                rate /= 2;
            }
        }
        return new GridData(
                "complaints",
                DailyCounts.of(FIRST, days, rows, cols, offences, values),
                Mask.of(rows, cols, mask),
                new ModelDescription.Grid(rows, cols, 40, -74, 41, -73, (rows - 1) * cols),
                HOLIDAYS,
                "test");
    }

    static Samples samples(GridData data) {
        return new Samples(data.counts(), data.mask(), data.holidays(), VALIDATE_FROM, VALIDATE_TO);
    }

    /** Writes what grid-service gives into files; the trainer's options that name them. */
    static List<String> files(Path folder, GridData data) throws IOException {
        Path counts = Files.write(folder.resolve("counts.npy"), counts(data));
        Path mask = Files.write(folder.resolve("mask.npy"), mask(data));
        return List.of("--counts=" + counts, "--mask=" + mask, "--bounds=40,-74,41,-73");
    }

    /** Its counts, as grid-service gives them. */
    static byte[] counts(GridData data) {
        short[] values = data.counts().values();
        ByteBuffer bytes = ByteBuffer.allocate(values.length * 4).order(ByteOrder.LITTLE_ENDIAN);
        for (int value : values) {
            bytes.putInt(value);
        }
        return npy("<i4", "(140, 6, 5, 2)", bytes.array());
    }

    private static byte[] mask(GridData data) {
        boolean[] in = data.mask().in();
        byte[] bytes = new byte[in.length];
        for (int i = 0; i < in.length; i++) {
            bytes[i] = (byte) (in[i] ? 1 : 0);
        }
        return npy("|u1", "(6, 5)", bytes);
    }

    private static byte[] npy(String type, String shape, byte[] data) {
        byte[] header = "{'descr': '%s', 'fortran_order': False, 'shape': %s, }\n"
                .formatted(type, shape)
                .getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(10 + header.length + data.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0})
                .putShort((short) header.length)
                .put(header)
                .put(data)
                .array();
    }
}
