package nyc.crime.ingest;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import jakarta.inject.Inject;

import com.github.tomakehurst.wiremock.client.WireMock;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import nyc.crime.ingest.FakeSocrata.Call;
import nyc.crime.ingest.admission.Admission;
import nyc.crime.ingest.records.DatasetRanges;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

/** More than fits: many callers, slow ones, and a Socrata whose bodies do not end. */
@QuarkusTest
@TestProfile(OverloadTest.Small.class)
class OverloadTest {

    private static final int WAITING = 3;
    private static final int BIG = 3_000;
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    FakeSocrata socrata;

    @Inject
    Admission admission;

    @Inject
    DatasetRanges ranges;

    @TestHTTPResource
    URI service;

    /** An application of its own: two months at once, three callers may wait. */
    public static class Small implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "nyc.ingest.admission.reading", Integer.toString(2 * FakeSocrataResource.ROWS * 250),
                    "nyc.ingest.admission.queue", Integer.toString(WAITING),
                    "nyc.ingest.admission.years", "2",
                    "nyc.ingest.cache.max-bytes", "0",
                    "nyc.ingest.upstream.ceiling", "5000",
                    "nyc.ingest.upstream.retries", "1",
                    "nyc.ingest.upstream.concurrency", "16",
                    "quarkus.rest-client.socrata.read-timeout", "20000");
        }

        @Override
        public List<TestResourceEntry> testResources() {
            return List.of(new TestResourceEntry(FakeSocrataResource.class));
        }
    }

    @BeforeEach
    @AfterEach
    void behave() {
        socrata.behave();
    }

    @Test
    void whatFitsIsAnsweredRightAndTheRestIsRefusedAtOnce() {
        CountDownLatch open = new CountDownLatch(1);
        socrata.misbehave(call -> {
            if (call.isOfAMonth()) {
                await(open);
            }
            return null;
        });
        List<CompletableFuture<HttpResponse<String>>> answers = IntStream.rangeClosed(1, 12)
                .mapToObj(month -> ask("2020-%02d".formatted(month)))
                .toList();
        // two are read, three wait, and seven hear at once that it is too much, while Socrata has not said a word
        for (int i = 0; i < 12 - 2 - WAITING; i++) {
            List<CompletableFuture<HttpResponse<String>>> open5 =
                    answers.stream().filter(a -> !a.isDone()).toList();
            if (open5.size() == 2 + WAITING) {
                break;
            }
            CompletableFuture.anyOf(open5.toArray(CompletableFuture[]::new)).join();
        }
        assertThat(answers.stream()
                        .filter(CompletableFuture::isDone)
                        .map(answer -> answer.join().statusCode()))
                .hasSize(12 - 2 - WAITING)
                .containsOnly(503);
        answers.stream()
                .filter(CompletableFuture::isDone)
                .map(CompletableFuture::join)
                .forEach(answer -> {
                    assertThat(answer.headers().firstValue("Retry-After")).isPresent();
                    assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
                });
        given().get("/q/health/ready").then().statusCode(200);
        open.countDown();
        assertThat(answers.stream().map(CompletableFuture::join).filter(answer -> answer.statusCode() == 200))
                .hasSize(2 + WAITING)
                .allMatch(answer ->
                        answer.headers().firstValue("X-Data-Verified").equals(java.util.Optional.of("50/50")));
        assertThat(admission.reading().used()).isZero();
    }

    @Test
    void oneYearTooManyIsRefusedAndTheNextOneIsNot() {
        CountDownLatch open = new CountDownLatch(1);
        socrata.misbehave(call -> {
            if (call.isOfAMonth()) {
                await(open);
            }
            return null;
        });
        CompletableFuture<HttpResponse<String>> first = ask("2017");
        ask("2018");
        until(() -> admission.years().used() == 2);
        given().get("/v1/records/arrests/2020").then().statusCode(503).header("Retry-After", "2");
        open.countDown();
        assertThat(first.join().statusCode()).isEqualTo(200);
        given().get("/v1/records/arrests/2020").then().statusCode(200).body("rows", hasSize(12));
    }

    /** Two months are read at once, in the order of asking: the second year does not wait for all of the first. */
    @Test
    void aYearBeginsWhileAnotherIsOnItsWay() throws IOException {
        for (int month = 1; month <= 24; month++) {
            LocalDate first = LocalDate.of(2014, 1, 1).plusMonths(month - 1);
            socrata.fill("8h9b-rp9u", first, FakeSocrataResource.ROWS, "arrest_date", "arrest_precinct");
        }
        ranges.refresh("arrests").await().indefinitely();
        CountDownLatch end = new CountDownLatch(1);
        socrata.misbehave(call -> {
            boolean passes = call.asksFor(LocalDate.of(2014, 2, 1)) || call.asksFor(LocalDate.of(2015, 1, 1));
            if (call.isOfAMonth() && !passes) {
                await(end);
            }
            return null;
        });
        CompletableFuture<HttpResponse<String>> first = ask("2014");
        until(() -> admission.reading().used() > 0);
        HttpResponse<InputStream> second = CLIENT.sendAsync(
                        HttpRequest.newBuilder(service.resolve("/v1/records/arrests/2015"))
                                .build(),
                        HttpResponse.BodyHandlers.ofInputStream())
                .orTimeout(1, TimeUnit.MINUTES)
                .join();
        try (InputStream body = second.body()) {
            assertThat(body.read()).isEqualTo('[');
            assertThat(first).isNotDone();
            end.countDown();
            String rest = new String(body.readAllBytes(), StandardCharsets.UTF_8);
            assertThat(JsonPath.from('[' + rest).getList("rows")).hasSize(12);
        }
        assertThat(JsonPath.from(first.join().body()).getList("rows")).hasSize(12);
    }

    @Test
    void callerThatDoesNotReadHoldsItsShareUntilItGoes() throws IOException {
        LocalDate day = LocalDate.of(2019, 6, 1);
        Map<String, String> arrest = Map.of(
                "arrest_date", day + "T00:00:00.000", "law_cat_cd", "F", "latitude", "40.75", "longitude", "-73.99");
        for (int i = 0; i < BIG; i++) {
            socrata.add("8h9b-rp9u", new FakeSocrata.Row("big-" + i, day, arrest));
        }
        HttpResponse<String> whole = CLIENT.sendAsync(
                        HttpRequest.newBuilder(service.resolve("/v1/records/arrests/2019-06"))
                                .header("Accept", "application/geo+json")
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .join();
        assertThat(whole.headers().firstValue("Content-Length")).as("in parts").isEmpty();
        assertThat(JsonPath.from(whole.body()).getList("features")).hasSize(BIG);
        until(() -> admission.sending().used() == 0);
        List<Socket> slow = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            Socket socket = new Socket();
            socket.setReceiveBufferSize(4096);
            socket.connect(new java.net.InetSocketAddress(service.getHost(), service.getPort()));
            OutputStream out = socket.getOutputStream();
            out.write(("GET /v1/records/arrests/2019-06 HTTP/1.1\r\nHost: x\r\nAccept: application/geo+json\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            out.flush();
            slow.add(socket);
        }
        until(() -> admission.sending().used() > 0);
        given().get("/v1/records/arrests/2020-01").then().statusCode(200).body("rows", equalTo(50));
        for (Socket socket : slow) {
            socket.close();
        }
        until(() -> admission.sending().used() == 0);
    }

    @Test
    void bodyThatGoesOnAndOnIsGivenUp() throws IOException {
        socrata.fill("8h9b-rp9u", LocalDate.of(2016, 8, 1), 10, "arrest_date", "arrest_precinct");
        byte[] bomb = bomb();
        assertThat(bomb).as("zipped").hasSizeLessThan(1 << 20);
        socrata.misbehave(call -> call.isPage()
                ? WireMock.ok()
                        .withHeader("Content-Type", "application/json")
                        .withHeader("Content-Encoding", "gzip")
                        .withBody(bomb)
                : null);
        given().get("/v1/records/arrests/2016-08")
                .then()
                .statusCode(502)
                .body("kind", equalTo("over_ceiling"))
                .body("detail", endsWith("beyond any text or depth that data have"));
        assertThat(socrata.calls().stream().filter(Call::isPage).count())
                .as("not asked for again")
                .isEqualTo(1);
    }

    @Test
    void socrataThatSendsSomewhereElseIsNotFollowed() {
        socrata.misbehave(call -> call.isOfAMonth()
                ? WireMock.status(302).withHeader("Location", "http://169.254.169.254/latest/meta-data/")
                : null);
        given().get("/v1/records/arrests/2016-09").then().statusCode(502).body("kind", equalTo("refused"));
    }

    /** An array of nothing but spaces, longer than anything that is read. */
    private static byte[] bomb() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        byte[] spaces = new byte[1 << 20];
        Arrays.fill(spaces, (byte) ' ');
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write('[');
            for (int i = 0; i < 200; i++) {
                gzip.write(spaces);
            }
            gzip.write(']');
        }
        return bytes.toByteArray();
    }

    private CompletableFuture<HttpResponse<String>> ask(String period) {
        return CLIENT.sendAsync(
                HttpRequest.newBuilder(service.resolve("/v1/records/arrests/" + period))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void until(java.util.function.BooleanSupplier truth) {
        for (int i = 0; i < 600 && !truth.getAsBoolean(); i++) {
            try {
                Thread.sleep(50);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        assertThat(truth.getAsBoolean()).isTrue();
    }
}
