package nyc.crime.grid;

import java.io.IOException;
import java.time.YearMonth;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Nobody waits for long: who asks for what takes time gets what there is, or a time to come back, and the work goes on. */
@QuarkusTest
@TestProfile(PatienceTest.Impatient.class)
@QuarkusTestResource(value = IngestStub.class, restrictToAnnotatedClass = true)
class PatienceTest {

    /** Twice as long as the longer patience. */
    private static final int SLOW_MILLIS = 20_000;

    /** Waits for one second where there may be a part, else for ten. */
    public static class Impatient implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "nyc.grid.history.patience", "PT1S",
                    "nyc.grid.responses.patience", "PT10S");
        }
    }

    @BeforeEach
    void slow() {
        IngestStub.server.resetAll();
        IngestStub.datasets();
        for (int m = 1; m <= 3; m++) {
            YearMonth month = YearMonth.of(2020, m);
            IngestStub.month(
                    "stops",
                    month,
                    IngestStub.json(IngestStub.records("stops", month)).withFixedDelay(m > 1 ? SLOW_MILLIS : 0));
        }
    }

    @Test
    void monthsOnTheirWayAreMissingUntilTheyAreThere() throws IOException {
        String path = "/v1/history/stops?rows=8&cols=8&to=2020-02";
        CompactReader history = history(path);
        assertTrue(history.head.path("missing").toString().contains("2020-02"), history.head.toString());
        while (history.head.path("missing").size() > 0) {
            history = history(path);
        }
        assertEquals(2, history.months());
        CompactReader february = history("/v1/history/stops?rows=8&cols=8&from=2020-02&to=2020-02");
        assertArrayEquals(
                february.dense(-1), java.util.Arrays.copyOfRange(history.dense(-1), 8 * 8, 2 * 8 * 8), "in its place");
    }

    /** A copy is better than nothing, and says that it is one. */
    @Test
    void monthsThatAreKeptAreStaleAndNotMissing() throws IOException {
        IngestStub.maxAge = 0;
        try {
            YearMonth month = YearMonth.of(2019, 5);
            String path = "/v1/history/summonses?rows=8&cols=8&from=2019-05&to=2019-05";
            IngestStub.month("summonses", month, IngestStub.json(IngestStub.records("summonses", month)));
            CompactReader first = history(path);
            assertFalse(first.head.path("stale").asBoolean());
            IngestStub.month(
                    "summonses",
                    month,
                    IngestStub.json(IngestStub.records("summonses", month)).withFixedDelay(SLOW_MILLIS));
            CompactReader later = first;
            while (!later.head.path("stale").asBoolean()) {
                later = new CompactReader(
                        given().get(path).then().statusCode(200).extract().asByteArray());
                assertEquals(0, later.head.path("missing").size(), later.head.toString());
            }
            assertArrayEquals(first.dense(-1), later.dense(-1));
        } finally {
            IngestStub.maxAge = IngestStub.HOUR;
        }
    }

    /** However long a copy that says it is stale serves: one that does not say so is asked for again when its time is over. */
    @Test
    void whatIsNoLongerFreshSaysSo() {
        IngestStub.maxAge = 1;
        try {
            IngestStub.serve("arrests", 2020);
            Response answer = given().get("/v1/grids/arrests/2020-07");
            assertNull(answer.header("Cache-Status"));
            IngestStub.server.stubFor(get(urlPathMatching("/v1/records/.*"))
                    .willReturn(IngestStub.json("{}").withFixedDelay(SLOW_MILLIS)));
            while (answer.header("Cache-Status") == null) {
                answer = given().get("/v1/grids/arrests/2020-07");
                assertEquals(200, answer.statusCode(), answer.asString());
                long overdue = Integer.parseInt(answer.header("Age")) - 1 - answer.timeIn(TimeUnit.SECONDS);
                assertTrue(overdue <= 1 || answer.header("Cache-Status") != null, answer.headers()::toString);
            }
        } finally {
            IngestStub.maxAge = IngestStub.HOUR;
        }
    }

    @Test
    void whatTakesLongerIsAskedForAgain() {
        String path = "/v1/counts/stops?from=2020-03-01&to=2020-03-31";
        given().get(path)
                .then()
                .statusCode(503)
                .header("Retry-After", notNullValue())
                .body("detail", equalTo("this is still being made: ask again"));
        Response answer = given().get(path);
        while (answer.statusCode() == 503) {
            answer = given().get(path);
        }
        assertEquals(200, answer.statusCode());
    }

    /** A history that is not refused any more. */
    private static CompactReader history(String path) throws IOException {
        Response answer = given().get(path);
        while (answer.statusCode() == 503) {
            answer = given().get(path);
        }
        assertEquals(200, answer.statusCode());
        return new CompactReader(answer.asByteArray());
    }
}
