package nyc.crime.kubernetes;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.api.model.networking.v1.HTTPIngressPath;

import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * An Ingress controller in small: answers 404 where no rendered rule leads, else hands a GET on. As ingress-nginx does, and
 * Traefik since 3.3.6, it decodes a path, merges its slashes and takes out its dot segments before it looks for a rule, and
 * hands on what it got. A controller that does not would lead to all paths of a service, which does so itself.
 */
final class IngressProxy implements AutoCloseable {

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<HTTPIngressPath> rules;
    private final Map<String, Integer> ports;

    /**
     * @param rules an Ingress' paths
     * @param ports where on this machine each service listens, by its name in the cluster
     */
    IngressProxy(List<HTTPIngressPath> rules, Map<String, Integer> ports) throws IOException {
        this.rules = rules;
        this.ports = ports;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::handle);
        server.setExecutor(threads);
        server.start();
    }

    int port() {
        return server.getAddress().getPort();
    }

    /** The status of a GET, whose path goes out as it is given. */
    int status(String path) throws IOException {
        return Integer.parseInt(get(port(), path).split(" ", 3)[1]);
    }

    /** The longest path, a prefix by whole path elements, as the Ingress specification says; null for none. */
    static String route(List<HTTPIngressPath> rules, String path) {
        HTTPIngressPath best = null;
        for (HTTPIngressPath candidate : rules) {
            String prefix = candidate.getPath();
            boolean exact = candidate.getPathType().equals("Exact");
            assertTrue(exact || candidate.getPathType().equals("Prefix") && !prefix.equals("/"), prefix);
            boolean matches = path.equals(prefix) || !exact && path.startsWith(prefix + "/");
            if (matches && (best == null || prefix.length() > best.getPath().length())) {
                best = candidate;
            }
        }
        return best == null ? null : best.getBackend().getService().getName();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String service = route(rules, inOrder(exchange.getRequestURI().getRawPath()));
            int status = service == null
                    ? 404
                    : Integer.parseInt(
                            get(ports.get(service), exchange.getRequestURI().toString())
                                    .split(" ", 3)[1]);
            exchange.sendResponseHeaders(status, -1);
        }
    }

    private static String inOrder(String rawPath) {
        String decoded = URLDecoder.decode(rawPath.replace("+", "%2B"), StandardCharsets.UTF_8);
        Deque<String> segments = new ArrayDeque<>();
        for (String segment : decoded.split("/")) {
            if (segment.equals("..")) {
                segments.pollLast();
            } else if (!segment.isEmpty() && !segment.equals(".")) {
                segments.addLast(segment);
            }
        }
        return "/" + String.join("/", segments);
    }

    /** An answer's head and body. Not by an HTTP client, which might put the path in order. */
    private static String get(int port, String target) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            OutputStream out = socket.getOutputStream();
            out.write(("GET " + target + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            out.flush();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
