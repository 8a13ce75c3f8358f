package nyc.crime.training.run;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The state of a run after an epoch, in a file that is replaced whole: an interrupted write leaves the one before.
 *
 * @param settings what the run was started with; a run resumes only with the same
 * @param epoch epochs done
 * @param steps optimiser steps done
 * @param bestEpoch epoch of the best validation so far
 * @param bestDeviance its Poisson deviance
 * @param best the exported weights of that epoch
 * @param state everything that training knows
 */
public record Checkpoint(
        String settings,
        int epoch,
        int steps,
        int bestEpoch,
        double bestDeviance,
        Map<String, float[]> best,
        Map<String, float[]> state) {

    private static final int FORMAT = 1;

    /** Writes the file. */
    public void write(Path file) throws IOException {
        Path part = file.resolveSibling(file.getFileName() + ".part");
        try (DataOutputStream out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(part)))) {
            out.writeInt(FORMAT);
            out.writeUTF(settings);
            out.writeInt(epoch);
            out.writeInt(steps);
            out.writeInt(bestEpoch);
            out.writeDouble(bestDeviance);
            write(out, best);
            write(out, state);
        }
        Files.move(part, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    /**
     * Reads a file.
     *
     * @throws IOException if it cannot be read or is of another format
     */
    public static Checkpoint read(Path file) throws IOException {
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
            if (in.readInt() != FORMAT) {
                throw new IOException(file + " is not a checkpoint of this version");
            }
            return new Checkpoint(
                    in.readUTF(), in.readInt(), in.readInt(), in.readInt(), in.readDouble(), numbers(in), numbers(in));
        }
    }

    private static void write(DataOutputStream out, Map<String, float[]> values) throws IOException {
        out.writeInt(values.size());
        for (Map.Entry<String, float[]> value : values.entrySet()) {
            out.writeUTF(value.getKey());
            out.writeInt(value.getValue().length);
            for (float number : value.getValue()) {
                out.writeFloat(number);
            }
        }
    }

    private static Map<String, float[]> numbers(DataInputStream in) throws IOException {
        Map<String, float[]> values = new LinkedHashMap<>();
        for (int n = in.readInt(); n > 0; n--) {
            String name = in.readUTF();
            float[] numbers = new float[in.readInt()];
            for (int i = 0; i < numbers.length; i++) {
                numbers[i] = in.readFloat();
            }
            values.put(name, numbers);
        }
        return values;
    }
}
