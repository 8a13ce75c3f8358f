package nyc.crime.web;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** The unit tests of the page's scripts, {@code src/test/js}, as {@code node --test} runs them. */
class ScriptsTest {

    private static final int OLDEST = 20;

    @Test
    void theUnitTestsOfTheScriptsPass() throws Exception {
        Result version = node("--version");
        assumeTrue(version.code == 0, "skipped: there is no node on the path to run web/src/test/js");
        int major = Integer.parseInt(version.output.strip().replaceFirst("v(\\d+).*", "$1"));
        assumeTrue(
                major >= OLDEST, "skipped: web/src/test/js wants node " + OLDEST + ", not " + version.output.strip());
        Result tests = node("--import", "./newyork.mjs", "--test");
        assertEquals(0, tests.code, tests.output);
    }

    private static Result node(String... options) throws InterruptedException {
        try {
            Process process = new ProcessBuilder(
                            Stream.concat(Stream.of("node"), Stream.of(options)).toList())
                    .directory(Path.of("src/test/js").toFile())
                    .redirectErrorStream(true)
                    .start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Result(process.waitFor(), output);
        } catch (IOException noSuchProgram) {
            return new Result(-1, noSuchProgram.getMessage());
        }
    }

    private record Result(int code, String output) {}
}
