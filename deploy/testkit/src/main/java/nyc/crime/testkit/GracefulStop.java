package nyc.crime.testkit;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** What every service does at a SIGTERM, as in a rolling update: it answers those who wait, then ends cleanly. */
public final class GracefulStop {

    /** 128 + 15: ended in order because of a SIGTERM. */
    private static final int TERMINATED = 143;

    private GracefulStop() {}

    /**
     * Starts a module, sends it a request whose answer waits for the service before it, stops it meanwhile, and
     * expects a 200 and a clean end.
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
                turnstile.shut(needs);
                CompletableFuture<HttpResponse<Void>> answer = HttpClient.newHttpClient()
                        .sendAsync(
                                HttpRequest.newBuilder(URI.create(service.url() + path))
                                        .build(),
                                HttpResponse.BodyHandlers.discarding());
                turnstile.awaitArrival();
                service.terminate();
                // Long enough for a service that does not wait to be gone.
                TimeUnit.SECONDS.sleep(1);
                assertTrue(service.isAlive(), "it ended while somebody waited");
                turnstile.open();
                assertEquals(200, answer.get(30, TimeUnit.SECONDS).statusCode());
                assertEquals(TERMINATED, service.exitCode());
            }
        }
    }
}
