package nyc.crime.web;

import java.util.List;
import java.util.Map;

import io.restassured.path.json.JsonPath;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import nyc.crime.testkit.RealData;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Every view of Chicago in a real browser, over its real rows of January to 8 August 2018: a city that is a profile only. */
@Tag("jvm")
class ChicagoIT extends Browsing {

    private static final long[] MONTHS = {20_009, 17_033, 20_807, 20_639, 24_069, 23_438, 24_177, 6_213};
    private static final String[] CATEGORIES = {"violent", "property", "other"};

    @BeforeAll
    static void chicago() {
        RealData.required("cities/chicago");
        city = City.chicago();
    }

    @AfterAll
    static void newYork() {
        city = City.running();
    }

    private void saysWhoseDataTheyAre() {
        assertTrue(
                page.textContent("#credit").startsWith("Data: City of Chicago, Chicago Data Portal, crimes to "),
                page.textContent("#credit"));
        assertFalse(
                page.content().matches("(?s).*(New York|NYPD|NYC Crime|[Pp]recinct 1).*"),
                "nothing of another city is said");
        // a forecast from today is first asked for, and refused: the data end too long ago
        assertEquals(
                List.of(),
                complaints.stream().filter(text -> !text.contains("422")).toList());
    }

    @Test
    void aMonthHasEveryRecordInTheCategoriesOfTheCity() throws Exception {
        open("?play=0&month=2018-07&day=31");
        JsonPath july = json(city.ingest() + "/v1/records/crimes/2018-07?columns=offence");
        assertEquals(MONTHS[6], july.getInt("placed") + july.getInt("unplaced"));
        await("document.querySelector('#hud-number').textContent.replace(',', '') === '" + july.getInt("placed") + "'");
        assertEquals(3, page.locator("#chips [data-category]").count());
        List<Integer> categories = july.getList("category");
        for (int c = 0; c < CATEGORIES.length; c++) {
            int category = c;
            assertEquals(
                    categories.stream().filter(x -> x == category).count(),
                    number("[data-category=" + CATEGORIES[c] + "] b"),
                    CATEGORIES[c]);
        }
        assertEquals(july.getInt("placed"), stat("placed"));
        assertEquals(july.getInt("placed"), stat("drawn") + stat("offscreen"));
        assertTrue(stat("drawn") > 0.99 * july.getInt("placed"), "the map shows the city");
        press("3");
        await("location.search.includes('category=violent,property')");
        assertEquals(
                "Crimes, July 2018 · Chicago Crime in Motion",
                page.evaluate("() => document.querySelector('meta[property=\"og:title\"]').content"));
        saysWhoseDataTheyAre();
    }

    @Test
    void aYearEndsWithTheData() {
        open("?view=year&play=0&year=2018&at=7");
        assertEquals(MONTHS.length, stat("months"));
        assertEquals("July 2018", page.textContent("#hud-date"));
        assertEquals(MONTHS[6], number("#hud-number"));
        saysWhoseDataTheyAre();
    }

    @Test
    void historyIsAFilmOfItsMonths() {
        open("?view=history&play=0&month=2018-02");
        assertEquals(MONTHS.length, stat("months"));
        assertEquals(0, stat("unknown"));
        assertEquals(MONTHS[1], number("#hud-number"));
        saysWhoseDataTheyAre();
    }

    @Test
    void twoPeriodsAreComparedByCommunityArea() throws Exception {
        open("?view=compare&kind=neighbourhoods&a=2018-02..2018-04&b=2018-05..2018-07");
        JsonPath changes = json(city.grid()
                + "/v1/changes/crimes?kind=neighbourhoods&a=2018-02-01..2018-04-30&b=2018-05-01..2018-07-31");
        int sure = changes.getInt("areas.findAll { it.moreThanChance }.size()");
        assertTrue(sure > 0 && sure < 77, "some are, some are not: " + sure);
        assertEquals(sure, stat("sure"));
        assertEquals(sure, number("#hud-number"));
        String unit = page.textContent("#hud-unit");
        assertTrue(unit.startsWith("of 77 community areas changed by more than chance"), unit);
        saysWhoseDataTheyAre();
    }

    @Test
    void aPlaceIsAWardOrACommunityArea() throws Exception {
        open("?place=neighbourhood:HYDE+PARK");
        await("crimeMap.stats().plots >= 3");
        Map<String, Object> change = json(city.grid()
                        + "/v1/changes/crimes?kind=neighbourhoods&a=2018-02-01..2018-04-30&b=2018-05-01..2018-07-31")
                .getMap("areas.find { it.id == 'neighbourhood:HYDE PARK' }");
        String board = page.innerText("#board");
        assertTrue(board.contains("HYDE PARK: crimes"), board);
        assertTrue(
                board.contains(String.format(
                        "%,d crimes from 1 May 2018 to 31 July 2018, %,d in 2018-02 to 2018-04",
                        change.get("b"), change.get("a"))),
                board);
        assertTrue(board.contains("of 77 community areas by crimes"), board);
        page.fill("#c-place", "ward 42");
        press("Enter");
        await("crimeMap.stats().place === 'precinct:42' && crimeMap.stats().plots >= 3");
        assertTrue(page.innerText("#board").contains("Ward 42: crimes"));
        assertTrue(page.innerText("#board").contains("of 50 wards by crimes"));
        saysWhoseDataTheyAre();
    }

    @Test
    void forecastsAreOfTheBaselinesAndHotSpotsLieOverThem() throws Exception {
        open("?view=forecast&start=data&by=precinct&hot=1");
        await("crimeMap.stats().hot");
        assertEquals(50, stat("places"));
        assertTrue(page.textContent("#places").contains("Ward 42"), page.textContent("#places"));
        assertTrue(page.textContent("#legend").contains("Expected reports a ward"), page.textContent("#legend"));
        assertTrue(page.textContent("#hud-note").startsWith("Burglary, motor vehicle theft, robbery, theft."));
        assertEquals(
                "climatology",
                json(city.predict() + "/v1/forecasts?days=1&by=city").getString("model.id"));
        JsonPath card = json(city.predict() + "/v1/model");
        assertFalse(card.getBoolean("available"));
        assertEquals("climatology", card.getString("default"));
        JsonPath spots = json(
                city.grid()
                        + "/v1/hotspots/crimes/2018-07?offence=BURGLARY&offence=MOTOR%20VEHICLE%20THEFT&offence=ROBBERY&offence=THEFT");
        assertEquals(6, spots.getInt("monthsBefore"));
        assertTrue(spots.getList("features").size() > 0);
        saysWhoseDataTheyAre();
    }

    @Test
    void theScoreboardComparesTheBaselines() throws Exception {
        open("?view=scoreboard&from=2018-07-01&to=2018-07-31");
        assertEquals(3, stat("models"));
        JsonPath scores = json(city.predict() + "/v1/scoreboard?from=2018-07-01&to=2018-07-31");
        assertEquals("convlstm", scores.getString("missing[0].model"));
        assertTrue(scores.getString("verdict").contains("of the wards'"), scores.getString("verdict"));
        String board = page.innerText("#board");
        for (String model : List.of("climatology", "ha-global", "ha-weekday")) {
            assertTrue(board.contains(model), board);
        }
        saysWhoseDataTheyAre();
    }
}
