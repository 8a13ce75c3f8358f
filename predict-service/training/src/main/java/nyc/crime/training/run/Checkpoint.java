package nyc.crime.training.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;

import nyc.crime.training.data.JsonFiles;

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

    /** Writes the file. */
    public void write(Path file) throws IOException {
        Path part = file.resolveSibling(file.getFileName() + ".part");
        JsonFiles.stream(this, part);
        Files.move(part, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }
}
