package nyc.crime.testkit;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;

/**
 * A built module of this project, run as a process of its own on a free loopback port, so that a test of one service
 * meets the real service before it. What runs is what {@code ./mvnw package} left in the module's target folder.
 */
public final class ServiceProcess implements AutoCloseable {

    /** Of a machine that is slow a test wants the answer, not a time to come back. */
    private static final Map<String, String> PATIENT = Map.of(
            "NYC_GRID_HISTORY_PATIENCE", "PT5M", "NYC_GRID_RESPONSES_PATIENCE", "PT5M", "NYC_PREDICT_PATIENCE", "5m");

    private static final Duration START_LIMIT = Duration.ofSeconds(90);
    private static final HttpClient HTTP =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

    private final String module;
    private final Process process;
    private final int port;
    private final Path log;

    private ServiceProcess(String module, Process process, int port, Path log) {
        this.module = module;
        this.process = process;
        this.port = port;
        this.log = log;
    }

    /**
     * Starts a module in the form that was built last, jar or native executable, and waits until it is ready.
     *
     * @param module the module's folder below the repository, such as {@code deploy/standin} or {@code ingest-service}
     * @param environment variables beside this process's own
     * @param arguments the program's arguments
     * @throws IllegalStateException if the module is not built, ends early, or is not ready within 90 s; its log is in
     *     the message
     */
    public static ServiceProcess start(String module, Map<String, String> environment, String... arguments) {
        Path executable = executable(module);
        return start(
                module, executable == null ? java(module) : List.of(executable.toString()), environment, arguments);
    }

    /**
     * Starts a module with so much heap, and lets it end where that is too little; else as {@link #start}.
     *
     * @param heap such as {@code 160m}
     */
    public static ServiceProcess startWithin(String heap, String module, Map<String, String> environment) {
        String[] limits = {"-Xmx" + heap, "-XX:+ExitOnOutOfMemoryError"};
        Path executable = executable(module);
        if (executable != null) {
            return start(module, List.of(executable.toString()), environment, limits);
        }
        List<String> java = new ArrayList<>(java(module));
        // of several heaps the last counts
        java.addAll(java.indexOf("-jar"), List.of(limits));
        return start(module, java, environment);
    }

    /** Starts a module's jar, whatever was built last; else as {@link #start}. */
    public static ServiceProcess startJar(String module, Map<String, String> environment) {
        return start(module, java(module), environment);
    }

    /** The native executable that was built last of a module, or null if it was only a jar. */
    static Path executable(String module) {
        Path target = repository().resolve(module).resolve("target");
        Properties artifact = new Properties();
        try (Reader reader = Files.newBufferedReader(target.resolve("quarkus-artifact.properties"))) {
            artifact.load(reader);
        } catch (IOException e) {
            throw new IllegalStateException(module + " is not built: run ./mvnw package -DskipTests first", e);
        }
        return artifact.getProperty("type").equals("native") ? target.resolve(artifact.getProperty("path")) : null;
    }

    private static List<String> java(String module) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-jar",
                repository()
                        .resolve(module)
                        .resolve("target/quarkus-app/quarkus-run.jar")
                        .toString());
    }

    private static ServiceProcess start(
            String module, List<String> program, Map<String, String> environment, String... arguments) {
        Path file = Path.of(program.get(program.size() - 1));
        if (!Files.isRegularFile(file)) {
            throw new IllegalStateException(module + " is not built: run ./mvnw package -DskipTests first");
        }
        int port = freePort();
        List<String> command = new ArrayList<>(program);
        command.addAll(List.of(arguments));
        try {
            Path log = Files.createTempFile(repository().resolve(module).resolve("target"), "process-", ".log");
            ProcessBuilder builder =
                    new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
            builder.environment().put("QUARKUS_HTTP_HOST", "127.0.0.1");
            builder.environment().put("QUARKUS_HTTP_PORT", Integer.toString(port));
            builder.environment().putAll(PATIENT);
            builder.environment().putAll(environment);
            ServiceProcess service = new ServiceProcess(module, builder.start(), port, log);
            Runtime.getRuntime().addShutdownHook(new Thread(service.process::destroyForcibly));
            service.awaitReady();
            return service;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The process's address, without a slash at the end. */
    public String url() {
        return "http://127.0.0.1:" + port;
    }

    /** The process's id. */
    public long pid() {
        return process.pid();
    }

    /** What the process has logged. */
    public List<String> log() {
        try {
            return Files.readAllLines(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether the process runs. */
    public boolean isAlive() {
        return process.isAlive();
    }

    /** Asks the process to stop, by SIGTERM, and does not wait for it. */
    public void terminate() {
        process.destroy();
    }

    /**
     * Waits for the process's end.
     *
     * @return its exit code: 143 after a SIGTERM that was obeyed, with a JVM
     * @throws IllegalStateException if it goes on for more than 15 s
     */
    public int exitCode() throws InterruptedException {
        if (!process.waitFor(15, TimeUnit.SECONDS)) {
            throw new IllegalStateException(module + " does not end");
        }
        return process.exitValue();
    }

    /** Ends the process at once, as a power cut would: no shutdown code runs. */
    public void kill() {
        process.destroyForcibly();
        await();
    }

    /** Stops the process, gently at first. */
    @Override
    public void close() {
        process.destroy();
        await();
    }

    private void await() {
        try {
            if (!process.waitFor(15, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private void awaitReady() throws IOException {
        HttpRequest ready = HttpRequest.newBuilder(URI.create(url() + "/q/health/ready"))
                .timeout(Duration.ofSeconds(5))
                .build();
        long end = System.nanoTime() + START_LIMIT.toNanos();
        while (process.isAlive() && System.nanoTime() < end) {
            try {
                if (HTTP.send(ready, HttpResponse.BodyHandlers.discarding()).statusCode() == 200) {
                    return;
                }
            } catch (IOException notYet) {
                // the port is not open yet
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                break;
            }
            sleepBriefly();
        }
        process.destroyForcibly();
        throw new IllegalStateException(module + " did not become ready:\n" + Files.readString(log));
    }

    private static void sleepBriefly() {
        try {
            Thread.sleep(100);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Path repository() {
        Path folder = Path.of("").toAbsolutePath();
        while (folder != null && !Files.isRegularFile(folder.resolve("mvnw"))) {
            folder = folder.getParent();
        }
        if (folder == null) {
            throw new IllegalStateException("not inside a checkout of the project");
        }
        return folder;
    }
}
