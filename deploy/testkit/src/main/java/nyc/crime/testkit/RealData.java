package nyc.crime.testkit;

import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Assumptions;

/** The folder of real NYPD rows that tests may use: {@code NYC_DATA_DIR}, laid out as its MANIFEST.md says. */
public final class RealData {

    private RealData() {}

    /**
     * The folder, or a skipped test that says why.
     *
     * @throws org.opentest4j.TestAbortedException if {@code NYC_DATA_DIR} is not set or names no folder
     */
    public static Path required() {
        Path dir = orNull();
        Assumptions.assumeTrue(dir != null, "skipped: NYC_DATA_DIR does not name a folder of real data");
        return dir;
    }

    /**
     * A folder of its, such as {@code cities/chicago}, or a skipped test that says why.
     *
     * @throws org.opentest4j.TestAbortedException if {@code NYC_DATA_DIR} has none
     */
    public static Path required(String folder) {
        Path dir = required().resolve(folder);
        Assumptions.assumeTrue(Files.isDirectory(dir), "skipped: NYC_DATA_DIR has no " + folder);
        return dir;
    }

    /** The folder, or null where there is none (for test resources, which start before a test can be skipped). */
    public static Path orNull() {
        String name = System.getenv("NYC_DATA_DIR");
        if (name == null || name.isBlank()) {
            return null;
        }
        Path dir = Path.of(name).toAbsolutePath().normalize();
        return Files.isDirectory(dir.resolve("socrata")) ? dir : null;
    }
}
