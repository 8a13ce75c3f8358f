package nyc.crime.ingest;

import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Handler;
import java.util.logging.Logger;
import java.util.stream.IntStream;
import jakarta.inject.Inject;

import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.http.Fault;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

import nyc.crime.ingest.FakeSocrata.Call;
import nyc.crime.ingest.records.DatasetRanges;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.notNullValue;

/** Everything that Socrata can do wrong, one at a time. */
@QuarkusTest
@TestProfile(TroubleTest.Alone.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class TroubleTest {

    private static final String INVALID_TOKEN =
            "{\"code\":\"permission_denied\",\"error\":true,\"message\":\"Invalid app_token\"}";

    FakeSocrata socrata;

    @Inject
    MeterRegistry metrics;

    @Inject
    DatasetRanges ranges;

    @TestHTTPResource
    URI service;

    /** An application of its own, with the fake upstream. */
    public static class Alone implements QuarkusTestProfile {
        @Override
        public List<TestResourceEntry> testResources() {
            return List.of(new TestResourceEntry(FakeSocrataResource.class));
        }
    }

    /** Begins when nothing is left of the start or of another test: what goes on without a caller would be counted here. */
    @BeforeEach
    void behaveBefore() {
        socrata.behave();
        until(() -> ranges.offences("arrests") != null && ranges.offences("complaints") != null);
        until(() -> metrics.get("nyc.ingest.refreshes").gauge().value() + inFlight() == 0);
        socrata.calls().clear();
    }

    @AfterEach
    void behaveAfter() {
        socrata.behave();
    }

    @Test
    @Order(1)
    void tokenThatSocrataRefusesIsDropped() {
        socrata.misbehave(call -> call.token() == null ? null : FakeSocrata.error(403, INVALID_TOKEN));
        month("2020-01").statusCode(200).body("rows", equalTo(FakeSocrataResource.ROWS));
        socrata.calls().clear();
        month("2020-02").statusCode(200);
        assertThat(socrata.calls()).allMatch(call -> call.token() == null);
    }

    @Test
    void refusedTokenIsTriedAgainLaterAndKeptWhereItIsNotTheReason() {
        socrata.misbehave(call -> call.token() == null ? null : FakeSocrata.error(403, INVALID_TOKEN));
        SettableClock.pass(Duration.ofHours(1));
        month("2020-02").statusCode(200);
        assertThat(socrata.calls()).anyMatch(call -> call.token() != null);
        socrata.behave();
        month("2020-02").statusCode(200);
        assertThat(socrata.calls()).isNotEmpty().allMatch(call -> call.token() == null);
        SettableClock.pass(Duration.ofHours(1));
        socrata.calls().clear();
        month("2020-02").statusCode(200);
        assertThat(socrata.calls()).isNotEmpty().allMatch(call -> call.token() != null);
        socrata.misbehave(call -> call.isOfAMonth()
                ? FakeSocrata.error(403, "{\"code\":\"permission_denied\",\"message\":\"You may not see this\"}")
                : null);
        given().get("/v1/records/arrests/2016-01")
                .then()
                .statusCode(502)
                .body("detail", containsString("permission_denied; You may not see this"));
        socrata.behave();
        month("2020-02").statusCode(200);
        assertThat(socrata.calls()).isNotEmpty().allMatch(call -> call.token() != null);
    }

    @Test
    void socratasOwnWordsAreInTheProblemAndInTheLog() {
        List<String> words = new CopyOnWriteArrayList<>();
        Handler listener = LivingCityTest.listener(words);
        Logger.getLogger("").addHandler(listener);
        socrata.misbehave(call -> call.isOfAMonth()
                ? FakeSocrata.error(
                        400,
                        "{\"message\":\"Query coordinator error: query.soql.no-such-column; No such column: latitude\","
                                + "\"errorCode\":\"query.soql.no-such-column\"}")
                : null);
        given().get("/v1/records/arrests/2016-02")
                .then()
                .statusCode(502)
                .body("detail", containsString("no-such-column; No such column: latitude"));
        Logger.getLogger("").removeHandler(listener);
        assertThat(words).anyMatch(word -> word.contains("no-such-column; No such column: latitude"));
    }

    @Test
    void answerThatLagsBehindTheDataIsStaleAndShortLived() {
        socrata.misbehave(
                call -> socrata.answer(call).withHeader("X-SODA2-Data-Out-Of-Date", call.isPage() ? "true" : "false"));
        month("2017-03")
                .statusCode(200)
                .body("rows", equalTo(10))
                .body("stale", equalTo(true))
                .header("Cache-Control", containsString("max-age=0"))
                .header("Cache-Status", containsString("ttl=-"));
        socrata.behave();
        month("2017-03").statusCode(200).body("stale", equalTo(false));
        assertThat(socrata.calls()).filteredOn(Call::isPage).isNotEmpty();
    }

    @Test
    void pagesShorterThanAskedForAreFollowedByTheNext() {
        socrata.misbehave(call -> call.isPage() && call.limit() > 7
                ? FakeSocrata.page(socrata.select(call.page(7, call.offset())))
                : null);
        socrata.fill("8h9b-rp9u", LocalDate.of(2016, 3, 1), FakeSocrataResource.ROWS, "arrest_date", "arrest_precinct");
        month("2016-03").statusCode(200).header("X-Records-Verified", "50/50");
        assertThat(socrata.calls()).filteredOn(Call::isCount).as("read once").hasSize(1);
    }

    @Test
    void announcedEndOfTheApiIsSaidOnce() {
        List<String> words = new CopyOnWriteArrayList<>();
        Handler listener = LivingCityTest.listener(words);
        Logger.getLogger("").addHandler(listener);
        try {
            socrata.misbehave(call -> socrata.answer(call)
                    .withHeader("Deprecation", "@1767225600")
                    .withHeader("Sunset", "Thu, 31 Dec 2026 23:59:59 GMT"));
            month("2017-04").statusCode(200);
            month("2017-05").statusCode(200);
        } finally {
            Logger.getLogger("").removeHandler(listener);
        }
        assertThat(words).filteredOn(word -> word.contains("31 Dec 2026")).hasSize(1);
    }

    @Test
    void datasetsAreJoinedWithoutCountingARowTwice() {
        month("2020-12").statusCode(200).body("rows", equalTo(FakeSocrataResource.ROWS));
        assertThat(socrata.calls()).extracting(Call::dataset).containsOnly("8h9b-rp9u");
        month("2021-01").statusCode(200).body("rows", equalTo(30)).header("X-Records-Verified", "30/30");
        given().get("/v1/datasets")
                .then()
                .statusCode(200)
                .body("datasets.find { it.id == 'arrests' }.unusedRows.repeated", equalTo(FakeSocrataResource.ROWS))
                .body("datasets.find { it.id == 'arrests' }.firstDate", equalTo("2006-01-01"))
                .body("datasets.find { it.id == 'arrests' }.publishedThrough", equalTo("2021-01-30"));
    }

    @Test
    void countAndPagesGoOutTogether() {
        CountDownLatch allThere = new CountDownLatch(4);
        socrata.misbehave(call -> {
            allThere.countDown();
            await(allThere);
            return null;
        });
        month("2020-03").statusCode(200).header("X-Records-Verified", "50/50");
        assertThat(socrata.calls()).filteredOn(Call::isCount).hasSize(1);
        assertThat(socrata.calls()).filteredOn(Call::isPage).hasSize(3);
    }

    @Test
    void lostAndDoubledRowsAreMended() {
        AtomicInteger pages = new AtomicInteger();
        socrata.misbehave(call -> {
            if (call.isPage() && call.offset() == 20 && pages.incrementAndGet() == 1) {
                return FakeSocrata.page(socrata.select(call.page(20, 0)));
            }
            return null;
        });
        month("2020-04")
                .statusCode(200)
                .body("rows", equalTo(FakeSocrataResource.ROWS))
                .header("X-Records-Verified", "50/50");
    }

    @Test
    void rowsThatNeverComeAreAnErrorAndNotASmallerMonth() {
        socrata.misbehave(call -> {
            if (!call.isPage()) {
                return null;
            }
            List<FakeSocrata.Row> rows = socrata.select(call);
            return FakeSocrata.page(rows.isEmpty() ? rows : rows.subList(1, rows.size()));
        });
        month("2020-05")
                .statusCode(502)
                .contentType("application/problem+json")
                .body("kind", equalTo("incomplete"))
                .header("Retry-After", notNullValue());
    }

    @Test
    void monthThatChangesWhileItIsReadIsReadAgain() {
        AtomicInteger counts = new AtomicInteger();
        AtomicBoolean changed = new AtomicBoolean();
        LocalDate day = LocalDate.of(2020, 6, 2);
        socrata.misbehave(call -> {
            if (call.isCount() && counts.incrementAndGet() == 1) {
                FakeSocrata.Row late = new FakeSocrata.Row(
                        "row-late", day, Map.of("arrest_date", day + "T00:00:00.000", "law_cat_cd", "V"));
                var before = FakeSocrata.count(
                        YearMonth.from(day), socrata.select(call).size());
                socrata.add(call.dataset(), late);
                changed.set(true);
                return before;
            }
            if (call.isPage() && !changed.get()) {
                return WireMock.status(503);
            }
            return null;
        });
        month("2020-06")
                .statusCode(200)
                .body("rows", equalTo(51))
                .body("unplaced", equalTo(1))
                .header("X-Records-Verified", "51/51");
        assertThat(counts.get()).isGreaterThanOrEqualTo(2);
    }

    @Test
    void everyPassingTroubleIsRetried() {
        Map<Call, Integer> seen = new ConcurrentHashMap<>();
        socrata.misbehave(call -> switch (seen.merge(call, 1, Integer::sum)) {
            case 1 -> WireMock.status(429).withHeader("Retry-After", "1");
            case 2 -> WireMock.status(202);
            case 3 -> WireMock.status(500).withBody("{\"error\":true,\"message\":\"Internal error\"}");
            case 4 -> WireMock.ok().withFault(Fault.CONNECTION_RESET_BY_PEER);
            case 5 -> FakeSocrata.json("[{\":id\":\"row-1\",\"arrest_da");
            default -> null;
        });
        double before = retries("throttled");
        month("2020-07").statusCode(200).header("X-Records-Verified", "50/50");
        assertThat(retries("throttled")).isGreaterThan(before);
        assertThat(retries("not_ready")).isPositive();
        assertThat(retries("malformed")).isPositive();
        assertThat(retries("connection")).isPositive();
    }

    /** Two requests of ten go wrong, in every way there is; pages come in any order, with rows lost and doubled. */
    @Test
    void hundredMonthsUnderMixedFaultsAreAllWhole() {
        Random dice = new Random(3);
        int[] rows = new int[100];
        YearMonth first = YearMonth.of(2006, 2);
        for (int i = 0; i < rows.length; i++) {
            rows[i] = 30 + dice.nextInt(80);
            socrata.fill("8h9b-rp9u", first.plusMonths(i).atDay(1), rows[i], "arrest_date", "arrest_precinct");
        }
        AtomicInteger wrong = new AtomicInteger();
        socrata.misbehave(call -> {
            int throwOfDice;
            synchronized (dice) {
                throwOfDice = dice.nextInt(30);
            }
            if (throwOfDice < 6) {
                wrong.incrementAndGet();
            }
            return switch (throwOfDice) {
                case 0 -> WireMock.status(429);
                case 1 -> WireMock.status(202);
                case 2 -> WireMock.status(503).withHeader("Retry-After", "0");
                case 3 -> WireMock.ok().withFault(Fault.CONNECTION_RESET_BY_PEER);
                case 4 -> WireMock.ok().withFault(Fault.RANDOM_DATA_THEN_CLOSE);
                case 5 -> FakeSocrata.json("[{\":id\":\"row-1\",\"arrest_date\":\"2006-01-01T00:");
                case 6 ->
                    call.isPage() && call.limit() == 20 ? FakeSocrata.page(socrata.select(call.page(20, 7))) : null;
                default -> null;
            };
        });
        HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        List<CompletableFuture<HttpResponse<Void>>> answers = IntStream.range(0, rows.length)
                .mapToObj(i -> client.sendAsync(
                        HttpRequest.newBuilder(service.resolve("/v1/records/arrests/" + first.plusMonths(i)))
                                .build(),
                        HttpResponse.BodyHandlers.discarding()))
                .toList();
        for (int i = 0; i < rows.length; i++) {
            assertThat(answers.get(i).join().headers().firstValue("X-Records-Verified"))
                    .as("%s: %s", first.plusMonths(i), answers.get(i).join())
                    .contains(rows[i] + "/" + rows[i]);
        }
        assertThat(wrong.get()).as("requests that went wrong").isGreaterThan(60);
    }

    @Test
    void retryAfterIsWaitedFor() {
        Map<Call, Long> refused = new ConcurrentHashMap<>();
        List<Long> pauses = new ArrayList<>();
        socrata.misbehave(call -> {
            Long first = refused.putIfAbsent(call, System.nanoTime());
            if (first == null) {
                return WireMock.status(429).withHeader("Retry-After", "1");
            }
            synchronized (pauses) {
                pauses.add((System.nanoTime() - first) / 1_000_000);
            }
            return null;
        });
        month("2020-08").statusCode(200);
        assertThat(pauses).isNotEmpty().allMatch(pause -> pause >= 990);
    }

    @Test
    void retryAfterBeyondPatienceIsHandedOn() {
        socrata.misbehave(call -> WireMock.status(429).withHeader("Retry-After", "120"));
        month("2020-09").statusCode(503).header("Retry-After", "120").body("kind", equalTo("throttled"));
        assertThat(socrata.calls()).hasSizeLessThanOrEqualTo(4);
    }

    @Test
    void noAnswerInTimeIs504() {
        socrata.misbehave(call -> WireMock.ok("[]").withFixedDelay(30_000));
        given().get("/v1/records/complaints/2010-09")
                .then()
                .statusCode(504)
                .body("kind", equalTo("timeout"))
                .header("Retry-After", notNullValue());
    }

    @Test
    void monthOverTheCeilingIsAnErrorThatSaysSo() {
        socrata.misbehave(call -> call.isCount() ? FakeSocrata.count(YearMonth.of(2020, 10), 501) : null);
        month("2020-10")
                .statusCode(502)
                .body("kind", equalTo("over_ceiling"))
                .body("detail", containsString("ceiling"));
    }

    @Test
    void keptMonthIsServedAsStaleWhileSocrataFails() {
        month("2020-11").statusCode(200).body("stale", equalTo(false));
        socrata.misbehave(call -> WireMock.status(500));
        month("2020-11")
                .statusCode(200)
                .body("stale", equalTo(true))
                .body("rows", equalTo(FakeSocrataResource.ROWS))
                .header("Cache-Status", matchesPattern("ingest-service; hit; ttl=-\\d+"))
                .header("Age", Integer::parseInt, greaterThanOrEqualTo(0));
        given().get("/q/health/ready")
                .then()
                .statusCode(200)
                .body("checks.find { it.name == 'socrata' }.data.lastTrouble", notNullValue());
        given().get("/q/health/live").then().statusCode(200);
        socrata.behave();
        month("2020-11").statusCode(200).body("stale", equalTo(false));
    }

    @Test
    void keptMonthIsRefreshedByAConditionalRequest() {
        month("2020-12").statusCode(200);
        socrata.calls().clear();
        month("2020-12").statusCode(200).body("stale", equalTo(false));
        assertThat(socrata.calls()).hasSize(1).allMatch(call -> call.ifNoneMatch() != null);
        socrata.newVersion();
        socrata.calls().clear();
        month("2020-12").statusCode(200);
        assertThat(socrata.calls()).filteredOn(Call::isPage).hasSize(3);
    }

    @Test
    void callersOfTheSameColdMonthShareOneReading() {
        CountDownLatch open = new CountDownLatch(1);
        socrata.fill("qgea-i56i", LocalDate.of(2019, 3, 1), 15, "cmplnt_fr_dt", "addr_pct_cd");
        socrata.misbehave(call -> {
            await(open);
            return null;
        });
        HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        HttpRequest request = HttpRequest.newBuilder(service.resolve("/v1/records/complaints/2019-03"))
                .build();
        List<CompletableFuture<HttpResponse<String>>> answers = IntStream.range(0, 200)
                .mapToObj(i -> client.sendAsync(request, HttpResponse.BodyHandlers.ofString()))
                .toList();
        until(() -> metrics.get("http.server.active.connections").gauge().value() >= 200);
        pause(300);
        open.countDown();
        List<String> bodies =
                answers.stream().map(a -> a.join().body()).distinct().toList();
        assertThat(bodies).hasSize(1);
        assertThat(socrata.calls()).filteredOn(Call::isCount).hasSize(1);
        assertThat(socrata.calls()).filteredOn(Call::isPage).hasSize(1);
    }

    @Test
    void callerThatGoesAwayFreesItsPlace() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        socrata.misbehave(call -> {
            await(never);
            return null;
        });
        try (Socket socket = new Socket(service.getHost(), service.getPort())) {
            OutputStream out = socket.getOutputStream();
            out.write("GET /v1/records/complaints/2011-01 HTTP/1.1\r\nHost: x\r\n\r\n"
                    .getBytes(StandardCharsets.US_ASCII));
            out.flush();
            // Counted here as soon as they leave; what Socrata has not seen yet would look like a repetition below.
            until(() -> inFlight() > 0 && inFlight() == socrata.calls().size());
        }
        until(() -> inFlight() == 0);
        int asked = socrata.calls().size();
        pause(2_500);
        assertThat(socrata.calls()).as("no repetition for nobody").hasSize(asked);
        assertThat(inFlight()).isZero();
        never.countDown();
    }

    @Test
    void oneLimitHoldsOverAllCallers() {
        AtomicInteger now = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        socrata.misbehave(call -> {
            most.accumulateAndGet(now.incrementAndGet(), Math::max);
            pause(20);
            now.decrementAndGet();
            return null;
        });
        year("2017").statusCode(200).body("$", hasSize(12));
        assertThat(most.get()).isBetween(2, 4);
    }

    @Test
    void countsOfAYearAreAskedTogetherAndLeaveTheirMonthsRefreshable() {
        for (int month = 1; month <= 12; month++) {
            socrata.fill("8h9b-rp9u", LocalDate.of(2015, month, 1), 20 + month, "arrest_date", "arrest_precinct");
        }
        socrata.misbehave(call -> {
            pause(150);
            return null;
        });
        year("2015")
                .statusCode(200)
                .body("rows", equalTo(IntStream.rangeClosed(21, 32).boxed().toList()));
        List<Call> counts = socrata.calls().stream().filter(Call::isCount).toList();
        assertThat(counts).hasSizeLessThan(12).anyMatch(count -> count.ranges().size() > 1);
        socrata.behave();
        month("2015-12").statusCode(200).body("rows", equalTo(32));
        assertThat(socrata.calls()).hasSize(1).allMatch(call -> call.ifModifiedSince() != null);
        socrata.newVersion();
        socrata.calls().clear();
        month("2015-12").statusCode(200);
        assertThat(socrata.calls()).filteredOn(Call::isPage).isNotEmpty();
    }

    @Test
    void yearWithOneFailingMonthDeliversEleven() {
        socrata.misbehave(call -> call.asksFor(LocalDate.of(2018, 5, 1)) ? WireMock.status(400) : null);
        String lines = given().accept("application/x-ndjson")
                .get("/v1/records/arrests/2018")
                .then()
                .statusCode(200)
                .contentType("application/x-ndjson")
                .extract()
                .asString();
        List<String> months = lines.lines().toList();
        assertThat(months).hasSize(12);
        assertThat(months.get(4)).contains("\"problem\"", "\"status\":502", "2018-05");
        assertThat(months).filteredOn(m -> m.contains("\"rows\":0")).hasSize(11);
    }

    @Test
    void dirtyValuesAreServedAndCounted() {
        LocalDate day = LocalDate.of(2019, 2, 1);
        List<Map<String, String>> dirty = List.of(
                Map.of("law_cat_cd", "I", "latitude", "40.7", "longitude", "-73.9", "addr_pct_cd", "483"),
                Map.of("law_cat_cd", "9", "latitude", "0.0", "longitude", "0.0", "addr_pct_cd", "104.0"),
                Map.of("law_cat_cd", "", "ofns_desc", "", "addr_pct_cd", "5"),
                Map.of("law_cat_cd", "FELONY", "ofns_desc", "RAPE", "latitude", "41.9", "longitude", "-73.9"),
                Map.of(
                        "law_cat_cd",
                        "VIOLATION",
                        "ofns_desc",
                        "A \\\"B\\\", C",
                        "latitude",
                        "40.70004",
                        "longitude",
                        "-73.90006"));
        for (int i = 0; i < dirty.size(); i++) {
            Map<String, String> fields = new java.util.HashMap<>(dirty.get(i));
            fields.put("cmplnt_fr_dt", i == 0 ? day + "T23:59:59.000" : day + "T00:00:00.000");
            socrata.add("qgea-i56i", new FakeSocrata.Row("row-dirty-" + i, day, fields));
        }
        given().get("/v1/records/complaints/2019-02?columns=offence,precinct")
                .then()
                .statusCode(200)
                .body("rows", equalTo(5))
                .body("placed", equalTo(2))
                .body("unplaced", equalTo(3))
                .body("odd.noCoordinates", equalTo(2))
                .body("odd.outside", equalTo(1))
                .body("odd.category", equalTo(3))
                .body("odd.offence", equalTo(3))
                .body("odd.precinct", equalTo(3))
                .body("lat", equalTo(List.of(3000, 3000)))
                .body("lon", equalTo(List.of(3999, 4000)))
                .body("category", equalTo(List.of(2, 3)))
                .body("precinct", equalTo(List.of(0, 0)))
                .body("dayStart[0]", equalTo(0))
                .body("dayStart[1]", equalTo(2))
                .body("dayStart[28]", equalTo(2));
        assertThat(metrics.get("nyc.ingest.odd.values")
                        .tag("dataset", "complaints")
                        .tag("kind", "precinct")
                        .counter()
                        .count())
                .isPositive();
    }

    /** The fake's rows have the precincts 1 to 50. */
    @Test
    void precinctsThatTheCityDoesNotHaveAreUnknown() {
        given().get("/v1/records/arrests/2020-02?columns=precinct")
                .then()
                .body("odd.precinct", equalTo(17))
                .body(
                        "precinct.findAll { it in [2, 3, 4, 8, 11, 12, 15, 16, 21, 27, 29, 31, 35, 36, 37, 38, 39] }",
                        hasSize(0))
                .body("precinct.findAll { it == 0 }", hasSize(17));
    }

    @Test
    @Order(Integer.MAX_VALUE)
    void circuitBreakerLeavesADeadSocrataAloneAndComesBack() {
        socrata.misbehave(call -> WireMock.status(500));
        IntStream.rangeClosed(1, 12).forEach(m -> given().get("/v1/records/complaints/2012-%02d".formatted(m)));
        given().get("/v1/records/complaints/2013-01")
                .then()
                .statusCode(503)
                .body("kind", equalTo("circuit_open"))
                .header("Retry-After", notNullValue());
        // while it is open nothing is sent but one question each time that it tries whether Socrata is back
        double tries = tries();
        int asked = socrata.calls().size();
        given().get("/v1/records/complaints/2013-02").then().statusCode(503);
        assertThat(socrata.calls().size() - asked).isLessThanOrEqualTo((int) (tries() - tries));
        socrata.behave();
        until(() -> given().get("/v1/records/complaints/2013-03").statusCode() == 200);
    }

    private static ValidatableResponse month(String month) {
        return given().get("/v1/records/arrests/" + month).then();
    }

    private static ValidatableResponse year(String year) {
        return given().get("/v1/records/arrests/" + year).then();
    }

    private double retries(String reason) {
        var counter = metrics.find("nyc.ingest.upstream.retries")
                .tag("reason", reason)
                .counter();
        return counter == null ? 0 : counter.count();
    }

    private double tries() {
        return metrics.counter("nyc.ingest.upstream.breaker.moves", "to", "half_open")
                .count();
    }

    private double inFlight() {
        return metrics.get("nyc.ingest.upstream.in.flight").gauge().value();
    }

    private static void until(java.util.function.BooleanSupplier truth) {
        for (int i = 0; i < 300 && !truth.getAsBoolean(); i++) {
            pause(50);
        }
        assertThat(truth.getAsBoolean()).isTrue();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await(20, java.util.concurrent.TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
