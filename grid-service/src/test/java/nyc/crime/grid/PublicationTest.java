package nyc.crime.grid;

import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.junit.jupiter.api.Assertions.assertEquals;

/** A dataset that is published from March 2019 to 17 September 2020: what lies outside is never zero. */
@QuarkusTest
@QuarkusTestResource(IngestStub.class)
class PublicationTest {

    private static final String DATASET = "summonses";

    @BeforeAll
    static void serve() {
        IngestStub.server.resetAll();
        IngestStub.datasets();
        for (int year = 2019; year <= 2020; year++) {
            List<String> lines = new ArrayList<>();
            for (int m = year == 2019 ? 3 : 1; m <= (year == 2020 ? 9 : 12); m++) {
                YearMonth month = YearMonth.of(year, m);
                lines.add(IngestStub.records(DATASET, month));
                IngestStub.month(DATASET, month, IngestStub.json(IngestStub.records(DATASET, month)));
            }
            IngestStub.year(DATASET, year, IngestStub.lines(lines));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "grids/summonses/2020",
                "grids/summonses/2020-09",
                "counts/summonses?from=2020-08-30&to=2020-09-17",
                "counts/summonses/precincts?from=2020-08-30&to=2020-09-17",
                "hotspots/summonses/2020-09"
            })
    void everyAnswerOfDataSaysHowFarTheyGo(String path) {
        given().get("/v1/" + path)
                .then()
                .statusCode(200)
                .body("source", equalTo("files"))
                .body("publishedThrough", equalTo("2020-09-17"))
                .body("completeThrough", equalTo("2020-08-31"))
                .body("fetchedAt", equalTo("2026-01-01T00:00:00Z"))
                .body("stale", equalTo(false));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "grids/summons/2020",
                "grids/summons/2020-09",
                "counts/summons?from=2020-08-30&to=2020-09-17",
                "hotspots/summons/2020-09",
                "series/summons",
                "changes/summons?kind=precincts&a=2020-01-01..2020-01-31&b=2020-02-01..2020-02-29",
                "history/summons"
            })
    void aDatasetThatIsNotThereIsNotOneThatIsNotKnownNow(String path) {
        given().get("/v1/" + path)
                .then()
                .statusCode(404)
                .body("parameter", equalTo("dataset"))
                .body("detail", containsString(DATASET));
    }

    @ParameterizedTest
    @CsvSource({
        "grids/summonses/2020, image/png",
        "grids/summonses/2020, application/octet-stream",
        "grids/summonses/2020-09, application/x-npy",
        "grids/summonses/2020?rows=9&cols=9, application/vnd.nyc-grids",
        "grids/summonses/2020/preview, image/png",
        "grids/summonses/2020/frames, application/octet-stream",
        "grids/summonses/2020/frames?frame=0, application/octet-stream",
        "counts/summonses?from=2020-08-30&to=2020-09-17, application/x-npy",
        "counts/summonses/precincts?from=2020-08-30&to=2020-09-17, application/json",
        "hotspots/summonses/2020-09, application/geo+json"
    })
    void soDoHeaders(String path, String type) {
        given().header("Accept", type)
                .get("/v1/" + path)
                .then()
                .statusCode(200)
                .header("X-Data-Source", "files")
                .header("X-Data-Published-Through", "2020-09-17")
                .header("X-Data-Complete-Through", "2020-08-31")
                .header("X-Data-Fetched-At", "2026-01-01T00:00:00Z")
                .header("X-Data-Stale", "false");
    }

    @Test
    void aYearUnderWayHoldsItsPublishedMonthsOnly() {
        given().get("/v1/grids/summonses/2020?rows=9&cols=9")
                .then()
                .body("months.month", hasSize(9))
                .body("scaleMonths", equalTo(9));
        given().get("/v1/grids/summonses/2019?rows=9&cols=9")
                .then()
                .body("months.month[0]", equalTo("2019-03"))
                .body("months.month", hasSize(10));
        for (String type : List.of("application/octet-stream", "application/x-npy", "image/png")) {
            Response year = given().header("Accept", type).get("/v1/grids/summonses/2020?rows=9&cols=9");
            assertEquals("9,9,9", year.header("X-Data-Shape"));
            assertEquals("9", year.header("X-Data-Months"));
            assertEquals("2020-01", year.header("X-Data-First-Month"));
        }
        // nine months, eight steps of two frames between them, the last shown three times
        Response film = given().get("/v1/grids/summonses/2020/frames?rows=9&cols=9&between=2&hold=2");
        assertEquals("27", film.header("X-Data-Frames"));
        assertEquals(27 * 81, film.asByteArray().length);
    }

    @ParameterizedTest
    @CsvSource({
        "grids/summonses/2021, period",
        "grids/summonses/2018, period",
        "grids/summonses/2020-10, period",
        "grids/summonses/2019-02, period",
        "grids/summonses/0000, period",
        "grids/summonses/0999, period",
        "grids/summonses/0000-01, period",
        "grids/summonses/2021/frames, period",
        "hotspots/summonses/2020-10, month",
        "hotspots/summonses/0000-01, month"
    })
    void whatIsNotPublishedIsNotFound(String path, String parameter) {
        given().get("/v1/" + path)
                .then()
                .statusCode(404)
                .contentType("application/problem+json")
                .body("parameter", equalTo(parameter))
                .body("first", equalTo("2019-03"))
                .body("last", equalTo("2020-09"));
    }

    @ParameterizedTest
    @CsvSource({"grids/unheard/0000", "grids/unheard/0999", "grids/unheard/0000-01", "hotspots/unheard/0000-01"})
    void yearsThatNobodyCountedAreNotAskedFor(String path) {
        given().get("/v1/" + path).then().statusCode(404).contentType("application/problem+json");
    }

    @ParameterizedTest
    @CsvSource({
        "counts/summonses?from=2020-09-01&to=2020-09-18, to",
        "counts/summonses?from=2020-09-01&to=2020-12-31, to",
        "counts/summonses?from=2019-02-28&to=2019-03-04, from",
        "counts/summonses?from=0001-01-01&to=0001-01-04, from",
        "counts/summonses/precincts?from=2020-09-01&to=2020-09-30, to"
    })
    void aRangeBeyondCannotBeAnswered(String path, String parameter) {
        given().get("/v1/" + path)
                .then()
                .statusCode(422)
                .contentType("application/problem+json")
                .body("parameter", equalTo(parameter))
                .body("first", equalTo("2019-03-01"))
                .body("last", equalTo("2020-09-17"));
    }

    @Test
    void aTrendGoesAsFarBackAsThereAreMonths() {
        given().get("/v1/hotspots/summonses/2019-07")
                .then()
                .statusCode(200)
                .body("from", equalTo("2019-03"))
                .body("month", equalTo("2019-07"));
        given().get("/v1/hotspots/summonses/2019-05")
                .then()
                .statusCode(422)
                .body("parameter", equalTo("month"))
                .body("first", equalTo("2019-06"))
                .body("last", equalTo("2020-09"));
    }
}
