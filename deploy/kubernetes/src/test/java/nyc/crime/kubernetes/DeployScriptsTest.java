package nyc.crime.kubernetes;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** deploy/up and deploy/down where things are missing: on a system without ps, without a JDK, with taken ports. */
class DeployScriptsTest {

    private static final List<String> TOOLS = List.of(
            "bash", "dirname", "sleep", "rm", "cat", "curl", "cut", "cksum", "sed", "awk", "grep", "find", "mkdir",
            "tr", "env");

    @TempDir
    Path checkout;

    private Path bin;
    private final List<Process> started = new ArrayList<>();

    private record Result(int status, String said) {}

    @BeforeEach
    void copyScriptsAndTools() throws IOException {
        Path deploy = Files.createDirectories(checkout.resolve("deploy"));
        for (String script : List.of("up", "down", "processes.sh")) {
            Path copy = Files.copy(Repository.root().resolve("deploy/" + script), deploy.resolve(script));
            assertTrue(copy.toFile().setExecutable(true));
        }
        bin = Files.createDirectories(checkout.resolve("bin"));
        for (String tool : TOOLS) {
            for (String folder : List.of("/usr/bin", "/bin")) {
                Path real = Path.of(folder, tool);
                if (Files.exists(real) && !Files.exists(bin.resolve(tool))) {
                    Files.createSymbolicLink(bin.resolve(tool), real);
                }
            }
        }
    }

    @AfterEach
    void end() throws InterruptedException {
        for (Process process : started) {
            process.destroyForcibly().waitFor();
        }
    }

    @Test
    void downEndsWhatUpStartedWhereThereIsNoPs() throws Exception {
        assumeTrue(Files.exists(Path.of("/proc/self/stat")), "skipped: there is no /proc");
        Process service = sleeper();
        Process other = sleeper();
        remember(service.pid() + " ingest 8081 " + began(service), other.pid() + " grid 8082 1");
        Result down = run(Map.of(), "deploy/down");
        assertTrue(down.said().contains("stopped 1 process"), down.said());
        assertNotEquals(0, service.waitFor());
        assertTrue(other.isAlive(), "the id belongs to another program by now");
        assertFalse(Files.exists(checkout.resolve("deploy/.run/pids")));
        assertTrue(run(Map.of(), "deploy/down").said().contains("nothing is running"));
    }

    @Test
    void downEndsWhatDoesNotHeedIt() throws Exception {
        assumeTrue(Files.exists(Path.of("/proc/self/stat")), "skipped: there is no /proc");
        Process deaf =
                new ProcessBuilder("/bin/bash", "-c", "trap '' TERM; echo ready; while :; do sleep 1; done").start();
        started.add(deaf);
        assertEquals('r', deaf.getInputStream().read());
        remember(deaf.pid() + " ingest 8081 " + began(deaf));
        assertEquals(0, run(Map.of("DOWN_SECONDS", "1"), "deploy/down").status());
        assertEquals(128 + 9, deaf.waitFor());
    }

    @ParameterizedTest
    @CsvSource({
        "11, true, is Java 11:",
        "1.8, true, is Java 1.8:",
        "17, false, is Java 17 without a compiler (a JRE):",
        "'', true, is not there:",
    })
    void theJavaThatItWantsIsSaidInOneSentence(String version, boolean compiler, String said) throws Exception {
        if (!version.isEmpty()) {
            script("java", "echo '    java.specification.version = " + version + "' >&2");
        }
        if (compiler) {
            script("javac", "");
        }
        Result up = run(Map.of(), "deploy/up", "--upstream", "http://localhost:1");
        assertEquals(1, up.status());
        assertEquals(1, up.said().strip().lines().count(), up.said());
        assertTrue(
                up.said().contains("needs a JDK of Java 17 or later")
                        && up.said().contains(said),
                up.said());
    }

    @ParameterizedTest
    @CsvSource({"127.0.0.1, GRID_PORT", "::1, PREDICT_PORT"})
    void aTakenPortIsNamedWithItsVariableBeforeAnythingIsBuilt(String host, String variable) throws Exception {
        script("java", "echo '    java.specification.version = 17' >&2");
        script("javac", "");
        ServerSocket taken;
        try {
            taken = new ServerSocket(0, 1, InetAddress.getByName(host));
        } catch (IOException e) {
            assumeTrue(false, "skipped: this machine has no " + host);
            return;
        }
        try (taken) {
            Map<String, String> ports = new java.util.HashMap<>();
            for (String each : List.of("WEB_PORT", "INGEST_PORT", "GRID_PORT", "PREDICT_PORT")) {
                try (ServerSocket free = new ServerSocket(0)) {
                    ports.put(each, Integer.toString(free.getLocalPort()));
                }
            }
            ports.put(variable, Integer.toString(taken.getLocalPort()));
            Result up = run(ports, "deploy/up", "--upstream", "http://localhost:1");
            assertEquals(1, up.status());
            assertTrue(up.said().contains("port " + taken.getLocalPort() + " is taken: set " + variable), up.said());
            assertFalse(up.said().contains("building"), up.said());
        }
    }

    private Process sleeper() throws IOException {
        Process process = new ProcessBuilder("/bin/sleep", "600").start();
        started.add(process);
        return process;
    }

    private static String began(Process process) throws IOException {
        String stat = Files.readString(Path.of("/proc/" + process.pid() + "/stat"));
        return stat.substring(stat.lastIndexOf(')') + 2).split(" ")[19];
    }

    private void remember(String... lines) throws IOException {
        Path run = Files.createDirectories(checkout.resolve("deploy/.run"));
        Files.write(run.resolve("pids"), List.of(lines));
    }

    private void script(String name, String body) throws IOException {
        Path script = Files.writeString(bin.resolve(name), "#!/bin/bash\n" + body + "\n");
        assertTrue(script.toFile().setExecutable(true));
    }

    private Result run(Map<String, String> environment, String script, String... arguments) throws Exception {
        List<String> command =
                new ArrayList<>(List.of("/bin/bash", checkout.resolve(script).toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().put("PATH", bin.toString());
        builder.environment().put("HOME", checkout.toString());
        builder.environment().putAll(environment);
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Result(process.waitFor(), said);
    }
}
