package nyc.crime.training;

import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Assumptions;

/** TensorFlow's libraries, without which a test of the network cannot run. */
final class Natives {

    private Natives() {}

    /** Makes the libraries known to TensorFlow, or skips the test and says why. */
    static void required() {
        String folder = System.getenv("TENSORFLOW_LIBRARY_PATH");
        Assumptions.assumeTrue(
                folder != null && Files.isRegularFile(Path.of(folder, "libtensorflow_cc.so.2")),
                "skipped: no TensorFlow libraries in " + folder + " (building predict-service unpacks them)");
        System.setProperty("org.bytedeco.javacpp.platform.preloadpath", folder);
    }
}
