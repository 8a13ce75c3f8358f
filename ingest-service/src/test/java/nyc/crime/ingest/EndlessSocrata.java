package nyc.crime.ingest;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.zip.GZIPOutputStream;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;

/** The service against a Socrata whose every body goes on until its connection is ended. */
public class EndlessSocrata implements QuarkusTestResourceLifecycleManager {

    /**
     * How answers begin.
     *
     * @param ended counted down when the first of them has lost its connection
     */
    record Beginning(int status, String type, String encoding, String body, CountDownLatch ended) {

        Beginning(int status, String type, String encoding, String body) {
            this(status, type, encoding, body, new CountDownLatch(1));
        }
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private volatile Beginning beginning = new Beginning(200, "application/json", "identity", "[");

    /** Not started yet. */
    public EndlessSocrata() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Map<String, String> start() {
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
        return Map.of(
                "quarkus.rest-client.socrata.url",
                        "http://127.0.0.1:" + server.getAddress().getPort(),
                // so long that a connection which the test sees end has been ended by who gave the body up
                "quarkus.rest-client.socrata.read-timeout", "600000",
                "nyc.ingest.upstream.retries", "1",
                "nyc.ingest.upstream.first-pause", "PT0.01S",
                "nyc.ingest.upstream.breaker-requests", "1000",
                "nyc.ingest.refresh.every", "off",
                "nyc.ingest.store.folder", FakeSocrataResource.folder().toString());
    }

    @Override
    public void stop() {
        server.stop(0);
        threads.shutdownNow();
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(this, new TestInjector.MatchesType(EndlessSocrata.class));
    }

    void begins(Beginning next) {
        beginning = next;
    }

    private void answer(HttpExchange asked) throws IOException {
        Beginning now = beginning;
        asked.getResponseHeaders().set("Content-Type", now.type());
        asked.getResponseHeaders().set("Content-Encoding", now.encoding());
        byte[] spaces = new byte[8192];
        Arrays.fill(spaces, (byte) ' ');
        try {
            asked.sendResponseHeaders(now.status(), 0);
            OutputStream body = asked.getResponseBody();
            OutputStream text = now.encoding().equals("gzip") ? new GZIPOutputStream(body, true) : body;
            text.write(now.body().getBytes());
            while (true) {
                text.write(spaces);
                text.flush();
            }
        } catch (IOException gone) {
            now.ended().countDown();
        }
    }
}
