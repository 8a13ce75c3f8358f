package nyc.crime.grid;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** More is asked for than fits, a caller leaves, ingest-service freezes: the others get their answers, or 503 at once. */
@QuarkusTest
@TestProfile(OverloadTest.Small.class)
@QuarkusTestResource(value = IngestStub.class, restrictToAnnotatedClass = true)
class OverloadTest {

    /** One large answer on its way and one that waits. */
    public static class Small implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "nyc.grid.responses.sending", "1000000",
                    "nyc.grid.responses.queue", "1",
                    // one large answer in the making
                    "nyc.grid.responses.building", "1",
                    "nyc.grid.records.retry-after", "PT0S");
        }
    }

    private static final String LARGE = "/v1/grids/arrests/2020?rows=900&cols=900";

    @BeforeEach
    void healthy() {
        IngestStub.server.resetAll();
        IngestStub.maxAge = IngestStub.HOUR;
        IngestStub.datasets();
        IngestStub.serve("arrests", 2020);
    }

    @AfterAll
    static void reset() {
        IngestStub.maxAge = IngestStub.HOUR;
    }

    /** A caller that asks and reads nothing. */
    private static Socket ask(String path) throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(4096);
        socket.connect(new java.net.InetSocketAddress("localhost", RestAssured.port));
        OutputStream out = socket.getOutputStream();
        out.write(("GET " + path
                        + " HTTP/1.1\r\nHost: localhost\r\nAccept: application/x-npy, application/octet-stream\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        out.flush();
        return socket;
    }

    private static double sending() {
        String metrics = given().get("/q/metrics").asString();
        return metrics.lines()
                .filter(line -> line.startsWith("nyc_grid_responses_sending_bytes"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
    }

    private static void await(java.util.function.BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < end, "in vain");
            Thread.sleep(20);
        }
    }

    @Test
    void slowReadersKeepLargeAnswersFromOthersButNothingElse() throws Exception {
        for (String path : new String[] {LARGE, "/v1/grids/arrests/2020/frames?rows=900&cols=900"}) {
            await(() -> sending() == 0);
            Socket reader = ask(path);
            await(() -> sending() > 1_000_000);
            HttpClient client = HttpClient.newHttpClient();
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + RestAssured.port + LARGE))
                    .header("Accept", "application/octet-stream")
                    .build();
            CompletableFuture<HttpResponse<byte[]>> waiting =
                    client.sendAsync(request, HttpResponse.BodyHandlers.ofByteArray());
            CompletableFuture<HttpResponse<byte[]>> third =
                    client.sendAsync(request, HttpResponse.BodyHandlers.ofByteArray());
            // of two that ask one waits, the other is refused
            HttpResponse<byte[]> refused = (HttpResponse<byte[]>)
                    CompletableFuture.anyOf(waiting, third).get();
            assertEquals(503, refused.statusCode());
            assertEquals("2", refused.headers().firstValue("Retry-After").orElseThrow());
            given().get("/q/health/ready").then().statusCode(200);
            given().get("/v1/grids/arrests/2020-03?rows=9&cols=9").then().statusCode(200);
            assertTrue(!waiting.isDone() || !third.isDone());
            reader.close();
            HttpResponse<byte[]> served = (waiting.get() == refused ? third : waiting).get();
            assertEquals(200, served.statusCode());
            assertEquals(12 * 900 * 900, served.body().length);
        }
        await(() -> sending() == 0);
    }

    @Test
    void largeAnswersAreMadeOneAfterTheOther() throws Exception {
        // of a dataset that no other test has asked for: the first waits for its records while the others come
        IngestStub.year(
                "summonses",
                2020,
                IngestStub.lines(java.util.stream.IntStream.rangeClosed(1, 9)
                                .mapToObj(m -> IngestStub.records("summonses", java.time.YearMonth.of(2020, m)))
                                .toList())
                        .withFixedDelay(8_000));
        HttpClient client = HttpClient.newHttpClient();
        List<CompletableFuture<Integer>> asked = java.util.stream.IntStream.of(21, 22, 23)
                .mapToObj(rows -> URI.create(
                        "http://localhost:" + RestAssured.port + "/v1/grids/summonses/2020?rows=" + rows + "&cols=24"))
                .map(uri -> client.sendAsync(
                                HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.discarding())
                        .thenApply(HttpResponse::statusCode))
                .toList();
        assertEquals(
                503,
                CompletableFuture.anyOf(asked.toArray(CompletableFuture[]::new)).get());
        assertEquals(
                List.of(200, 200, 503),
                asked.stream().map(CompletableFuture::join).sorted().toList());
    }

    @Test
    void aCallerThatLeavesEndsNothingForTheOthers() throws Exception {
        IngestStub.year(
                "arrests",
                2020,
                IngestStub.lines(java.util.stream.IntStream.rangeClosed(1, 12)
                                .mapToObj(m -> IngestStub.records("arrests", java.time.YearMonth.of(2020, m)))
                                .toList())
                        .withFixedDelay(1_500));
        String path = "/v1/grids/arrests/2020?rows=11&cols=13";
        IngestStub.server.resetRequests();
        Socket leaving = ask(path);
        CompletableFuture<Integer> other = CompletableFuture.supplyAsync(
                () -> given().header("Accept", "application/x-npy").get(path).statusCode());
        await(() -> !IngestStub.server
                        .findAll(getRequestedFor(urlPathEqualTo("/v1/records/arrests/2020")))
                        .isEmpty()
                || other.isDone());
        leaving.close();
        assertEquals(200, other.get());
    }

    @Test
    void aFrozenIngestServiceIsNotWaitedForWhereACopyIsKept() {
        IngestStub.maxAge = 0;
        IngestStub.serve("complaints", 2020);
        String path = "/v1/grids/complaints/2020-05?rows=17&cols=19";
        given().get(path).then().statusCode(200).body("stale", equalTo(false));
        IngestStub.server.resetAll();
        IngestStub.server.stubFor(
                get(urlPathMatching("/v1/.*")).willReturn(IngestStub.json("{}").withFixedDelay(60_000)));
        long start = System.nanoTime();
        given().get(path)
                .then()
                .statusCode(200)
                .body("stale", equalTo(true))
                .header("Cache-Status", startsWith("grid-service; hit"));
        assertTrue(System.nanoTime() - start < Duration.ofSeconds(5).toNanos());
    }
}
