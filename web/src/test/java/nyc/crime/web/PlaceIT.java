package nyc.crime.web;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import io.restassured.path.json.JsonPath;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import nyc.crime.testkit.RealData;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** The view of one place in a real browser against the real services, on real rows. */
@Tag("jvm")
class PlaceIT extends Browsing {

    private static final String PRECINCT = "?view=place&dataset=complaints&place=precinct:75";
    private static final String CHANGES =
            "/v1/changes/complaints?kind=precincts&a=2014-01-01..2014-08-31&b=2015-01-01..2015-08-31";

    @BeforeAll
    static void rows() {
        RealData.required();
    }

    private void openDrawn(String query) {
        open(query);
        await("crimeMap.stats().plots >= 3");
    }

    private String board() {
        return page.innerText("#board");
    }

    @Test
    void itsFiguresAreThoseOfTheService() throws Exception {
        openDrawn(PRECINCT);
        Map<String, Object> change = json(city.grid() + CHANGES).getMap("areas.find { it.id == 'precinct:75' }");
        assertEquals(change.get("b"), page.evaluate("() => crimeMap.stats().change.b"));
        String expected = String.format(
                "%,d complaints from 1 January 2015 to 31 August 2015, %,d in the same months of 2014",
                change.get("b"), change.get("a"));
        assertTrue(board().contains(expected), board());
        assertTrue(board().contains((boolean) change.get("moreThanChance") ? "is more than chance" : "may be chance"));
        List<String> months = csv();
        JsonPath series = json(city.grid() + "/v1/series/complaints?area=precinct:75");
        String march = "2015-03,";
        String row = months.stream()
                .filter(line -> line.startsWith(march))
                .findFirst()
                .orElseThrow();
        assertTrue(row.endsWith("," + series.getInt("points.find { it.period == '2015-03' }.count")), row);
        screenshot("place-desktop");
        // where today is too long after the data, the forecast of today is refused first
        complaints.removeIf(complaint -> complaint.contains("422"));
        assertEquals(List.of(), complaints);
    }

    @Test
    void itsRankIsThatOfTheServicesCounts() throws Exception {
        openDrawn(PRECINCT);
        List<Integer> counts = json(city.grid() + CHANGES).getList("areas.b");
        int own = ((Number) page.evaluate("() => crimeMap.stats().change.b")).intValue();
        long rank = 1 + counts.stream().filter(count -> count > own).count();
        assertTrue(board().contains("umber " + rank + " of " + counts.size() + " precincts"), board());
    }

    @Test
    void itsOffencesAddUpToItsCount() throws Exception {
        openDrawn(PRECINCT);
        long sum = page.locator("#board .table tbody td:nth-child(2)").allInnerTexts().stream()
                .mapToLong(count -> Long.parseLong(count.replace(",", "")))
                .sum();
        assertEquals(((Number) page.evaluate("() => crimeMap.stats().change.b")).longValue(), sum);
    }

    @Test
    void itsOffencesChangeByTheServicesTest() throws Exception {
        openDrawn(PRECINCT);
        List<Map<String, Object>> offences = json(city.grid()
                        + CHANGES.replace("kind=precincts", "kind=offences&area=precinct:75"))
                .getList("offences");
        for (Map<String, Object> offence : offences) {
            String name = offence.get("name").toString();
            String row = page.locator(
                            "#board .table tbody tr",
                            new Page.LocatorOptions()
                                    .setHasText(
                                            name.charAt(0) + name.substring(1).toLowerCase(Locale.ROOT)))
                    .innerText();
            assertTrue(row.contains(String.format("%,d\t%,d", offence.get("b"), offence.get("a"))), row);
            assertTrue(
                    row.endsWith((boolean) offence.get("moreThanChance") ? "more than chance" : "may be chance"), row);
        }
        assertEquals(4, offences.size());
    }

    @Test
    void itsForecastIsTheServicesAndSaysHowOldItsDataAre() throws Exception {
        openDrawn(PRECINCT);
        await("crimeMap.stats().outlook");
        JsonPath forecast = json(city.predict() + "/v1/forecasts?by=precinct&days=14");
        String words = page.innerText("#outlook p");
        assertTrue(words.contains("The newest day that it knows is 2 September 2015, the day before the first"), words);
        assertTrue(words.contains("not the coming ones"), words);
        assertTrue(words.startsWith("Burglary, felony assault, grand larceny, robbery"), words);
        assertEquals(1, page.locator("#outlook canvas.rows").count());
        page.click("#do-table");
        List<String> row = page.locator("#sheet table", new Page.LocatorOptions().setHasText("Forecast from what"))
                .locator("tbody tr")
                .first()
                .locator("th, td")
                .allInnerTexts();
        Map<String, Object> first = forecast.getMap("days[0].places.find { it.id == '75' }");
        assertEquals("3 September 2015", row.get(0));
        for (int i = 1; i < 6; i++) {
            String name = List.of("expected", "p05", "p25", "p75", "p95").get(i - 1);
            assertEquals(((Number) first.get(name)).doubleValue(), Double.parseDouble(row.get(i)), 0.006, name);
        }
        assertEquals(
                14,
                page.locator("#sheet table", new Page.LocatorOptions().setHasText("Forecast from what"))
                        .locator("tbody tr")
                        .count());
    }

    @Test
    void aForecastThatCannotBeHadLeavesTheRest() {
        blank();
        page.route("**/v1/forecasts**", Route::abort);
        go(PRECINCT);
        await("crimeMap.stats().outlook && crimeMap.stats().plots >= 3");
        assertTrue(page.innerText("#outlook p").startsWith("Not known now: "), page.innerText("#outlook p"));
    }

    @Test
    void ratesAreShownOnlyWhereTheServiceHasThem() {
        openDrawn(PRECINCT);
        assertEquals(0, page.locator("#rate").count());
        page.context().close();
        blank();
        page.route("**/v1/changes/**kind=precincts**", route -> {
            APIResponse answer = route.fetch();
            route.fulfill(new Route.FulfillOptions()
                    .setResponse(answer)
                    .setBody(answer.text()
                            .replace("\"areas\":[", "\"caveat\":\"where many pass by they are high\",\"areas\":[")
                            .replace(
                                    "\"id\":\"precinct:75\"",
                                    "\"residents\":183328,\"rateA\":20.04,\"rateB\":19.5,\"id\":\"precinct:75\"")));
        });
        go(PRECINCT);
        assertEquals(
                "By the 183,328 people who live here: 19.5 per 1,000 residents, 20 in the year before."
                        + " But where many pass by they are high.",
                page.innerText("#rate"));
    }

    @Test
    void itIsNoVerdictAndWhatIsNotKnownIsSaid() {
        openDrawn(PRECINCT);
        assertTrue(page.innerText("#no-verdict").contains("not who lives here"));
        assertTrue(board().contains("Not known: complaints has no hours"), board());
    }

    /** The real rows have no times: the service's list of datasets, and its hours, are played. */
    @Test
    void weekdaysAndHoursAreChartsAndTables() {
        blank();
        page.route("**/v1/datasets", route -> {
            APIResponse answer = route.fetch();
            String timed = answer.text().replace("\"precinct\"]", "\"precinct\",\"hour\"]");
            route.fulfill(new Route.FulfillOptions().setResponse(answer).setBody(timed));
        });
        String points = IntStream.range(0, 24)
                .mapToObj(hour -> "{\"period\":\"%02d\",\"count\":%d%s}"
                        .formatted(hour, 10 + hour, hour % 12 == 0 ? ",\"defaults\":true" : ""))
                .collect(Collectors.joining(","));
        answer("**/v1/series/**by=hour**", "{\"points\":[" + points + "]}");
        go(PRECINCT);
        await("crimeMap.stats().plots >= 4");
        for (String title : List.of("By weekday", "By hour")) {
            assertEquals(
                    1,
                    page.locator("#board .chart", new Page.LocatorOptions().setHasText(title))
                            .locator("canvas")
                            .count(),
                    title);
        }
        assertTrue(board().contains("00:00 and 12:00 also stand for hours that are not known."), board());
        page.click("#do-table");
        for (String[] table : new String[][] {{"By weekday", "7"}, {"By hour", "24"}}) {
            assertEquals(
                    Integer.parseInt(table[1]),
                    page.locator("#sheet table", new Page.LocatorOptions().setHasText(table[0]))
                            .locator("tbody tr")
                            .count(),
                    table[0]);
        }
    }

    @Test
    void aNeighbourhoodIsFoundByItsNameAndIsInTheAddress() {
        open("?view=place");
        await("document.querySelector('#c-places option')");
        assertTrue(board().contains("Which place?"), board());
        page.fill("#c-place", "co-op city");
        press("Enter");
        await("crimeMap.stats().place === 'neighbourhood:Co-op City'");
        assertTrue(page.url().contains("place=neighbourhood:Co-op+City"), page.url());
        assertEquals("Co-op City, arrests · NYC Crime in Motion", page.title());
        page.fill("#c-place", "nowhere");
        press("Enter");
        page.waitForSelector("#status:visible");
        assertTrue(page.textContent("#status-text").contains("There is no place “nowhere”"));
    }

    @Test
    void aPlaceAloneOpensIt() {
        openDrawn("?place=precinct:75");
        assertEquals("place", text("crimeMap.stats().view"));
        assertTrue(page.innerText("#board h2").contains("Precinct 75: arrests"));
    }

    @Test
    void aPlaceThatIsNotThereIsExplained() {
        blank();
        visit("?place=precinct:999");
        page.waitForSelector("#status:visible #status-retry:visible");
        assertFalse(page.textContent("#status-text").isBlank());
    }

    @Test
    void thePrecinctOfAForecastLeadsToIt() {
        open("?view=forecast&origin=2015-08-31&by=precinct");
        page.locator("#places tbody button").first().click();
        String marked = text("crimeMap.stats().marked");
        page.click("#places a");
        await("window.crimeMap && crimeMap.stats().place === 'precinct:" + marked + "' && crimeMap.stats().loaded");
    }
}
