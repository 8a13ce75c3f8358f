package nyc.crime.ingest;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import org.junit.jupiter.api.Assumptions;

import static org.assertj.core.api.Assertions.assertThat;

/** Debian's redis-server on a free port, where it is installed. */
public class RedisResource implements QuarkusTestResourceLifecycleManager {

    private static final Path SERVER = Path.of("/usr/bin/redis-server");

    private static final String PASSWORD = "kept-months";

    private Redis redis;

    @Override
    public Map<String, String> start() {
        int port = freePort();
        redis = new Redis(Files.isExecutable(SERVER) ? run(port) : null, port);
        return Map.of(
                "nyc.ingest.store.kind", "redis",
                "nyc.ingest.cache.max-bytes", "0",
                "nyc.ingest.freshness.settled", "P1D",
                "quarkus.redis.password", PASSWORD,
                "quarkus.redis.hosts", "redis://127.0.0.1:" + port);
    }

    @Override
    public void stop() {
        redis.stop();
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(redis, new TestInjector.MatchesType(Redis.class));
    }

    private static Process run(int port) {
        try {
            return new ProcessBuilder(
                            SERVER.toString(),
                            "--port",
                            Integer.toString(port),
                            "--bind",
                            "127.0.0.1",
                            "--save",
                            "",
                            "--appendonly",
                            "no",
                            "--requirepass",
                            PASSWORD)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The server.
     *
     * @param process its process, or null where it is not installed
     */
    public record Redis(Process process, int port) {

        void required() {
            Assumptions.assumeTrue(process != null, "skipped: there is no /usr/bin/redis-server");
        }

        /** A connection of the test's own. */
        Caller caller() throws IOException {
            Caller caller = new Caller(new Socket("127.0.0.1", port));
            caller.say("AUTH " + PASSWORD);
            return caller;
        }

        void stop() {
            if (process != null) {
                process.destroyForcibly();
                process.onExit().join();
            }
        }
    }

    /** Who talks to the server in lines. */
    record Caller(Socket socket) implements Closeable {

        void say(String command) throws IOException {
            socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.US_ASCII));
            StringBuilder line = new StringBuilder();
            for (int c = socket.getInputStream().read();
                    c != '\n';
                    c = socket.getInputStream().read()) {
                line.append((char) c);
            }
            assertThat(line).startsWith(command.startsWith("CLIENT") ? ":" : "+OK");
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
