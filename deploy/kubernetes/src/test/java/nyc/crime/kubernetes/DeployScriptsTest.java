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
import java.util.concurrent.TimeUnit;

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

/**
 * deploy/up, deploy/down and deploy/retrain where things are missing (on a system without ps, without a JDK, with taken ports), and what
 * up gives the processes that it starts: they are scripts here that write down how they were started.
 */
class DeployScriptsTest {

    private static final List<String> TOOLS = List.of(
            "bash", "dirname", "sleep", "rm", "cat", "curl", "cut", "cksum", "sed", "awk", "grep", "find", "mkdir",
            "tr", "env", "tail", "date", "tee", "touch", "head");

    private static final String NOTE = "arrests.csv: NYPD Arrests Data (Historic) (by its columns), 1 rows";

    @TempDir
    Path checkout;

    private Path bin;
    private final List<Process> started = new ArrayList<>();

    private record Result(int status, String said) {}

    @BeforeEach
    void copyScriptsAndTools() throws IOException {
        Path deploy = Files.createDirectories(checkout.resolve("deploy"));
        for (String script : List.of("up", "down", "retrain", "processes.sh")) {
            Path copy = Files.copy(Repository.root().resolve("deploy/" + script), deploy.resolve(script));
            assertTrue(copy.toFile().setExecutable(true));
        }
        Files.copy(
                Repository.root().resolve("deploy/cities/nyc.properties"),
                Files.createDirectories(deploy.resolve("cities")).resolve("nyc.properties"));
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
            Map<String, String> ports = freePorts();
            ports.put(variable, Integer.toString(taken.getLocalPort()));
            Result up = run(ports, "deploy/up", "--upstream", "http://localhost:1");
            assertEquals(1, up.status());
            assertTrue(up.said().contains("port " + taken.getLocalPort() + " is taken: set " + variable), up.said());
            assertFalse(up.said().contains("building"), up.said());
        }
    }

    @Test
    void aDayGoneByIsTodayInAllServices() throws Exception {
        buildNothing();
        Map<String, String> ports = freePorts();
        Result up = run(ports, "deploy/up", "--as-of", "2025-02-20", "--detach");
        try {
            assertEquals(0, up.status(), up.said());
            List<String> started = Files.readAllLines(checkout.resolve("started"));
            assertEquals(5, started.size(), started.toString());
            assertTrue(
                    started.get(0).contains("deploy/standin/")
                            && started.get(0).endsWith("quarkus-run.jar --as-of 2025-02-20"),
                    started.get(0));
            for (String service : List.of("ingest-service", "grid-service", "predict-service", "web")) {
                assertTrue(
                        started.stream()
                                .anyMatch(line -> line.startsWith("2025-02-20 ")
                                        && line.endsWith("/" + service + "/target/quarkus-app/quarkus-run.jar")),
                        service + ": " + started);
            }
        } finally {
            run(ports, "deploy/down");
        }
        Files.delete(checkout.resolve("started"));
        Result now = run(ports, "deploy/up", "--data", checkout.resolve("bin").toString(), "--detach");
        try {
            assertEquals(0, now.status(), now.said());
            for (String line : Files.readAllLines(checkout.resolve("started"))) {
                assertTrue(line.startsWith("none ") && !line.contains("--as-of"), line);
            }
        } finally {
            run(ports, "deploy/down");
        }
    }

    @ParameterizedTest
    @CsvSource({"--as-of 2025-02-20, 0", "--as-of 2025-02-20 --native, 4"})
    void whatRanOutOfMemoryEnds(String options, int executables) throws Exception {
        buildNothing();
        List<String> all = new ArrayList<>(List.of(options.split(" ")));
        all.add("--detach");
        Map<String, String> ports = freePorts();
        Result up = run(ports, "deploy/up", all.toArray(String[]::new));
        try {
            assertEquals(0, up.status(), up.said());
            List<String> started = Files.readAllLines(checkout.resolve("started"));
            assertEquals(5, started.size(), started.toString());
            started.forEach(line -> assertTrue(line.contains(" -XX:+ExitOnOutOfMemoryError"), line));
            assertEquals(
                    executables,
                    started.stream().filter(line -> line.contains("-runner ")).count(),
                    started.toString());
        } finally {
            run(ports, "deploy/down");
        }
    }

    @Test
    void theFirstBuildSaysHowLongItIsAndWhereItIs() throws Exception {
        buildNothing();
        Path built = checkout.resolve("web/target/quarkus-app/quarkus-run.jar");
        Files.delete(built);
        maven(
                "touch " + built
                        + "; echo '[INFO] Building NYC Crime in Motion: web 1.0.0-SNAPSHOT            [5/6]'; echo '[INFO] BUILD SUCCESS'");
        Map<String, String> ports = freePorts();
        Result up = run(ports, "deploy/up", "--as-of", "2025-02-20", "--detach");
        try {
            assertEquals(0, up.status(), up.said());
            assertTrue(
                    up.said()
                            .startsWith(
                                    "building web\nthe first build takes some minutes and fetches about 600 MB of libraries\n  NYC Crime in Motion: web [5/6]\nstarting"),
                    up.said());
        } finally {
            run(ports, "deploy/down");
        }
    }

    @Test
    void aBuildThatFailsSaysWhy() throws Exception {
        buildNothing();
        Files.delete(checkout.resolve("web/target/quarkus-app/quarkus-run.jar"));
        Files.createDirectories(checkout.resolve(".m2/repository/io/quarkus"));
        maven("echo '[INFO] BUILD FAILURE'; echo '[ERROR] no such class'; exit 1");
        Result up = run(freePorts(), "deploy/up", "--as-of", "2025-02-20", "--detach");
        assertEquals(1, up.status());
        assertEquals(
                "building web\n[ERROR] no such class\ndeploy/up: the build failed; all of it is in deploy/.run/logs/build.log\n",
                up.said());
        assertFalse(Files.exists(checkout.resolve("started")));
    }

    @Test
    void theLivingCityWithoutANetworkIsServedAsItWasKept() throws Exception {
        buildNothing();
        Map<String, String> ports = freePorts();
        Result up = run(ports, "deploy/up", "--live", "--detach");
        try {
            assertEquals(0, up.status(), up.said());
            assertTrue(
                    up.said().contains("NYC Open Data cannot be reached: months that were kept are served"), up.said());
            assertTrue(up.said().contains("records from live (https://data.cityofnewyork.us)"), up.said());
            List<String> started = Files.readAllLines(checkout.resolve("started"));
            assertEquals(4, started.size(), started.toString());
            assertFalse(started.toString().contains("standin"), started.toString());
        } finally {
            run(ports, "deploy/down");
        }
    }

    @Test
    void downEndsWhatAKilledKeeperLeft() throws Exception {
        buildNothing();
        Map<String, String> ports = freePorts();
        Result up = run(ports, "deploy/up", "--as-of", "2025-02-20", "--detach");
        Result down;
        ProcessHandle left;
        try {
            assertEquals(0, up.status(), up.said());
            ProcessHandle keeper = Files.readAllLines(checkout.resolve("deploy/.run/pids")).stream()
                    .filter(line -> line.contains(" grid "))
                    .map(line ->
                            ProcessHandle.of(Long.parseLong(line.split(" ")[0])).orElseThrow())
                    .findFirst()
                    .orElseThrow();
            left = keeper.children().findFirst().orElseThrow();
            keeper.destroyForcibly();
            keeper.onExit().get(10, TimeUnit.SECONDS);
            assertTrue(left.isAlive());
        } finally {
            down = run(ports, "deploy/down");
        }
        assertEquals(0, down.status(), down.said());
        assertTrue(down.said().contains("stopped 5 processes"), down.said());
        left.onExit().get(10, TimeUnit.SECONDS);
    }

    @ParameterizedTest
    @CsvSource({"--live, not with --live", "--upstream http://localhost:1, not with --upstream"})
    void aDayGoneByIsNotOfTheLivingCity(String source, String said) throws Exception {
        buildNothing();
        List<String> options = new ArrayList<>(List.of(source.split(" ")));
        options.addAll(List.of("--as-of", "2025-02-20"));
        Result up = run(freePorts(), "deploy/up", options.toArray(String[]::new));
        assertEquals(1, up.status());
        assertTrue(up.said().contains(said), up.said());
        assertFalse(Files.exists(checkout.resolve("started")));
    }

    @ParameterizedTest
    @CsvSource({
        "--city atlantis, there is no",
        "--city ../x, --city wants the ID",
        "--city chicago --as-of 2018-05-01, the sample city is New York's",
    })
    void aCityWithoutProfileOrRowsIsSaidInOneSentence(String options, String said) throws Exception {
        buildNothing();
        Files.copy(
                Repository.root().resolve("deploy/cities/chicago.properties"),
                checkout.resolve("deploy/cities/chicago.properties"));
        Result up = run(freePorts(), "deploy/up", options.split(" "));
        assertEquals(1, up.status());
        assertTrue(up.said().contains(said), up.said());
        assertFalse(Files.exists(checkout.resolve("started")));
    }

    @Test
    void whatTheFilesAreTakenForIsSaidBeforeTheServicesStart() throws Exception {
        buildNothing();
        Path data = Files.createDirectories(checkout.resolve("data"));
        Map<String, String> ports = freePorts();
        Result up = run(ports, "deploy/up", "--data", data.toString(), "--detach");
        try {
            assertEquals(0, up.status(), up.said());
            int note = up.said().indexOf(NOTE);
            assertTrue(note >= 0 && note < up.said().indexOf("starting the services"), up.said());
        } finally {
            run(ports, "deploy/down");
        }
    }

    @ParameterizedTest
    @CsvSource({"10", "0"})
    void aFolderThatCannotBeServedEndsIt(String untilItLives) throws Exception {
        buildNothing();
        Path data = Files.createDirectories(checkout.resolve("unreadable"));
        Map<String, String> environment = freePorts();
        // even a stand-in that read for so long before it found the error is not started anew
        environment.put("KEEP_SECONDS", untilItLives);
        Result up = run(environment, "deploy/up", "--data", data.toString(), "--detach");
        assertEquals(1, up.status());
        assertTrue(up.said().contains(data + " holds no dataset"), up.said());
        assertEquals(1, Files.readAllLines(checkout.resolve("started")).size());
        assertFalse(Files.exists(checkout.resolve("deploy/.run/pids")), "nothing is left running");
    }

    @Test
    void aDatasetOfAnotherCityEndsItWithTheSentence() throws Exception {
        buildNothing();
        Path data = Files.createDirectories(checkout.resolve("foreign"));
        Result up = run(freePorts(), "deploy/up", "--data", data.toString(), "--detach");
        assertEquals(1, up.status());
        assertTrue(up.said().contains("ERROR arrests is refused: all places are elsewhere"), up.said());
        assertFalse(up.said().contains("ingest is ready"), up.said());
        assertFalse(Files.exists(checkout.resolve("deploy/.run/pids")), "nothing is left running");
    }

    @Test
    void whatEndsByItselfIsStartedAnew() throws Exception {
        buildNothing();
        Path data = Files.createDirectories(checkout.resolve("crashing"));
        Map<String, String> environment = freePorts();
        environment.put("KEEP_SECONDS", "0");
        Result up = run(environment, "deploy/up", "--data", data.toString(), "--detach");
        try {
            assertEquals(0, up.status(), up.said());
            assertEquals(6, Files.readAllLines(checkout.resolve("started")).size());
        } finally {
            run(environment, "deploy/down");
        }
    }

    @Test
    void retrainingKnowsTheRunningSystem() throws Exception {
        Path trainer = Files.createDirectories(checkout.resolve("predict-service/training/target"));
        Files.createFile(trainer.resolve("training.jar"));
        Path script = Files.writeString(trainer.resolveSibling("trainer"), "#!/bin/bash\nprintf '<%s>' \"$@\"\n");
        assertTrue(script.toFile().setExecutable(true));
        Result nothing = run(Map.of(), "deploy/retrain");
        assertEquals(1, nothing.status());
        assertTrue(nothing.said().contains("start deploy/up first"), nothing.said());
        buildNothing();
        Map<String, String> ports = freePorts();
        Result up = run(ports, "deploy/up", "--as-of", "2025-02-20", "--detach");
        try {
            assertEquals(0, up.status(), up.said());
            Result retrain = run(Map.of(), "deploy/retrain", "--epochs=1");
            String models = checkout.resolve("deploy/.run/models/sample-").toString();
            assertTrue(
                    retrain.said()
                            .matches("<promote><--grid-url><http://localhost:" + ports.get("GRID_PORT")
                                    + "><--dataset><complaints><--offence><BURGLARY,FELONY ASSAULT,GRAND LARCENY,ROBBERY>"
                                    + "<--holidays><01-01,[^>]*,12-25>"
                                    + "<--models><(" + models + "\\d+)><--shipped><predict-service/model>"
                                    + "<--candidate><\\1/candidates/\\d{8}T\\d{6}Z><--epochs=1>"),
                    retrain.said());
            Result back = run(Map.of(), "deploy/retrain", "--back", "20150630-5b90157a");
            assertTrue(
                    back.said()
                            .matches("<rollback><--models><" + models
                                    + "\\d+><--dataset><complaints><20150630-5b90157a>"),
                    back.said());
        } finally {
            run(ports, "deploy/down");
        }
    }

    /**
     * Modules that are built, whose processes write down their day and their options; the stand-in knows folders that are
     * unreadable, ones with which its first process crashes, and ones that ingest refuses. They are ready when all that were to start have.
     */
    private void buildNothing() throws IOException {
        Files.createFile(checkout.resolve("pom.xml"));
        for (String module : List.of("deploy/standin", "ingest-service", "grid-service", "predict-service", "web")) {
            Files.createDirectories(checkout.resolve(module + "/src"));
            Files.createFile(checkout.resolve(module + "/pom.xml"));
            Files.createDirectories(checkout.resolve(module + "/target/quarkus-app"));
            Files.createFile(checkout.resolve(module + "/target/quarkus-app/quarkus-run.jar"));
            Files.createSymbolicLink(
                    checkout.resolve(module + "/target/" + module.replace("deploy/", "") + "-1.0.0-SNAPSHOT-runner"),
                    bin.resolve("java"));
        }
        script("javac", "");
        script("java", """
                if [[ $1 == -XshowSettings:properties ]]; then echo '    java.specification.version = 17' >&2; exit; fi
                if [[ $* == *--data* ]]; then echo '%s' >&2; fi
                if [[ $* == *ingest-service/* ]] && grep -q 'foreign$' "$HOME/started"; then echo 'ERROR arrests is refused: all places are elsewhere'; fi
                printf '%%s %%s\\n' "${NYC_TODAY:-none}" "$0 $*" >>"$HOME/started"
                if [[ $* == *unreadable ]]; then echo "${*##* } holds no dataset" >&2; exit 1; fi
                mapfile -t started <"$HOME/started"
                if [[ $* == *crashing ]] && ((${#started[@]} == 1)); then exit 3; fi
                exec sleep 600
                """.formatted(NOTE));
        script("curl", """
                mapfile -t started <"$HOME/started" || exit 1
                if [[ ${started[0]} == *crashing ]]; then more=1; else more=0; fi
                if [[ $* == *:$STANDIN_PORT/* ]]; then wanted=1; elif [[ ${started[0]} == *deploy/standin/* ]]; then wanted=5; else wanted=4; fi
                ((${#started[@]} >= wanted + more)) && [[ ${started[0]} != *unreadable ]]
                """);
    }

    private static Map<String, String> freePorts() throws IOException {
        Map<String, String> ports = new java.util.HashMap<>();
        for (String each : List.of("WEB_PORT", "INGEST_PORT", "GRID_PORT", "PREDICT_PORT", "STANDIN_PORT")) {
            try (ServerSocket free = new ServerSocket(0)) {
                ports.put(each, Integer.toString(free.getLocalPort()));
            }
        }
        return ports;
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
        // not through a link, into the system's own
        Files.deleteIfExists(bin.resolve(name));
        Path script = Files.writeString(bin.resolve(name), "#!/bin/bash\n" + body + "\n");
        assertTrue(script.toFile().setExecutable(true));
    }

    private void maven(String body) throws IOException {
        Path script = Files.writeString(checkout.resolve("mvnw"), "#!/bin/bash\n" + body + "\n");
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
