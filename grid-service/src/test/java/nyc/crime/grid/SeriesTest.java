package nyc.crime.grid;

import java.io.IOException;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Series, changes and history over a played ingest-service: every record counts once, and nothing is invented. */
@QuarkusTest
@QuarkusTestResource(IngestStub.class)
class SeriesTest {

    @BeforeAll
    static void serve() {
        IngestStub.server.resetAll();
        IngestStub.datasets();
        IngestStub.areas();
        IngestStub.serve("arrests", 2020);
        for (int year = 2019; year <= 2020; year++) {
            for (int m = year == 2019 ? 3 : 1; m <= (year == 2020 ? 9 : 12); m++) {
                YearMonth month = YearMonth.of(year, m);
                IngestStub.month("summonses", month, IngestStub.json(IngestStub.records("summonses", month)));
            }
        }
        for (int m = 1; m <= 2; m++) {
            YearMonth month = YearMonth.of(2020, m);
            IngestStub.server.stubFor(get(urlPathEqualTo("/v1/records/calls/" + month))
                    .withQueryParam("columns", equalTo("offence,precinct,hour"))
                    .willReturn(IngestStub.json(IngestStub.timed(IngestStub.records("calls", month)))));
        }
    }

    private static JsonPath json(String path) {
        return given().get("/v1/" + path).then().statusCode(200).extract().jsonPath();
    }

    private static long sum(JsonPath series) {
        return series.getList("points.count", Long.class).stream()
                .mapToLong(count -> count)
                .sum();
    }

    @ParameterizedTest
    @ValueSource(strings = {"month", "week", "day", "weekday"})
    void everyRecordIsCountedOnce(String by) {
        JsonPath city = json("series/arrests?by=" + by);
        long rows = json("grids/arrests/2020").getList("months.records", Long.class).stream()
                .mapToLong(n -> n)
                .sum();
        assertEquals(rows, city.getLong("rows"));
        assertEquals(12 * 3, city.getLong("unplaced"));
        assertEquals(rows, sum(city) + city.getLong("unplaced"));
        assertEquals("city", city.getString("area"));
        for (String area : List.of("precinct:1", "precinct:3", "neighbourhood:middle", "borough:Bronx")) {
            JsonPath part = json("series/arrests?by=" + by + "&area=" + area);
            assertTrue(sum(part) > 0, area);
            assertEquals(sum(part), part.getLong("counted"));
            assertEquals(rows, part.getLong("counted") + part.getLong("elsewhere") + part.getLong("unplaced"));
            assertTrue(part.getString("area").equalsIgnoreCase(area));
        }
    }

    @Test
    void itsPointsAreNamedAsIso8601HasThem() {
        assertEquals(
                List.of("2019-12", "2020-01", "2020-02"),
                json("series/summonses?from=2019-12-05&to=2020-02-10").getList("points.period"));
        assertEquals(
                List.of("2019-W52", "2020-W01", "2020-W02"),
                json("series/summonses?by=week&from=2019-12-28&to=2020-01-06").getList("points.period"));
        assertEquals(
                List.of("2020-02-28", "2020-02-29", "2020-03-01"),
                json("series/summonses?by=day&from=2020-02-28&to=2020-03-01").getList("points.period"));
        assertEquals("monday", json("series/summonses?by=weekday").getString("points[0].period"));
    }

    @Test
    void weeksAndDaysAgree() {
        List<Long> days =
                json("series/summonses?by=day&from=2019-12-23&to=2020-02-02").getList("points.count", Long.class);
        List<Long> weeks =
                json("series/summonses?by=week&from=2019-12-23&to=2020-02-02").getList("points.count", Long.class);
        assertEquals(6, weeks.size());
        for (int week = 0; week < 6; week++) {
            assertEquals(
                    weeks.get(week),
                    days.subList(7 * week, 7 * week + 7).stream()
                            .mapToLong(n -> n)
                            .sum());
        }
    }

    @Test
    void groupsPartitionThePoints() {
        List<Long> all = json("series/arrests?area=precinct:2").getList("points.count", Long.class);
        for (String group : List.of("category", "offence")) {
            List<Map<String, Integer>> counts =
                    json("series/arrests?area=precinct:2&group=" + group).getList("points.counts");
            for (int m = 0; m < 12; m++) {
                assertEquals(
                        all.get(m),
                        counts.get(m).values().stream().mapToLong(n -> n).sum());
            }
            assertEquals(group.equals("category") ? 4 : 3, counts.get(0).size());
        }
    }

    @Test
    void theNewestPartIsMarked() {
        JsonPath series = json("series/summonses?from=2020-07-02");
        assertEquals(List.of("2020-07", "2020-08", "2020-09"), series.getList("points.period"));
        // July lacks a day, September is neither published nor complete
        assertEquals(List.of(false, true, false), series.getList("points.complete"));
        assertEquals("2020-09-17", series.getString("to"));
        assertEquals("2020-09-17", series.getString("publishedThrough"));
        assertEquals("2020-08-31", series.getString("completeThrough"));
    }

    @Test
    void asATable() {
        Response csv = given().header("Accept", "text/csv").get("/v1/series/arrests?group=category");
        assertEquals(200, csv.statusCode());
        String[] lines = csv.asString().split("\r\n");
        assertEquals(13, lines.length);
        assertEquals("period,felony,misdemeanor,violation,other,complete", lines[0]);
        JsonPath same = json("series/arrests?group=category");
        assertEquals(
                "2020-01," + same.getLong("points[0].counts.felony") + ","
                        + same.getLong("points[0].counts.misdemeanor")
                        + "," + same.getLong("points[0].counts.violation") + ","
                        + same.getLong("points[0].counts.other") + ",true",
                lines[1]);
        assertEquals("2020-12-31", csv.header("X-Data-Published-Through"));
        // a year under way has no lines of months to come
        String[] underWay = given().header("Accept", "text/csv")
                .get("/v1/series/summonses?from=2020-07-02")
                .asString()
                .split("\r\n");
        assertEquals(4, underWay.length);
        assertTrue(underWay[3].startsWith("2020-09,") && underWay[3].endsWith(",false"), underWay[3]);
    }

    @ParameterizedTest
    @CsvSource({
        "series/summonses?from=2020-07-02, text/csv",
        "history/summonses?rows=9&cols=9, application/vnd.nyc-grids",
        "changes/summonses?kind=precincts&a=2020-01-01..2020-01-31&b=2020-02-01..2020-02-29, application/json",
        "counts/summonses/neighbourhoods?from=2020-08-30&to=2020-09-17, application/json"
    })
    void everyAnswerSaysWhatIsPublishedAndWhatIsComplete(String path, String type) {
        Response answer = given().header("Accept", type).get("/v1/" + path);
        assertEquals(200, answer.statusCode());
        assertEquals("2020-09-17", answer.header("X-Data-Published-Through"));
        assertEquals("2020-08-31", answer.header("X-Data-Complete-Through"));
        if (type.endsWith("json")) {
            assertEquals("2020-09-17", answer.jsonPath().getString("publishedThrough"));
            assertEquals("2020-08-31", answer.jsonPath().getString("completeThrough"));
        }
    }

    @Test
    void hoursWhereThereAreAny() {
        JsonPath hours = json("series/calls?by=hour");
        assertEquals(24, hours.getList("points").size());
        assertEquals(
                List.of(true, true),
                hours.getList("points.defaults").stream().filter(b -> b != null).toList());
        assertEquals("12", hours.getString("points.find{it.defaults && it.period != '00'}.period"));
        assertTrue(hours.getLong("withoutHour") > 50);
        assertEquals(hours.getLong("rows"), sum(hours) + hours.getLong("withoutHour") + hours.getLong("unplaced"));
        List<Map<String, Integer>> table =
                json("series/calls?by=hour&group=weekday").getList("points.counts");
        assertEquals(
                List.of("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"),
                List.copyOf(table.get(0).keySet()));
        assertEquals(
                sum(hours),
                table.stream()
                        .flatMap(hour -> hour.values().stream())
                        .mapToLong(n -> n)
                        .sum());
        given().get("/v1/series/arrests?by=hour")
                .then()
                .statusCode(422)
                .body("parameter", is("by"))
                .body("first", is("2020-01-01"))
                .body("last", is("2020-12-31"));
    }

    @ParameterizedTest
    @CsvSource({
        "series/arrests?area=precinct, 400, area",
        "series/arrests?area=ward:3, 400, area",
        "series/arrests?area=precinct:99, 404, area",
        "series/arrests?area=park:Central, 404, kind",
        "series/arrests?by=year, 400, by",
        "series/arrests?group=weekday, 400, group",
        "series/arrests?from=x, 400, from",
        "series/arrests?from=2020-05-01&to=2020-04-01, 400, to",
        "series/arrests?to=2021-01-01, 422, to",
        "series/arrests?from=2019-12-31, 422, from",
        "changes/arrests?b=2020-01-01..2020-01-31, 400, a",
        "changes/arrests?a=2020-01-01..2020-01-31&b=x, 400, b",
        "changes/arrests?a=2020-01-01..2020-01-31&b=2020-01-31..2020-02-03, 400, b",
        "changes/arrests?a=2020-02-01..2020-01-31&b=2020-03-01..2020-03-03, 400, a",
        "changes/arrests?a=2020-01-01..2020-01-31&b=2020-12-01..2021-01-03, 422, b",
        "changes/arrests?a=2020-01-01..2020-01-31&b=2020-02-01..2020-02-03&kind=wards, 400, kind",
        "changes/arrests?a=2020-01-01..2020-01-31&b=2020-02-01..2020-02-03&area=precinct:1, 400, area",
        "changes/arrests?a=2020-01-01..2020-01-31&b=2020-02-01..2020-02-03&kind=offences&area=ward:3, 400, area",
        "changes/arrests?a=2020-01-01..2020-01-31&b=2020-02-01..2020-02-03&kind=offences&area=precinct:99, 404, area",
        "history/arrests?from=2019-12, 422, from",
        "history/arrests?to=2021-01, 422, to",
        "history/arrests?from=2020-05&to=2020-04, 400, to",
        "history/arrests?from=2020, 400, from",
        "history/arrests?rows=301, 400, rows"
    })
    void whatCannotBeAnsweredNamesItsParameter(String path, int status, String parameter) {
        given().get("/v1/" + path)
                .then()
                .statusCode(status)
                .contentType("application/problem+json")
                .body("parameter", is(parameter));
    }

    @Test
    void whatAnAreaMayBeIsSaidInTheCitysKinds() {
        given().get("/v1/series/arrests?area=ward:3")
                .then()
                .body(
                        "detail",
                        is("area must be one of [borough:ID, precinct:ID, neighbourhood:ID, park:ID], not \"ward:3\""));
    }

    @Test
    void whatIsNotKnownIsNotGuessed() {
        given().get("/v1/series/complaints").then().statusCode(503).header("Retry-After", is("5"));
    }

    @Test
    void changesAreThoseOfTheSeries() {
        JsonPath changes = json("changes/arrests?a=2020-01-10..2020-02-20&b=2020-02-21..2020-04-02");
        assertEquals(List.of("precinct:1", "precinct:2", "precinct:3"), changes.getList("areas.id"));
        for (int i = 0; i < 3; i++) {
            String area = changes.getString("areas[" + i + "].id");
            assertEquals(
                    json("series/arrests?area=" + area + "&from=2020-01-10&to=2020-02-20")
                            .getInt("counted"),
                    changes.getInt("areas[" + i + "].a"));
            assertEquals(
                    json("series/arrests?area=" + area + "&from=2020-02-21&to=2020-04-02")
                            .getInt("counted"),
                    changes.getInt("areas[" + i + "].b"));
        }
        assertEquals(
                json("series/arrests?from=2020-01-10&to=2020-02-20").getInt("counted"),
                changes.getList("areas.a", Integer.class).stream()
                                .mapToInt(n -> n)
                                .sum()
                        + changes.getInt("elsewhereA"));
        assertEquals("2020-12-31", changes.getString("publishedThrough"));
        assertTrue(changes.getString("method").contains("conditional binomial")
                && changes.getString("method").contains("Benjamini"));
        assertNull(changes.get("area"));
        assertEquals(changes.getInt("areas[0].b") / 2.0, changes.getDouble("areas[0].rateB"), 1e-3);
        assertEquals(2000, changes.getInt("areas[0].residents"));
        assertNull(changes.get("areas[1].rateA"));
        assertTrue(changes.getString("caveat").contains("pass by"));
        assertEquals(
                json("series/arrests?area=neighbourhood:Middle&from=2020-03-01&to=2020-03-31")
                        .getInt("counted"),
                json("changes/arrests?kind=neighbourhoods&a=2020-03-01..2020-03-31&b=2020-04-01..2020-04-30")
                        .getInt("areas[0].a"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"city", "precinct:2", "neighbourhood:Middle"})
    void theOffencesOfAPlaceChangeAsItsSeriesDo(String place) {
        String area = place.equals("city") ? "" : "&area=" + place;
        JsonPath changes =
                json("changes/arrests?kind=offences" + area + "&a=2020-01-10..2020-02-20&b=2020-02-21..2020-04-02");
        assertEquals(place, changes.getString("area"));
        assertEquals("offences", changes.getString("kind"));
        assertNull(changes.get("areas"));
        assertEquals(List.of("BURGLARY", "FRAUDS", "ROBBERY"), changes.getList("offences.id"));
        for (String side : List.of("a", "b")) {
            String range = "&from=" + changes.getString(side + ".from") + "&to=" + changes.getString(side + ".to");
            JsonPath series = json("series/arrests?by=weekday&group=offence" + area + range);
            for (String offence : changes.getList("offences.id", String.class)) {
                assertEquals(
                        series.getInt("points.sum { it.counts['" + offence + "'] }"),
                        changes.getInt("offences.find { it.id == '" + offence + "' }." + side));
            }
            assertEquals(series.getInt("elsewhere"), changes.getInt("elsewhere" + side.toUpperCase(Locale.ROOT)));
        }
        // of three tests the one with the largest p has it for its q
        List<Float> p = changes.getList("offences.p", Float.class);
        int largest = p.indexOf(Collections.max(p));
        assertEquals(p.get(largest), changes.getFloat("offences[" + largest + "].q"));
    }

    @Test
    void tellsTheNeighbourhoodsOfCells() {
        JsonPath json = json("counts/arrests/neighbourhoods?from=2020-03-01&to=2020-03-31");
        assertEquals(List.of("Middle"), json.getList("neighbourhoods"));
        assertEquals(31, json.getList("daily").size());
        int counted = json("series/arrests?area=neighbourhood:Middle&from=2020-03-01&to=2020-03-31")
                .getInt("counted");
        assertEquals(counted, json.getInt("daily.sum { it[0] }"));
        assertEquals(counted, json.getInt("records.sum()"));
        assertEquals(Set.of(0), Set.copyOf(json.getList("neighbourhood", Integer.class)));
        assertEquals(
                json.getList("cell").size(), Set.copyOf(json.getList("cell")).size());
    }

    @Test
    void historyIsTheYearsOneAfterTheOther() throws IOException {
        CompactReader history = new CompactReader(given().get("/v1/history/arrests?rows=30&cols=40")
                .then()
                .statusCode(200)
                .contentType("application/vnd.nyc-grids")
                .header("X-Data-Published-Through", "2020-12-31")
                .extract()
                .asByteArray());
        CompactReader year = new CompactReader(given().header("Accept", "application/vnd.nyc-grids")
                .get("/v1/grids/arrests/2020?rows=30&cols=40")
                .asByteArray());
        assertArrayEquals(year.dense(-1), history.dense(-1));
        assertArrayEquals(year.dense(2), history.dense(2));
        assertEquals("2020-01..2020-12", history.head.get("period").asText());
        assertEquals(year.head.get("months"), history.head.get("months"));
        CompactReader part = new CompactReader(
                given().get("/v1/history/summonses?from=2019-11").asByteArray());
        List<String> months = new ArrayList<>();
        part.head.get("months").forEach(month -> months.add(month.get("month").asText()));
        assertEquals(11, months.size());
        assertEquals("2019-11", months.get(0));
        assertEquals("2020-09", months.get(10));
        assertEquals(150, part.head.get("rows").asInt());
    }

    @Test
    void aMonthThatCannotBeHadIsMissingAndNotZero() throws IOException {
        for (int m = 1; m <= 3; m++) {
            YearMonth month = YearMonth.of(2020, m);
            IngestStub.month(
                    "stops",
                    month,
                    m == 2 ? IngestStub.problem(503, "busy") : IngestStub.json(IngestStub.records("stops", month)));
        }
        Response answer = given().get("/v1/history/stops?rows=7&cols=7");
        CompactReader history = new CompactReader(answer.asByteArray());
        assertEquals("[\"2020-02\"]", history.head.get("missing").toString());
        assertEquals(2, history.months());
        assertEquals("2020-03", history.head.get("months").get(1).get("month").asText());
        given().get("/v1/series/stops").then().statusCode(503).body("points", nullValue());
    }
}
