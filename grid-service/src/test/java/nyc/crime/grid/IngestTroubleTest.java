package nyc.crime.grid;

import java.time.YearMonth;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import com.github.tomakehurst.wiremock.http.Fault;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

/** ingest-service is down, slow, or gives rubbish: kept grids are served as stale, else a problem says when to return. */
@QuarkusTest
@TestProfile(IngestTroubleTest.NothingStaysFresh.class)
@QuarkusTestResource(value = IngestStub.class, restrictToAnnotatedClass = true)
class IngestTroubleTest {

    /** Kept months are asked for again each time; a slow ingest-service is given up after three seconds. */
    public static class NothingStaysFresh implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            Map<String, String> config = new HashMap<>();
            config.put("nyc.grid.records.retry-after", "PT0S");
            String client = "nyc.crime.grid.ingest.IngestClient/";
            for (String timeout : List.of("Timeout/", "year/Timeout/")) {
                config.put(client + timeout + "value", "3000");
                config.put(client + timeout + "unit", "MILLIS");
            }
            config.put(client + "Retry/maxRetries", "0");
            config.put(client + "CircuitBreaker/requestVolumeThreshold", "1000");
            return config;
        }
    }

    @BeforeEach
    void healthy() {
        IngestStub.server.resetAll();
        IngestStub.maxAge = 0;
        IngestStub.serve("arrests", 2020);
    }

    @AfterAll
    static void reset() {
        IngestStub.maxAge = IngestStub.HOUR;
    }

    private static void everything(com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder answer) {
        IngestStub.server.resetAll();
        IngestStub.server.stubFor(get(urlPathMatching("/v1/.*")).willReturn(answer));
    }

    @Test
    void keptGridsAreServedStale() {
        given().get("/v1/grids/arrests/2020-03")
                .then()
                .statusCode(200)
                .body("stale", equalTo(false))
                .header("Cache-Status", nullValue())
                .header("X-Data-Source", "files");
        everything(aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER));
        given().get("/v1/grids/arrests/2020-03")
                .then()
                .statusCode(200)
                .body("stale", equalTo(true))
                .header("Cache-Status", startsWith("grid-service; hit; ttl=-"))
                .header("Age", notNullValue());
        given().get("/v1/grids/arrests/2020/frames?frame=3")
                .then()
                .statusCode(200)
                .header("Cache-Status", containsString("grid-service; hit; ttl=-"));
        given().get("/v1/counts/arrests?from=2020-01-01&to=2020-02-10")
                .then()
                .statusCode(200)
                .body("stale", equalTo(true))
                .header("Age", notNullValue());
        healthy();
        given().get("/v1/grids/arrests/2020-03").then().body("stale", equalTo(false));
    }

    @Test
    void aStaleMonthOfIngestIsStaleHereToo() {
        String stale =
                IngestStub.records("arrests", YearMonth.of(2020, 2)).replace("\"stale\":false", "\"stale\":true");
        IngestStub.month("arrests", YearMonth.of(2020, 2), IngestStub.json(stale));
        given().get("/v1/counts/arrests?from=2020-02-01&to=2020-02-02")
                .then()
                .statusCode(200)
                .body("stale", equalTo(true))
                .header("Cache-Status", containsString("grid-service; hit; ttl=-"));
    }

    @Test
    void aStaleLineOfAFreshYearIsAskedForAgain() {
        IngestStub.maxAge = IngestStub.HOUR;
        IngestStub.serve("arrests", 2017);
        List<String> lines = IntStream.rangeClosed(1, 12)
                .mapToObj(m -> IngestStub.records("arrests", YearMonth.of(2017, m))
                        .replace("\"stale\":false", "\"stale\":" + (m == 5)))
                .toList();
        IngestStub.year("arrests", 2017, IngestStub.lines(lines));
        given().get("/v1/grids/arrests/2017")
                .then()
                .statusCode(200)
                .body("stale", equalTo(true))
                .header("Cache-Control", containsString("max-age=0"));
        IngestStub.serve("arrests", 2017);
        given().get("/v1/grids/arrests/2017")
                .then()
                .statusCode(200)
                .body("stale", equalTo(false))
                .header("Cache-Control", containsString("max-age=3600"));
    }

    @Test
    void withoutAKeptCopyItIsAProblem() {
        everything(IngestStub.problem(503, "Socrata is left alone for a while"));
        given().get("/v1/grids/complaints/2021")
                .then()
                .statusCode(503)
                .contentType("application/problem+json")
                .header("Retry-After", notNullValue());
        given().get("/v1/counts/complaints?from=2021-01-01&to=2021-12-31")
                .then()
                .statusCode(503)
                .header("Retry-After", "7")
                .body("detail", containsString("Socrata is left alone"));
        given().get("/v1/hotspots/complaints/2021-06").then().statusCode(503);
        everything(aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER));
        given().get("/v1/grids/complaints/2021-04").then().statusCode(503).header("Retry-After", notNullValue());
        everything(IngestStub.json("{\"period\":\"2021-01\",\"rows\":2}"));
        given().get("/v1/counts/complaints?from=2021-01-01&to=2021-01-02")
                .then()
                .statusCode(502)
                .header("Retry-After", notNullValue());
    }

    @Test
    void aSlowIngestIsGivenUp() {
        everything(IngestStub.json("{}").withFixedDelay(20_000));
        given().get("/v1/grids/complaints/2022")
                .then()
                .statusCode(504)
                .contentType("application/problem+json")
                .header("Retry-After", notNullValue());
    }

    @Test
    void aYearWithAMissingMonthIsNotPassedOffAsWhole() {
        List<String> lines = new ArrayList<>();
        for (int m = 1; m <= 12; m++) {
            lines.add(
                    m == 5
                            ? "{\"dataset\":\"arrests\",\"period\":\"2018-05\",\"problem\":{\"status\":503,\"detail\":\"busy\"}}"
                            : IngestStub.records("arrests", YearMonth.of(2018, m)));
        }
        IngestStub.year("arrests", 2018, IngestStub.lines(lines));
        given().get("/v1/grids/arrests/2018").then().statusCode(503).body("detail", containsString("2018-05"));
        given().get("/v1/grids/arrests/2018-06")
                .then()
                .statusCode(200)
                .body("months", hasSize(1))
                .body("scaleMonths", equalTo(11));
    }
}
