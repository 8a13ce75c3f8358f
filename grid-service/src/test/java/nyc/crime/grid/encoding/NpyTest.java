package nyc.crime.grid.encoding;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** What is written as .npy is what numpy reads. */
class NpyTest {

    @TempDir
    Path folder;

    @Test
    void numpyReadsWhatIsWritten() throws Exception {
        Assumptions.assumeTrue(run("import numpy") != null, "skipped: python3 with numpy is missing");
        assertEquals("int32 (2, 3, 4) 276 True", load(Npy.Type.INT32, 2, 3, 4));
        assertEquals("float32 (3, 8) 276.0 True", load(Npy.Type.FLOAT32, 3, 8));
        assertEquals("uint8 (24,) 276 True", load(Npy.Type.UINT8, 24));
    }

    private String load(Npy.Type type, int... shape) throws Exception {
        ByteBuffer array = Npy.array(type, shape);
        for (int i = 0; i < 24; i++) {
            switch (type) {
                case UINT8 -> array.put((byte) i);
                case INT32 -> array.putInt(i);
                case FLOAT32 -> array.putFloat(i);
            }
        }
        Path file = Files.write(folder.resolve("a.npy"), array.array());
        return run("import numpy as np; a = np.load('" + file + "'); "
                + "print(a.dtype, a.shape, a.sum(), bool((a.ravel() == np.arange(24)).all()))");
    }

    /** What a program prints; null if it cannot be run. */
    private static String run(String program) throws Exception {
        for (String python : new String[] {"/usr/bin/python3", "python3"}) {
            try {
                Process process = new ProcessBuilder(python, "-c", program).start();
                String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                if (process.waitFor(30, TimeUnit.SECONDS) && process.exitValue() == 0) {
                    return output.strip();
                }
            } catch (java.io.IOException e) {
                continue;
            }
        }
        return null;
    }
}
