package nyc.crime.predict.api;

import java.net.URI;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;
import jakarta.ws.rs.core.MediaType;

import com.github.tomakehurst.wiremock.client.WireMock;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import nyc.crime.predict.FakeGrid;
import nyc.crime.predict.forecast.GeoJson;
import nyc.crime.testkit.Negotiation;

import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.when;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

@QuarkusTest
@WithTestResource(FakeGrid.class)
class ForecastResourceTest {

    @AfterEach
    void gridWorksAgain() {
        FakeGrid.failWith(0);
        FakeGrid.freshFor(0);
    }

    @TestHTTPResource
    URI service;

    @TestFactory
    Stream<DynamicTest> aForecastIsNegotiated() {
        FakeGrid.freshFor(3600);
        return cases(
                "/v1/forecasts?origin=2015-04-30&by=cell&model=ha-global", MediaType.APPLICATION_JSON, GeoJson.TYPE);
    }

    @TestFactory
    Stream<DynamicTest> aScoreboardIsNegotiated() {
        FakeGrid.freshFor(3600);
        return cases("/v1/scoreboard?from=2015-04-01&to=2015-04-03", MediaType.APPLICATION_JSON);
    }

    @TestFactory
    Stream<DynamicTest> theModelCardIsNegotiated() {
        return cases("/v1/model", MediaType.APPLICATION_JSON);
    }

    /** Refusals have the protocol's own form there. */
    @TestFactory
    Stream<DynamicTest> theProtocolIsNegotiated() {
        return cases("/v2", MediaType.APPLICATION_JSON)
                .filter(one -> !one.getDisplayName().matches("POST|PUT|DELETE|PATCH"));
    }

    private Stream<DynamicTest> cases(String path, String... types) {
        return Negotiation.cases(service.resolve(path).toString(), types);
    }

    private static JsonPath forecast(String query) {
        return when().get("/v1/forecasts?" + query)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    private static double sum(JsonPath forecast, int day) {
        return forecast.getList("days[" + day + "].places.expected", Double.class).stream()
                .mapToDouble(Double::doubleValue)
                .sum();
    }

    @Test
    void globalAverageIsTheMeanOfTheYearBefore() {
        LocalDate from = LocalDate.of(2015, 6, 30);
        JsonPath forecast = forecast("origin=2015-06-30&days=1&by=cell&model=ha-global");
        assertEquals("2015-06-30", forecast.getString("origin"));
        assertEquals("2015-07-01", forecast.getString("start"));
        assertEquals("2015-07-01", forecast.getString("days[0].date"));
        assertEquals(20, forecast.getList("days[0].places").size());
        for (int cell : new int[] {1, 7, 13, 24}) {
            int records = 0;
            for (int day = 0; day < 365; day++) {
                for (int offence = 0; offence < 4; offence++) {
                    records += FakeGrid.count(from.minusDays(day), cell, offence);
                }
            }
            String id = "r" + cell / FakeGrid.COLS + "c" + cell % FakeGrid.COLS;
            assertEquals(
                    records / 365.0,
                    forecast.getDouble("days[0].places.find { it.id == '" + id + "' }.expected"),
                    1e-5);
        }
    }

    @Test
    void weekdayAverageIsTheMeanOfTheWeekdayAndOffence() {
        LocalDate target = LocalDate.of(2015, 7, 8);
        JsonPath forecast =
                forecast("origin=2015-06-30&days=14&by=cell&model=ha-weekday&offence=ROBBERY&dataset=arrests");
        int records = 0;
        for (int week = 2; week <= 53; week++) {
            records += FakeGrid.count(target.minusDays(7L * week), 13, 3);
        }
        assertEquals(8, forecast.getInt("days[7].lead"));
        assertEquals(records / 52.0, forecast.getDouble("days[7].places.find { it.id == 'r2c3' }.expected"), 1e-5);
    }

    @Test
    void cellsPrecinctsBoroughsAndCityAddUp() {
        String query = "origin=2015-06-30&days=3&model=climatology&by=";
        JsonPath city = forecast(query + "city");
        for (String by : List.of("cell", "precinct", "neighbourhood", "borough")) {
            JsonPath parts = forecast(query + by);
            for (int day = 0; day < 3; day++) {
                assertEquals(sum(city, day), sum(parts, day), 1e-4, by);
            }
        }
        assertEquals(
                List.of("bronx", "staten-island"), forecast(query + "borough").getList("days[0].places.id"));
        assertEquals(List.of("1", "5", "9", "12"), forecast(query + "precinct").getList("days[0].places.id"));
        assertEquals(
                List.of("Docks", "Hill", "Park", "Westside"),
                forecast(query + "neighbourhood").getList("days[0].places.name"));
        double expected = city.getDouble("days[0].places[0].expected");
        assertTrue(city.getDouble("days[0].places[0].p05") < expected);
        assertTrue(city.getDouble("days[0].places[0].p95") > expected);
    }

    @Test
    void climatologyIsTheDefaultWithoutANetworkForThisData() {
        assertEquals("climatology", forecast("dataset=arrests").getString("model.id"));
        assertEquals("2015-12-31", forecast("dataset=arrests").getString("origin"));
    }

    @Test
    void aForecastStartsFromTheLastCompleteDayAndSaysWhatItIsOf() {
        JsonPath forecast = forecast("by=city&model=ha-global");
        assertEquals("2015-12-10", forecast.getString("origin"));
        assertEquals("2015-12-31", forecast.getString("publishedThrough"));
        assertEquals("2015-12-10", forecast.getString("completeThrough"));
        assertEquals("sample", forecast.getString("source"));
        assertEquals("four felonies", forecast.getString("offence"));
        assertEquals(FakeGrid.OFFENCES, forecast.getList("offences"));
        assertFalse(forecast.getString("notes").contains("Late reports"));
        assertEquals(
                forecast.getList("days"),
                forecast("by=city&model=ha-global&offence=Four Felonies").getList("days"));
        JsonPath arrests = forecast("dataset=arrests&by=city");
        assertEquals("2015-12-31", arrests.getString("completeThrough"));
        assertEquals("all", arrests.getString("offence"));
        assertEquals(List.of(), arrests.getList("offences"));
        assertEquals(
                List.of("ROBBERY"),
                forecast("by=city&model=ha-global&offence=robbery").getList("offences"));
    }

    @Test
    void anOriginBeyondTheCompleteDaysIsAnsweredWithANote() {
        JsonPath forecast = forecast("origin=2015-12-11&by=city&model=ha-global");
        assertTrue(forecast.getString("notes").contains("Late reports of the days after 2015-12-10 are still to come"));
        JsonPath board = when().get("/v1/scoreboard?from=2015-12-01&to=2015-12-20")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
        assertTrue(board.getString("notes").contains("Late reports of the days after 2015-12-10"));
        assertEquals("2015-12-10", board.getString("completeThrough"));
    }

    @Test
    void aForecastReachesToday() {
        JsonPath forecast = forecast("start=today&days=3&by=borough&model=climatology");
        assertEquals("2015-12-10", forecast.getString("origin"));
        assertEquals(FakeGrid.TODAY.toString(), forecast.getString("start"));
        assertEquals(List.of("2015-12-15", "2015-12-16", "2015-12-17"), forecast.getList("days.date"));
        assertEquals(List.of(5, 6, 7), forecast.getList("days.lead"));
        assertEquals(
                forecast.getList("days"),
                forecast("start=2015-12-15&days=3&by=borough&model=climatology").getList("days"));
        // the same day is the same, however it is asked for
        assertEquals(
                forecast("origin=2015-06-30&days=3&model=climatology&by=borough")
                        .getList("days[2].places"),
                forecast("origin=2015-06-30&start=2015-07-03&model=climatology&by=borough")
                        .getList("days[0].places"));
    }

    @Test
    void aDayTooFarAfterTheOriginIsRefusedWithTheLastPossible() {
        String query = "origin=2015-06-30&by=city&model=ha-global&days=2&start=";
        JsonPath last = forecast(query + "2015-12-06");
        assertEquals(List.of(159, 160), last.getList("days.lead"));
        assertTrue(last.getString("notes").contains("2015-06-30, is 159 days before"));
        for (String start : List.of("2015-12-07", "2015-06-30", "2026-01-01")) {
            when().get("/v1/forecasts?" + query + start)
                    .then()
                    .statusCode(422)
                    .body("parameter", equalTo("start"))
                    .body("first", equalTo("2015-07-01"))
                    .body("last", equalTo("2015-12-06"));
        }
    }

    @Test
    void theCitysTotalAndTheDaysSumStandBesideThePlaces() {
        String query = "origin=2015-06-30&days=14&model=climatology&sum=true&by=";
        JsonPath city = forecast(query + "city");
        JsonPath boroughs = forecast(query + "borough");
        for (String by : List.of("borough", "neighbourhood", "precinct", "cell")) {
            JsonPath places = forecast(query + by);
            for (String at : List.of("days[0].", "days[13].", "sum.")) {
                assertEquals(city.getMap(at + "places[0]"), places.getMap(at + "total"), by);
            }
        }
        assertEquals("2015-07-14", boroughs.getString("sum.to"));
        assertEquals(
                city.getList("days.total.expected", Double.class).stream()
                        .mapToDouble(Double::doubleValue)
                        .sum(),
                city.getDouble("sum.total.expected"),
                1e-4);
        double width = city.getDouble("sum.total.p95") - city.getDouble("sum.total.p05");
        double day = city.getDouble("days[0].total.p95") - city.getDouble("days[0].total.p05");
        // wider than of independent days, narrower than of days that move as one
        assertTrue(width > 1.02 * Math.sqrt(14) * day && width < 14 * day, width + " of " + day);
        assertNull(forecast("origin=2015-06-30&by=city&model=ha-global").get("sum"));
        given().accept("application/geo+json")
                .when()
                .get("/v1/forecasts?" + query + "borough")
                .then()
                .statusCode(200)
                .body("totals.size()", equalTo(14))
                .body("features[0].properties.sum.expected", notNullValue());
    }

    @Test
    void theHottestPlacesAreRanked() {
        JsonPath top = forecast("origin=2015-06-30&by=cell&model=ha-global&top=3");
        assertEquals(List.of(1, 2, 3), top.getList("days[0].places.rank"));
        List<Double> expected = top.getList("days[0].places.expected", Double.class);
        assertTrue(expected.get(0) >= expected.get(1) && expected.get(1) >= expected.get(2));
        JsonPath all = forecast("origin=2015-06-30&by=cell&model=ha-global");
        assertEquals(
                all.getList("days[0].places.expected", Double.class).stream()
                        .max(Double::compare)
                        .orElseThrow(),
                expected.get(0));
    }

    @Test
    void geoJsonDrawsThePlaces() {
        given().accept("application/geo+json")
                .when()
                .get("/v1/forecasts?origin=2015-06-30&days=2&by=borough&model=ha-global")
                .then()
                .statusCode(200)
                .contentType("application/geo+json")
                .body("type", equalTo("FeatureCollection"))
                .body("publishedThrough", equalTo("2015-12-31"))
                .body("completeThrough", equalTo("2015-12-10"))
                .body("dates", equalTo(List.of("2015-07-01", "2015-07-02")))
                .body("features.id", equalTo(List.of("bronx", "staten-island")))
                .body("features[0].geometry.type", equalTo("MultiPolygon"))
                .body("features[0].geometry.coordinates.size()", equalTo(1))
                .body("features[0].geometry.coordinates[0][0].size()", equalTo(5))
                .body("features[0].geometry.coordinates[0][0].collect { it[1] }.max()", equalTo(40.9f))
                .body("features[0].properties.expected.size()", equalTo(2));
    }

    /** Precinct 9 loses its south on 1 October; two months later next to nothing of it is left there. */
    @Test
    void precinctsFollowANewBoundaryWithinTwoMonths() {
        FakeGrid.freshFor(3600);
        assertEquals(0, southernShare("2015-09-30"));
        assertEquals(0.5, southernShare("2015-10-31"), 0.05);
        assertTrue(southernShare("2015-11-30") > 0.95);
    }

    private static double southernShare(String origin) {
        String query = "origin=" + origin + "&model=ha-global&by=";
        double south = forecast(query + "cell")
                .getList("days[0].places.findAll { it.id in ['r2c4', 'r3c4', 'r4c4'] }.expected", Double.class)
                .stream()
                .mapToDouble(Double::doubleValue)
                .sum();
        JsonPath precincts = forecast(query + "precinct");
        return precincts.getList("days[0].places.id").contains("12")
                ? precincts.getDouble("days[0].places.find { it.id == '12' }.expected") / south
                : 0;
    }

    @Test
    void anAnswerIsTaggedCompressedAndAsFreshAsItsCounts() {
        FakeGrid.freshFor(900);
        String query = "/v1/forecasts?origin=2015-06-29&by=cell&model=ha-global";
        String tag = when().get(query)
                .then()
                .statusCode(200)
                .header("Cache-Control", "public, max-age=900")
                .header("Age", Integer::parseInt, greaterThanOrEqualTo(FakeGrid.AGE))
                .header("X-Data-Source", "sample")
                .header("Vary", "Accept, Accept-Encoding")
                .extract()
                .header("ETag");
        given().header("If-None-Match", tag).when().get(query).then().statusCode(304);
        given().header("If-None-Match", "\"other\"").when().get(query).then().statusCode(200);
        given().header("Accept-Encoding", "gzip")
                .when()
                .get(query)
                .then()
                .header("Content-Encoding", "gzip")
                .body("days[0].places.size()", equalTo(20));
        given().header("Accept-Encoding", "br, gzip;q=0")
                .when()
                .get(query)
                .then()
                .header("Content-Encoding", nullValue())
                .body("days[0].places.size()", equalTo(20));
        FakeGrid.failWith(500);
        when().get(query).then().statusCode(200).body("stale", equalTo(false));
    }

    @Test
    void forecastsOfSeveralKindsOfPlacesAreOfOneComputation() {
        FakeGrid.freshFor(900);
        String query = "origin=2015-05-31&days=2&model=climatology&by=";
        JsonPath boroughs = forecast(query + "borough");
        FakeGrid.failWith(500);
        assertEquals(sum(boroughs, 1), sum(forecast(query + "city"), 1), 1e-4);
    }

    @Test
    void anOffencesCaseDoesNotMatterAndAnUnknownOneGetsTheNearest() {
        String query = "origin=2015-06-30&by=city&model=ha-global&offence=";
        assertEquals(
                forecast(query + "FELONY ASSAULT").getList("days"),
                forecast(query + " felony Assault ").getList("days"));
        assertEquals("FELONY ASSAULT", forecast(query + "felony assault").getString("offence"));
        assertEquals(FakeGrid.OFFENCES, forecast(query + "all").getList("offences"));
        when().get("/v1/forecasts?offence=robery")
                .then()
                .statusCode(400)
                .body("parameter", equalTo("offence"))
                .body("near[0]", equalTo("ROBBERY"))
                .body("instance", equalTo("/v1/forecasts"));
    }

    @Test
    void whatGridServiceRefusesIsHandedOn() {
        FakeGrid.answer(WireMock.aResponse()
                .withStatus(422)
                .withHeader("Content-Type", "application/problem+json")
                .withBody("""
                        {"title":"Unprocessable Content","status":422,"detail":"from is before the data",
                         "parameter":"from","first":"2014-01-01","last":"2015-12-31"}"""));
        when().get("/v1/forecasts?dataset=arrests&origin=2015-01-10&by=city&offence=ROBBERY")
                .then()
                .statusCode(422)
                .contentType("application/problem+json")
                .body("detail", equalTo("from is before the data"))
                .body("parameter", equalTo("from"))
                .body("first", equalTo("2014-01-01"))
                .body("instance", equalTo("/v1/forecasts"));
        FakeGrid.answer(WireMock.aResponse().withStatus(503).withHeader("Retry-After", "42"));
        when().get("/v1/forecasts?dataset=arrests&origin=2015-01-10&by=city&offence=ROBBERY")
                .then()
                .statusCode(503)
                .header("Retry-After", "42");
    }

    @ParameterizedTest
    @CsvSource({
        "origin=yesterday, origin",
        "days=0, days",
        "days=15, days",
        "start=tomorrow, start",
        "sum=perhaps, sum",
        "days=x, days",
        "by=street, by",
        "offence=JAYWALKING, offence",
        "model=oracle, model",
        "top=0, top",
        "dataset=arrests&model=convlstm, model",
        "from=2015-06-30, from",
        "type=ROBBERY, type",
        "days=1&days=2, days"
    })
    void aBadParameterIsNamed(String query, String parameter) {
        when().get("/v1/forecasts?" + query)
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("parameter", equalTo(parameter))
                .body("title", equalTo("Bad Request"))
                .body("status", equalTo(400))
                .body("detail", not(containsString("nyc.crime")))
                .body("instance", equalTo("/v1/forecasts"));
    }

    @Test
    void aDayBeyondTheDataIsRefusedWithTheLastPossible() {
        when().get("/v1/forecasts?origin=2016-01-01&model=ha-global")
                .then()
                .statusCode(422)
                .contentType("application/problem+json")
                .body("parameter", equalTo("origin"))
                .body("last", equalTo("2015-12-31"))
                .body("detail", containsString("2015-12-31"));
        when().get("/v1/forecasts?origin=2014-01-05&model=ha-global")
                .then()
                .statusCode(422)
                .body("first", equalTo("2014-01-28"));
    }

    @Test
    void anUnknownDatasetIsNotFound() {
        when().get("/v1/forecasts?dataset=parking").then().statusCode(404).body("parameter", equalTo("dataset"));
    }

    @Test
    void theNetworkOfAnotherGridOrNoneSaysWhyItCannotAnswer() {
        when().get("/v1/forecasts?origin=2015-06-30&model=convlstm")
                .then()
                .statusCode(503)
                .contentType("application/problem+json")
                .body("detail", containsString("network"));
    }

    @Test
    void withoutGridServiceKnownCountsGoOnAndOthersFailPolitely() {
        String fetchedAt = forecast("dataset=arrests&origin=2015-02-28&by=city&model=ha-global")
                .getString("fetchedAt");
        assertTrue(Instant.parse(fetchedAt).isBefore(Instant.now().minusSeconds(FakeGrid.AGE - 1)));
        FakeGrid.failWith(503);
        when().get("/v1/forecasts?dataset=arrests&origin=2015-02-28&by=borough&model=ha-weekday")
                .then()
                .statusCode(200)
                .header("Cache-Status", containsString("predict-service; hit; ttl=-"))
                .header("Age", Integer::parseInt, greaterThanOrEqualTo(FakeGrid.AGE))
                .body("fetchedAt", equalTo(fetchedAt))
                .body("stale", equalTo(true));
        when().get("/v1/forecasts?origin=2015-12-30&by=city&model=ha-global&dataset=arrests&offence=BURGLARY")
                .then()
                .statusCode(503)
                .contentType("application/problem+json")
                .header("Retry-After", notNullValue());
        when().get("/q/health/live").then().statusCode(200);
        when().get("/q/health/ready").then().statusCode(200);
    }
}
