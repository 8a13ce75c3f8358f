package nyc.crime.ingest;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusIntegrationTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import nyc.crime.testkit.MalformedRequests;
import nyc.crime.testkit.Negotiation;
import nyc.crime.testkit.OpenApiDocument;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.notNullValue;

/** The service, its jar and its executable, over the sample city: forms, errors, caching, and months that stay whole under faults. */
@QuarkusIntegrationTest
@TestProfile(StandInIT.SampleCity.class)
class StandInIT {

    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    StandInResource.Upstream upstream;

    @TestHTTPResource
    URI service;

    /** An application of its own, with the sample city. */
    public static class SampleCity implements QuarkusTestProfile {
        @Override
        public List<TestResourceEntry> testResources() {
            return List.of(new TestResourceEntry(StandInResource.class));
        }
    }

    @BeforeEach
    @AfterEach
    void noFaults() {
        given().delete(upstream.url() + "/admin/faults").then().statusCode(lessThan(300));
    }

    @TestFactory
    Stream<DynamicTest> aMonthIsNegotiated() {
        return Negotiation.cases(
                service.resolve("/v1/records/arrests/2019-03").toString(),
                "application/json",
                "application/geo+json",
                "text/csv");
    }

    @TestFactory
    Stream<DynamicTest> theListOfDatasetsIsNegotiated() {
        return Negotiation.cases(service.resolve("/v1/datasets").toString(), "application/json");
    }

    @TestFactory
    Stream<DynamicTest> whatCannotBeReadIsRefusedInWords() {
        return MalformedRequests.unreadable(service.resolve("/v1/datasets"));
    }

    @Test
    void theCommittedDocumentDescribesIt() throws Exception {
        OpenApiDocument.check("ingest-service", service.toString());
    }

    @Test
    void monthIsWholeAndInColumns() {
        JsonPath month = month("2019-03").jsonPath();
        int placed = month.getInt("placed");
        assertThat(month.getInt("rows")).isEqualTo(countedBySocrata("2019-03")).isPositive();
        assertThat(placed + month.getInt("unplaced")).isEqualTo(month.getInt("rows"));
        assertThat(month.getInt("days")).isEqualTo(31);
        assertThat(month.getString("source")).isEqualTo("sample");
        List<Integer> dayStart = month.getList("dayStart");
        assertThat(dayStart).hasSize(32).isSorted().startsWith(0).endsWith(placed);
        assertThat(month.getList("lat")).hasSize(placed);
        assertThat(month.getList("lon")).hasSize(placed);
        assertThat(month.<Integer>getList("category")).hasSize(placed).allMatch(c -> c >= 0 && c <= 3);
        assertThat(month.getMap("")).doesNotContainKeys("offence", "offences", "precinct");
    }

    @Test
    void keptMonthsAreServedWithoutAWordInTheLog() {
        month("2019-03");
        Queue<String> words = new ConcurrentLinkedQueue<>();
        Handler listener = new Handler() {
            @Override
            public void publish(LogRecord word) {
                if (word.getLevel().intValue() >= Level.WARNING.intValue()) {
                    words.add(word.getLoggerName() + ": " + word.getMessage());
                }
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        Logger root = Logger.getLogger("");
        root.addHandler(listener);
        try {
            for (int i = 0; i < 20; i++) {
                String etag = month("2019-03").header("ETag");
                given().header("If-None-Match", etag)
                        .get("/v1/records/arrests/2019-03")
                        .then()
                        .statusCode(304);
            }
        } finally {
            root.removeHandler(listener);
        }
        assertThat(words).isEmpty();
    }

    @Test
    void clientsThatOfferAnUpgradeToHttp2AreAnsweredWhole() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(service.resolve("/v1/records/arrests/2019-03"))
                .build();
        int length = month("2019-03").asByteArray().length;
        HttpResponse<byte[]> answer = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_2)
                .build()
                .send(request, HttpResponse.BodyHandlers.ofByteArray());
        assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_1_1);
        assertThat(answer.body()).hasSize(length);
    }

    @Test
    void columnsAreAddedWhereAskedFor() {
        JsonPath month = given().get("/v1/records/arrests/2019-03?columns=offence,precinct")
                .jsonPath();
        int placed = month.getInt("placed");
        int offences = month.getList("offences").size();
        assertThat(month.<Integer>getList("offence")).hasSize(placed).allMatch(o -> o >= 0 && o < offences);
        assertThat(month.<Integer>getList("precinct")).hasSize(placed).allMatch(p -> p >= 0 && p <= 123);
        JsonPath one =
                given().get("/v1/records/arrests/2019-03?columns=precinct").jsonPath();
        assertThat(one.getMap("")).containsKey("precinct").doesNotContainKey("offence");
    }

    @Test
    void csvAndGeoJsonHoldTheSameRecords() {
        int placed = month("2019-03").jsonPath().getInt("placed");
        Response csv = given().accept("text/csv").get("/v1/records/arrests/2019-03?columns=offence,precinct");
        csv.then().statusCode(200).contentType(containsString("text/csv"));
        List<String> lines = csv.asString().lines().toList();
        assertThat(lines).hasSize(placed + 1);
        assertThat(lines.get(0)).isEqualTo("date,category,latitude,longitude,offence,precinct");
        assertThat(lines.get(1)).matches("2019-03-01,[a-z]+,40\\.\\d{4},-7\\d\\.\\d{4},.*");
        JsonPath arrests = given().get("/v1/datasets").jsonPath();
        csv.then()
                .header("X-Data-Published-Through", arrests.getString("datasets[0].publishedThrough"))
                .header("X-Data-Complete-Through", arrests.getString("datasets[0].completeThrough"));
        given().accept("application/geo+json")
                .get("/v1/records/arrests/2019-03")
                .then()
                .statusCode(200)
                .header("X-Data-Published-Through", arrests.getString("datasets[0].publishedThrough"))
                .header("X-Data-Complete-Through", arrests.getString("datasets[0].completeThrough"))
                .contentType("application/geo+json")
                .body("type", equalTo("FeatureCollection"))
                .body("features", hasSize(placed))
                .body("features[0].geometry.type", equalTo("Point"))
                .body("features[0].properties.date", equalTo("2019-03-01"));
        given().accept("application/pdf")
                .get("/v1/records/arrests/2019-03")
                .then()
                .statusCode(406);
    }

    @Test
    void validatorsAndEncodings() throws Exception {
        Response first = month("2019-04");
        String etag = first.header("ETag");
        first.then()
                .header("Cache-Control", equalTo("public, max-age=86400"))
                .header("Vary", containsString("Accept-Encoding"))
                .header("X-Data-Source", "sample")
                .header("X-Records-Verified", matchesPattern("(\\d+)/\\1"));
        given().header("If-None-Match", etag)
                .get("/v1/records/arrests/2019-04")
                .then()
                .statusCode(304)
                .header("ETag", etag);
        given().header("If-None-Match", "\"other\"")
                .get("/v1/records/arrests/2019-04")
                .then()
                .statusCode(200);
        HttpResponse<byte[]> identity = bytes("/v1/records/arrests/2019-04", "identity");
        HttpResponse<byte[]> gzip = bytes("/v1/records/arrests/2019-04", "gzip");
        assertThat(identity.headers().firstValue("Content-Encoding")).isEmpty();
        assertThat(gzip.headers().firstValue("Content-Encoding")).contains("gzip");
        assertThat(gunzip(gzip.body())).isEqualTo(identity.body());
        int placed = first.jsonPath().getInt("placed");
        assertThat((double) gzip.body().length / placed).as("bytes a record").isLessThanOrEqualTo(6.0);
    }

    @Test
    void yearStreamsItsMonthsInOrder() throws Exception {
        HttpResponse<byte[]> gzip = bytes("/v1/records/arrests/2018", "gzip", "application/x-ndjson");
        List<JsonPath> lines =
                new String(gunzip(gzip.body())).lines().map(JsonPath::from).toList();
        assertThat(lines).hasSize(12);
        assertThat(lines.stream().map(l -> l.getString("period")))
                .containsExactlyElementsOf(IntStream.rangeClosed(1, 12)
                        .mapToObj("2018-%02d"::formatted)
                        .toList());
        Response array = given().get("/v1/records/arrests/2018");
        array.then().statusCode(200).body("$", hasSize(12)).header("ETag", notNullValue());
        given().header("If-None-Match", array.header("ETag"))
                .get("/v1/records/arrests/2018")
                .then()
                .statusCode(304);
    }

    @Test
    void yearIsAsFreshAsTheMonthThatEndsFirst() {
        // what Socrata has yet to be asked for may turn out to be stale
        year("2011", "").header("Cache-Control", equalTo("public, max-age=10"));
        year("2011", "").header("Cache-Control", equalTo("public, max-age=86400"));
        // months that are kept, in columns that memory has no answer of
        year("2011", "?columns=offence")
                .header("Cache-Control", equalTo("public, max-age=86400"))
                .body("stale", everyItem(equalTo(false)));
        given().contentType("application/json")
                .body("{\"dataOutOfDate\":true}")
                .put(upstream.url() + "/admin/protocol")
                .then()
                .statusCode(lessThan(300));
        year("2010", "").header("Cache-Control", equalTo("public, max-age=10")).body("stale", everyItem(equalTo(true)));
        given().get("/v1/records/arrests/2010-05")
                .then()
                .body("stale", equalTo(true))
                .header("Cache-Control", equalTo("public, max-age=10"));
        given().delete(upstream.url() + "/admin/protocol").then().statusCode(lessThan(300));
    }

    private static ValidatableResponse year(String year, String more) {
        JsonPath arrests = given().get("/v1/datasets").jsonPath();
        String published = arrests.getString("datasets[0].publishedThrough");
        String complete = arrests.getString("datasets[0].completeThrough");
        return given().get("/v1/records/arrests/" + year + more)
                .then()
                .statusCode(200)
                .header("X-Data-Published-Through", published)
                .header("X-Data-Complete-Through", complete)
                .body("publishedThrough", everyItem(equalTo(published)))
                .body("completeThrough", everyItem(equalTo(complete)))
                .body("period", hasSize(12));
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/records/arrests/2024-13, 400, period",
        "/v1/records/arrests/abcd, 400, period",
        "/v1/records/arrests/2024-1, 400, period",
        "/v1/records/arrests/20240, 400, period",
        "/v1/records/arrests/2024-01'%20OR%201=1--, 400, period",
        "/v1/records/arrests/1999-01, 404, period",
        "/v1/records/arrests/2005-12, 404, period",
        "/v1/records/arrests/2999-01, 404, period",
        "/v1/records/arrests/1999, 404, period",
        "/v1/records/arrests/2999, 404, period",
        "/v1/records/burglaries/2024-01, 404, dataset",
        "/v1/records/burglaries/2024, 404, dataset",
        "/v1/records/arrests/2024-01?columns=perp_race, 400, columns",
        "/v1/records/arrests/2024?columns=drop%20table, 400, columns",
        "/v1/records/arrests/2024-01?column=offence, 400, column",
        "/v1/records/arrests/2024?offence=ROBBERY, 400, offence",
        "/v1/datasets?x, 400, x",
        "/v1/areas/wards, 404, kind",
        "/v1/areas/precincts?zoom=3, 400, zoom"
    })
    void badRequestsNameTheParameter(String path, int status, String parameter) {
        given().urlEncodingEnabled(false)
                .get(path)
                .then()
                .statusCode(status)
                .contentType("application/problem+json")
                .body("status", equalTo(status))
                .body("title", notNullValue())
                .body("detail", notNullValue())
                .body("parameter", equalTo(parameter));
    }

    @Test
    void datasetsSayWhatThereIs() {
        Response datasets = given().get("/v1/datasets");
        datasets.then()
                .statusCode(200)
                .body("datasets.id", equalTo(List.of("arrests", "complaints")))
                .body("datasets[0].socrataIds", equalTo(List.of("8h9b-rp9u", "uip8-fykc")))
                .body("datasets[0].firstDate", equalTo("2006-01-01"))
                .body(
                        "datasets[0].lastDate",
                        equalTo(YearMonth.now().minusMonths(1).atEndOfMonth().toString()))
                .body("datasets[0].rows", greaterThan(1_000_000))
                .body("datasets[0].source", equalTo("sample"))
                .body("datasets[0].refreshedAt", notNullValue());
        given().header("If-None-Match", datasets.header("ETag"))
                .get("/v1/datasets")
                .then()
                .statusCode(304);
    }

    @Test
    void hoursOfComplaintsAreTheSourcesAndArrestsHaveNone() {
        JsonPath month =
                given().get("/v1/records/complaints/2019-03?columns=hour").jsonPath();
        Map<Integer, Long> byHour = month.<Integer>getList("hour").stream()
                .collect(Collectors.groupingBy(hour -> hour, TreeMap::new, Collectors.counting()));
        Map<Integer, Long> counted = given()
                .queryParam("$select", "cmplnt_fr_tm as time,count(*) as rows")
                .queryParam(
                        "$where",
                        "cmplnt_fr_dt >= '2019-03-01T00:00:00.000' AND cmplnt_fr_dt < '2019-04-01T00:00:00.000'"
                                + " AND latitude > 1")
                .queryParam("$group", "cmplnt_fr_tm")
                .queryParam("$limit", 5000)
                .get(upstream.url() + "/resource/qgea-i56i.json")
                .jsonPath()
                .<Map<String, String>>getList("")
                .stream()
                .collect(Collectors.groupingBy(
                        row -> Integer.valueOf(row.get("time").substring(0, 2)),
                        TreeMap::new,
                        Collectors.summingLong(row -> Long.parseLong(row.get("rows")))));
        assertThat(byHour).isEqualTo(counted).hasSize(24);
        assertThat(month.getInt("odd.midnight")).isPositive();
        for (String period : List.of("2019-03", "2019")) {
            given().get("/v1/records/arrests/" + period + "?columns=hour")
                    .then()
                    .statusCode(422)
                    .contentType("application/problem+json")
                    .body("parameter", equalTo("columns"));
        }
    }

    @TestFactory
    Stream<DynamicTest> areasAreNegotiated() {
        return Negotiation.cases(service.resolve("/v1/areas/precincts").toString(), "application/geo+json");
    }

    @Test
    void theSampleCitysAreasSayThatTheyAreSynthetic() {
        given().get("/v1/areas/precincts")
                .then()
                .statusCode(200)
                .header("X-Data-Source", "sample")
                .body("source", equalTo("sample"))
                .body("features", hasSize(greaterThan(70)))
                .body("features.id", hasItems("1", "14", "123"))
                .body("features.findAll { it.properties.synthetic != 'true' }", hasSize(0));
        given().get("/v1/areas/boroughs").then().statusCode(200).body("features", hasSize(5));
        given().get("/v1/areas/parks").then().statusCode(404).body("parameter", equalTo("kind"));
    }

    @Test
    void operatorsSeeWhatItDoes() {
        month("2019-03");
        given().get("/q/health/ready").then().statusCode(200).body("checks.name", hasItems("socrata"));
        String metrics = given().get("/q/metrics").asString();
        assertThat(metrics)
                .contains(
                        "nyc_ingest_pages_total",
                        "nyc_ingest_rows_total",
                        "nyc_ingest_upstream_requests_seconds",
                        "nyc_ingest_upstream_in_flight",
                        "cache_gets_total{cache=\"months\"",
                        "nyc_ingest_odd_values_total");
        assertThat(metrics.lines().filter(line -> line.contains("status=\"200\"")))
                .anyMatch(line -> line.contains("uri=\"/v1/records/{dataset}/{period}\""))
                .noneMatch(line -> line.contains("uri=\"/v1/records/arrests"));
        assertThat(given().get("/q/openapi").asString()).contains("/v1/records/{dataset}/{period}", "dayStart");
    }

    @Test
    void corruptKeptMonthIsThrownAwayAndFetchedAgain() throws IOException {
        Response whole = month("2017-02");
        Path file;
        try (Stream<Path> files = Files.walk(upstream.store())) {
            file = files.filter(f -> f.endsWith("arrests/2017-02.month"))
                    .findFirst()
                    .orElseThrow();
        }
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 1;
        Files.write(file, bytes);
        int before = upstreamRequests("2017-02");
        given().get("/v1/records/arrests/2017-02?columns=precinct")
                .then()
                .statusCode(200)
                .body("rows", equalTo(whole.jsonPath().getInt("rows")));
        assertThat(upstreamRequests("2017-02")).isGreaterThan(before);
        int after = upstreamRequests("2017-02");
        given().get("/v1/records/arrests/2017-02?columns=offence").then().statusCode(200);
        assertThat(upstreamRequests("2017-02"))
                .as("the other form comes from the store")
                .isEqualTo(after);
    }

    @Test
    void twoHundredCallersCauseOneReading() {
        faults("{\"latencyMs\":1500}");
        given().delete(upstream.url() + "/admin/requests");
        List<CompletableFuture<HttpResponse<Void>>> answers = IntStream.range(0, 200)
                .mapToObj(i -> CLIENT.sendAsync(
                        HttpRequest.newBuilder(service.resolve("/v1/records/arrests/2016-05"))
                                .build(),
                        HttpResponse.BodyHandlers.discarding()))
                .toList();
        assertThat(answers).allMatch(answer -> answer.join().statusCode() == 200);
        JsonPath requests = given().get(upstream.url() + "/admin/requests").jsonPath();
        assertThat(requests.<Integer>getList("queries.count")).isNotEmpty().allMatch(count -> count == 1);
    }

    @Test
    void everyFaultOfTheStandInLeavesTheYearWhole() {
        faults("{\"p429\":0.04,\"p202\":0.04,\"p5xx\":0.04,\"pTruncate\":0.04,\"pReset\":0.04,\"retryAfter\":1,"
                + "\"unstableOrder\":true,\"seed\":3}");
        List<Integer> rows = given().get("/v1/records/arrests/2014").jsonPath().getList("rows");
        noFaults();
        assertThat(rows)
                .containsExactlyElementsOf(IntStream.rangeClosed(1, 12)
                        .mapToObj(month -> countedBySocrata("2014-%02d".formatted(month)))
                        .toList());
    }

    @Test
    void unstableOrderLatencyAndThrottlingLeaveTheMonthWhole() {
        faults("{\"latencyMs\":300,\"p429\":0.1,\"retryAfter\":1,\"unstableOrder\":true,\"seed\":7}");
        Response month = month("2015-03");
        noFaults();
        int rows = countedBySocrata("2015-03");
        month.then().statusCode(200).body("rows", equalTo(rows)).header("X-Records-Verified", rows + "/" + rows);
    }

    private static Response month(String month) {
        return given().get("/v1/records/arrests/" + month);
    }

    private void faults(String json) {
        given().contentType("application/json")
                .body(json)
                .put(upstream.url() + "/admin/faults")
                .then()
                .statusCode(lessThan(300));
    }

    /** What Socrata was asked of the month; what the datasets hold is asked for meanwhile. */
    private int upstreamRequests(String month) {
        return given()
                .get(upstream.url() + "/admin/requests")
                .jsonPath()
                .<Map<String, Object>>getList("queries")
                .stream()
                .filter(query -> query.get("query").toString().contains("'" + month + "-01T"))
                .mapToInt(query -> (int) query.get("count"))
                .sum();
    }

    /** The stand-in's own count, over both arrests datasets: they do not overlap in the sample. */
    private int countedBySocrata(String month) {
        YearMonth start = YearMonth.parse(month);
        return Integer.parseInt(given().queryParam("$select", "count(*) as rows")
                .queryParam(
                        "$where",
                        "arrest_date >= '%s-01T00:00:00.000' AND arrest_date < '%s-01T00:00:00.000'"
                                .formatted(start, start.plusMonths(1)))
                .get(upstream.url() + "/resource/8h9b-rp9u.json")
                .jsonPath()
                .getString("[0].rows"));
    }

    private HttpResponse<byte[]> bytes(String path, String encoding, String... accept) throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(service.resolve(path)).header("Accept-Encoding", encoding);
        Stream.of(accept).forEach(type -> request.header("Accept", type));
        return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    private static byte[] gunzip(byte[] bytes) throws IOException {
        try (var in = new java.util.zip.GZIPInputStream(new java.io.ByteArrayInputStream(bytes))) {
            return in.readAllBytes();
        }
    }
}
