package nyc.crime.predict;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import nyc.crime.testkit.ServiceProcess;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * The tested form of the service beside its jar, with the model that is shipped, over the sample city: the same forecasts,
 * and the first of them in a small heap. Compilers may round logarithms and powers differently, so the last digits are left open.
 */
class SameForecastsIT {

    private static final double ROUNDING = 1e-6;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Deque<ServiceProcess> STARTED = new ArrayDeque<>();

    @TempDir
    static Path store;

    private static ServiceProcess grid;
    private static ServiceProcess jar;
    private static ServiceProcess tested;

    @BeforeAll
    static void start() {
        ServiceProcess standin = started(ServiceProcess.start("deploy/standin", Map.of()));
        ServiceProcess ingest = started(ServiceProcess.start(
                "ingest-service", Map.of("UPSTREAM_URL", standin.url(), "INGEST_STORE_DIR", store.toString())));
        grid = started(ServiceProcess.start("grid-service", Map.of("INGEST_URL", ingest.url())));
        jar = started(ServiceProcess.startJar("predict-service", Map.of("GRID_URL", grid.url())));
        tested = started(ServiceProcess.start("predict-service", Map.of("GRID_URL", grid.url())));
    }

    @AfterAll
    static void stop() {
        STARTED.forEach(ServiceProcess::close);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/forecasts?origin=2015-06-30&days=14&by=cell&model=convlstm",
                "/v1/forecasts?origin=2015-06-30&days=14&by=precinct&model=convlstm&offence=BURGLARY",
                "/v1/forecasts?origin=2015-06-30&days=3&by=cell&model=climatology",
                "/v1/scoreboard?from=2015-07-01&to=2015-07-02"
            })
    void answersAreTheJars(String path) throws Exception {
        JsonNode expected = answer(jar, path);
        JsonNode found = answer(tested, path);
        assertTrue(expected.equals(SameForecastsIT::compare, found), () -> expected + "\n" + found);
    }

    /** What the page asks for first, of a process that has just begun, in about half of the heap that it is given. */
    @Test
    void twoFirstForecastsAtOnceFitIntoTheHeap() {
        try (ServiceProcess small =
                ServiceProcess.startWithin("160m", "predict-service", Map.of("GRID_URL", grid.url()))) {
            List<CompletableFuture<HttpResponse<String>>> both = Stream.of("cell", "city")
                    .map(by -> small.url() + "/v1/forecasts?days=14&sum=true&by=" + by)
                    .map(url -> HttpClient.newHttpClient()
                            .sendAsync(
                                    HttpRequest.newBuilder(URI.create(url)).build(),
                                    HttpResponse.BodyHandlers.ofString()))
                    .toList();
            both.forEach(answer -> assertEquals(
                    200, answer.join().statusCode(), () -> answer.join().body()));
        }
    }

    /** 0 for numbers that differ by rounding only, and for whatever else is equal. */
    private static int compare(JsonNode one, JsonNode other) {
        if (one.isNumber() && other.isNumber()) {
            double tolerance = ROUNDING * Math.max(1, Math.abs(one.asDouble()));
            return Math.abs(one.asDouble() - other.asDouble()) <= tolerance ? 0 : 1;
        }
        return one.equals(other) ? 0 : 1;
    }

    private static JsonNode answer(ServiceProcess service, String path) throws IOException, InterruptedException {
        HttpResponse<String> response = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(service.url() + path)).build(),
                        HttpResponse.BodyHandlers.ofString());
        assertEquals(200, response.statusCode(), response.body());
        ObjectNode answer = (ObjectNode) JSON.readTree(response.body());
        // reckoned by each service from the Age of what it was given, in whole seconds
        answer.remove("fetchedAt");
        return answer;
    }

    private static ServiceProcess started(ServiceProcess process) {
        STARTED.push(process);
        return process;
    }
}
