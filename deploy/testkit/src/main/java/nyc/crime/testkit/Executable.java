package nyc.crime.testkit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** What holds for the native executable of every service. */
public final class Executable {

    private static final Pattern LIBRARY = Pattern.compile("^\\s*(?:/\\S*/)?([\\w-]+)\\.so");
    private static final Set<String> GLIBC_AND_ZLIB =
            Set.of("linux-vdso", "ld-linux-x86-64", "libc", "libdl", "libm", "libpthread", "librt", "libz");

    private Executable() {}

    /** Expects a module's executable to need no shared library but glibc's and zlib's. */
    public static void checkLibraries(String module) throws IOException, InterruptedException {
        Path executable = ServiceProcess.executable(module);
        assertNotNull(executable, "there is only a jar");
        Process ldd = new ProcessBuilder("ldd", executable.toString()).start();
        String output = new String(ldd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, ldd.waitFor(), output);
        Set<String> needed = output.lines()
                .flatMap(line -> LIBRARY.matcher(line).results())
                .map(match -> match.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
        assertTrue(needed.contains("libc"), output);
        needed.removeAll(GLIBC_AND_ZLIB);
        assertEquals(Set.of(), needed, output);
    }
}
