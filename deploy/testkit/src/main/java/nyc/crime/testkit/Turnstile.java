package nyc.crime.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

/**
 * Stands between a service and the one before it, and can hold its requests back: so a test decides how long an answer
 * takes, without a clock.
 */
public final class Turnstile implements AutoCloseable {

    /** Of a connection, not of a message: not passed on. */
    private static final Set<String> OF_THE_CONNECTION =
            Set.of("connection", "content-length", "host", "transfer-encoding", "upgrade");

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch arrival = new CountDownLatch(1);
    private final CountDownLatch opening = new CountDownLatch(1);
    private final HttpServer server;
    private final String upstream;
    private volatile String held;

    /**
     * Begins open.
     *
     * @param upstream address of the service to stand before, without a slash at the end
     */
    public Turnstile(String upstream) {
        this.upstream = upstream;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::pass);
        server.start();
    }

    /** Its own address, without a slash at the end. */
    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /**
     * Holds requests that come from now on; what the service asks for by itself passes.
     *
     * @param part a part of the paths and queries to hold
     */
    public void shut(String part) {
        held = part;
    }

    /**
     * Waits until a request is held.
     *
     * @throws IllegalStateException if none comes within 30 s
     */
    public void awaitArrival() throws InterruptedException {
        if (!arrival.await(30, TimeUnit.SECONDS)) {
            throw new IllegalStateException("no request came");
        }
    }

    /** Lets held requests and all later ones pass. */
    public void open() {
        opening.countDown();
    }

    @Override
    public void close() {
        open();
        server.stop(0);
        threads.shutdownNow();
    }

    private void pass(HttpExchange exchange) throws IOException {
        try (exchange) {
            String part = held;
            if (part != null && exchange.getRequestURI().toString().contains(part)) {
                arrival.countDown();
                opening.await();
            }
            HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(upstream + exchange.getRequestURI()));
            exchange.getRequestHeaders().forEach((name, values) -> {
                if (isPassedOn(name)) {
                    values.forEach(value -> request.header(name, value));
                }
            });
            HttpResponse<byte[]> response = client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            response.headers().map().forEach((name, values) -> {
                if (isPassedOn(name)) {
                    exchange.getResponseHeaders().put(name, List.copyOf(values));
                }
            });
            byte[] body = response.body();
            exchange.sendResponseHeaders(response.statusCode(), body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean isPassedOn(String header) {
        return !OF_THE_CONNECTION.contains(header.toLowerCase(Locale.ROOT));
    }
}
