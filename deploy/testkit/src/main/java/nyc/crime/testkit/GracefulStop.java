package nyc.crime.testkit;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * What every service does at a SIGTERM, as in a rolling update: it answers those who wait, then ends cleanly. Of its log,
 * which is a process's own, no caller has begun a line by then.
 */
public final class GracefulStop {

    /** 128 + 15: ended in order because of a SIGTERM. */
    private static final int TERMINATED = 143;

    private static final int CALLERS = 24;

    private GracefulStop() {}

    /**
     * Starts a module, sends it requests whose answers wait for the service before it, stops it meanwhile, and
     * expects a 200 for each and a clean end.
     *
     * @param module the module's folder
     * @param environment its settings
     * @param variable the setting that holds the address of the service before it
     * @param upstream that address
     * @param path what to ask for; nothing before may have been asked that makes it need no other service
     * @param needs a part of what the module asks the other service for then, and not by itself at its start
     */
    public static void check(
            String module, Map<String, String> environment, String variable, String upstream, String path, String needs)
            throws Exception {
        try (Turnstile turnstile = new Turnstile(upstream)) {
            Map<String, String> settings = new HashMap<>(environment);
            settings.put(variable, turnstile.url());
            try (ServiceProcess service = ServiceProcess.start(module, settings)) {
                noCallerBeginsALogLine(service);
                turnstile.shut(needs);
                HttpClient client = HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .build();
                HttpRequest request =
                        HttpRequest.newBuilder(URI.create(service.url() + path)).build();
                // the question for the metrics may be one of them
                double before = requests(client, service);
                List<CompletableFuture<HttpResponse<Void>>> answers = Stream.generate(
                                () -> client.sendAsync(request, HttpResponse.BodyHandlers.discarding()))
                        .limit(CALLERS)
                        .toList();
                turnstile.awaitArrival();
                while (requests(client, service) < before + CALLERS) {
                    TimeUnit.MILLISECONDS.sleep(50);
                }
                service.terminate();
                // Long enough for a service that does not wait to be gone.
                TimeUnit.SECONDS.sleep(1);
                assertTrue(service.isAlive(), "it ended while somebody waited");
                turnstile.open();
                for (CompletableFuture<HttpResponse<Void>> answer : answers) {
                    assertEquals(200, answer.get(30, TimeUnit.SECONDS).statusCode());
                }
                assertEquals(TERMINATED, service.exitCode());
            }
        }
    }

    private static void noCallerBeginsALogLine(ServiceProcess service) throws IOException {
        URI address = URI.create(service.url());
        for (String request : List.of(
                "GET /v1/datasets?columns=%0aERROR%20fake HTTP/1.1\r\nHost: x",
                "GET /v1/datasets?%0d%0aERROR%20fake=1 HTTP/1.1\r\nHost: x",
                "GET /v1/%0aERROR%20fake/2020 HTTP/1.1\r\nHost: x",
                "GET /v1/datasets HTTP/1.1\r\nHost: x\rERROR fake",
                "GET /v1/datasets HTTP/1.1\r\nHost: x\r\nAccept: a/b\rERROR fake")) {
            try (Socket socket = new Socket(address.getHost(), address.getPort())) {
                socket.getOutputStream()
                        .write((request + "\r\nConnection: close\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
                socket.getInputStream().readAllBytes();
            }
        }
        assertEquals(
                List.of(),
                service.log().stream().filter(line -> line.startsWith("ERROR")).toList());
    }

    /** Requests that the service has begun and not answered. */
    private static double requests(HttpClient client, ServiceProcess service) throws Exception {
        URI metrics = URI.create(service.url() + "/q/metrics");
        return client.send(HttpRequest.newBuilder(metrics).build(), HttpResponse.BodyHandlers.ofLines())
                .body()
                .filter(line -> line.startsWith("http_server_active_requests"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
    }
}
