package nyc.crime.predict;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import nyc.crime.testkit.Executable;
import nyc.crime.testkit.GracefulStop;
import nyc.crime.testkit.ServiceProcess;
import nyc.crime.testkit.Turnstile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** The life of the service's process. */
class ProcessIT {

    @Test
    void itAnswersWhoWaitsAndEnds() throws Exception {
        FakeGrid grid = new FakeGrid();
        String url = grid.start().get("quarkus.rest-client.grid.url");
        try {
            GracefulStop.check(
                    "predict-service",
                    Map.of(),
                    "GRID_URL",
                    url,
                    "/v1/forecasts?origin=2015-06-30&days=1&by=city&model=ha-global",
                    "/v1/counts/complaints");
        } finally {
            grid.stop();
        }
    }

    /** More questions than there are turns wait for it; what is known is given meanwhile, though it is old. */
    @Test
    void aFrozenGridIsInTheWayOfNothingThatIsKnown() throws Exception {
        FakeGrid grid = new FakeGrid();
        try (Turnstile turnstile = new Turnstile(grid.start().get("quarkus.rest-client.grid.url"));
                ServiceProcess service = ServiceProcess.start("predict-service", Map.of("GRID_URL", turnstile.url()))) {
            assertEquals(200, ask(service, "complaints", 1).join());
            turnstile.shut("/v1/counts/arrests");
            List<CompletableFuture<Integer>> waiting = IntStream.rangeClosed(1, 8)
                    .mapToObj(days -> ask(service, "arrests", days))
                    .toList();
            turnstile.awaitArrival();
            assertEquals(200, ask(service, "complaints", 2).join());
            assertTrue(waiting.stream().noneMatch(CompletableFuture::isDone));
            turnstile.open();
            for (CompletableFuture<Integer> one : waiting) {
                assertEquals(200, one.join());
            }
        } finally {
            grid.stop();
        }
    }

    private static CompletableFuture<Integer> ask(ServiceProcess service, String dataset, int days) {
        String path = "/v1/forecasts?origin=2015-06-30&by=city&model=ha-global&dataset=%s&days=%d";
        return HttpClient.newHttpClient()
                .sendAsync(
                        HttpRequest.newBuilder(URI.create(service.url() + path.formatted(dataset, days)))
                                .build(),
                        HttpResponse.BodyHandlers.discarding())
                .thenApply(HttpResponse::statusCode);
    }

    @Test
    @Tag("native")
    void theExecutableNeedsGlibcAndZlibOnly() throws Exception {
        Executable.checkLibraries("predict-service");
    }
}
