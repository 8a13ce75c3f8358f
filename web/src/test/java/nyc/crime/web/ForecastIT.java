package nyc.crime.web;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.BoundingBox;
import io.restassured.path.json.JsonPath;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import nyc.crime.testkit.RealData;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** The Forecast view in a real browser against the real services. */
@Tag("jvm")
class ForecastIT extends Browsing {

    private static final String ORIGIN = "?view=forecast&origin=2015-08-31";
    private static final String FIRST_PLACES = "document.querySelector('#places tbody').innerText";

    @BeforeAll
    static void rows() {
        RealData.required();
    }

    private static JsonPath forecast(String parameters) throws Exception {
        return json(city.predict() + "/v1/forecasts?origin=2015-08-31&" + parameters);
    }

    private static double sum(JsonPath forecast) {
        List<Number> expected = forecast.getList("days[0].places.expected");
        return expected.stream().mapToDouble(Number::doubleValue).sum();
    }

    @Test
    void theCitysForecastAndWhatHappenedAreShown() throws Exception {
        open(ORIGIN);
        JsonPath city = forecast("days=1&by=city");
        assertEquals(Math.round(city.getDouble("days[0].places[0].expected")), number("#hud-number"));
        assertEquals("Tuesday, 1 September 2015", page.textContent("#hud-date"));
        String unit = page.textContent("#hud-unit");
        assertTrue(unit.contains("9 of 10 such days: " + Math.round(city.getDouble("days[0].places[0].p05"))), unit);
        assertTrue(unit.contains("Really: " + stat("actual")), unit);
        assertTrue(unit.startsWith("reports expected in the city that day, of 4 offences"), unit);
        assertTrue(page.textContent("#hud-note").startsWith("Burglary, felony assault, grand larceny, robbery."));
        assertEquals(8, page.locator("#legend .steps span").count(), "the scale has steps");
        screenshot("forecast-alone-desktop");
        assertEquals(List.of(), complaints);
    }

    /** What the reader sees first is one day, which is little; the others follow. */
    @Test
    void cellsAndCityComeInOneAnswerFirstOfTheDayThatIsShown() {
        open(ORIGIN);
        List<String> asked = requested.stream()
                .filter(address -> address.contains("/v1/forecasts"))
                .map(address -> address.replaceFirst(".*\\?", ""))
                .toList();
        assertEquals(List.of("days=1&origin=2015-08-31&by=cell", "days=14&origin=2015-08-31&by=cell"), asked);
    }

    /** A day that is asked for before it is there is shown as soon as it is, and said if it does not come. */
    @Test
    void theOtherDaysAreWaitedFor() {
        blank();
        List<Route> held = new ArrayList<>();
        page.route("**/v1/forecasts?days=14*", held::add);
        visit(ORIGIN);
        await("window.crimeMap && crimeMap.stats().painted");
        page.waitForCondition(() -> !held.isEmpty());
        assertFalse(holds("crimeMap.stats().loaded"));
        press("ArrowRight");
        held.remove(0).abort();
        page.waitForSelector("#status:visible");
        assertTrue(
                page.textContent("#status-text").contains("The other days could not be loaded."),
                page.textContent("#status-text"));
        press("ArrowRight");
        page.waitForCondition(() -> !held.isEmpty());
        held.remove(0).resume();
        await("crimeMap.stats().loaded && crimeMap.stats().date === '2015-09-03'");
    }

    @Test
    void whatTheServiceNotesIsSaid() {
        String note = "3 of the days that were read hold no record in the whole city.";
        blank();
        noteWell("**/v1/forecasts?*by=cell*", note);
        go(ORIGIN + "&by=cell");
        assertTrue(page.innerText("#hud-note").contains(note), page.innerText("#hud-note"));
    }

    @ParameterizedTest
    @CsvSource({"cell, 1508, Midtown", "precinct, 77, Precinct", "borough, 5, Brooklyn"})
    void placesAreCellsPrecinctsOrBoroughs(String by, int places, String first) throws Exception {
        open(ORIGIN + "&by=" + (by.equals("cell") ? "borough" : "cell"));
        page.selectOption("#c-by", by);
        await("crimeMap.stats().places === " + places + " && crimeMap.stats().loaded && !crimeMap.stats().loading");
        assertEquals(sum(forecast("days=1&by=" + by)), exact("expected"), 0.01);
        assertEquals(Math.min(15, places), page.locator("#places tbody tr").count());
        assertTrue(
                page.locator("#places tbody th").first().textContent().startsWith(first), page.textContent("#places"));
        assertTrue(page.textContent("#legend").contains("Expected reports a " + by), page.textContent("#legend"));
        boolean outlined = by.equals("precinct");
        assertEquals(outlined ? 0 : 1, page.locator("canvas.grid").count());
        if (!outlined) {
            long drawn = Long.parseLong(text("(() => { const c = document.querySelector('canvas.grid');"
                    + " const d = c.getContext('2d').getImageData(0, 0, c.width, c.height).data;"
                    + " let n = 0; for (let i = 3; i < d.length; i += 4) n += d[i] > 0; return n; })()"));
            assertTrue(drawn > 1_100 && drawn <= 1_508, by + ": cells of the city are coloured: " + drawn);
        }
    }

    /** Zoomed to where a cell is far larger than the ways of a border: what is coloured ends with the area, not with a cell. */
    @ParameterizedTest
    @CsvSource({
        "precinct, 40.7829/-73.9654, precinct:22",
        "neighbourhood, 40.6602/-73.9690, neighbourhood:Prospect Park"
    })
    void precinctsAndNeighbourhoodsAreDrawnByTheirOutlines(String by, String middle, String place) throws Exception {
        open(ORIGIN + "&by=" + by + "&names=0&map=14/" + middle);
        String name = place.substring(place.indexOf(':') + 1);
        // the browser's own path of the outline, in the map's pixels, says which of them are in the area
        Object faults = page.evaluate(
                "async ([outlines, name, lat, lng]) => { const { features } = await (await fetch(outlines)).json();"
                        + " const { geometry } = features.find(({ properties }) => properties.name === name), canvas = document.querySelector('.leaflet-grid-pane canvas'), box = canvas.getBoundingClientRect();"
                        + " const map = document.querySelector('.map').getBoundingClientRect(), size = 256 * 2 ** 14;"
                        + " const world = ([x, y]) => [(x + 180) / 360 * size, (1 - Math.asinh(Math.tan(y * Math.PI / 180)) / Math.PI) / 2 * size];"
                        + " const at = world([lng, lat]), c = canvas.getContext('2d'), path = new Path2D();"
                        + " for (const rings of geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates) for (const ring of rings) ring.forEach((p, i) => {"
                        + "   const [x, y] = world(p); path[i ? 'lineTo' : 'moveTo'](x - at[0] + map.width / 2, y - at[1] + map.height / 2); });"
                        + " const scale = canvas.width / box.width, test = document.createElement('canvas').getContext('2d');"
                        + " const colour = (x, y) => c.getImageData((x + map.left - box.left) * scale, (y + map.top - box.top) * scale, 1, 1).data.join();"
                        + " const inside = [], own = new Map(); test.lineWidth = 8;"
                        + " for (let x = 5; x < map.width; x += 7) for (let y = 5; y < map.height; y += 7)"
                        + "   if (!test.isPointInStroke(path, x, y) && test.isPointInPath(path, x, y, 'evenodd')) { inside.push([x, y]); const k = colour(x, y); own.set(k, (own.get(k) ?? 0) + 1); }"
                        + " return [inside.length, own.size, [...own.keys()][0]]; }",
                List.of(
                        city.grid() + "/v1/areas/" + by + "s?zoom=12",
                        name,
                        Double.parseDouble(middle.split("/")[0]),
                        Double.parseDouble(middle.split("/")[1])));
        List<?> seen = (List<?>) faults;
        assertTrue(((Number) seen.get(0)).intValue() > 300, "points in the area: " + seen);
        assertEquals(1, ((Number) seen.get(1)).intValue(), "all of it has one colour, to its border: " + seen);
        page.locator("#stage").hover();
        await("!document.querySelector('#tip').hidden");
        assertTrue(page.innerText("#tip strong").endsWith(name), page.innerText("#tip"));
    }

    @Test
    void theTipTellsExpectedCountAndIntervals() throws Exception {
        open(ORIGIN + "&by=borough");
        JsonPath boroughs = forecast("days=1&by=borough");
        for (String name : List.of("Queens", "Brooklyn")) {
            BoundingBox at = page.locator(
                            ".borough-name", new com.microsoft.playwright.Page.LocatorOptions().setHasText(name))
                    .boundingBox();
            page.mouse().move(at.x + at.width / 2, at.y + at.height / 2 + 6);
            await("document.querySelector('#tip strong')?.textContent === '" + name + "'");
            String tip = page.innerText("#tip");
            assertTrue(
                    tip.matches("(?s).*expected [\\d.]+\\s+half of such days [\\d.]+ to [\\d.]+ \\(50 %\\)\\s+"
                            + "9 of 10 such days [\\d.]+ to [\\d.]+ \\(90 %\\)\\s+really \\d+.*"),
                    tip);
            double expected = boroughs.getDouble("days[0].places.find { it.name == '" + name + "' }.expected");
            String digits = new BigDecimal(expected)
                    .round(new MathContext(3))
                    .stripTrailingZeros()
                    .toPlainString();
            assertTrue(tip.contains("expected " + digits + "\n"), tip + " against " + expected);
        }
        page.mouse().move(500, 760);
        await("document.querySelector('#tip').hidden");
    }

    @Test
    void theTableIsSortedByTheColumnThatIsPressed() {
        open(ORIGIN);
        List<Double> byExpected = column(2);
        assertEquals(sorted(byExpected, true), byExpected, "at first by the expected count");
        page.click("#places thead button:text-is('actual')");
        List<Double> byActual = column(4);
        assertEquals(sorted(byActual, true), byActual);
        assertNotEquals(byExpected, column(2));
        assertEquals("descending", page.getAttribute("#places th[aria-sort]", "aria-sort"));
        page.click("#places thead button:text-is('actual')");
        assertEquals(sorted(byActual, false), column(4));
        assertEquals("ascending", page.getAttribute("#places th[aria-sort]", "aria-sort"));
        page.focus("#places thead button:text-is('place')");
        press("Enter");
        List<String> names = page.locator("#places tbody th").allTextContents();
        List<String> expected = new ArrayList<>(names);
        expected.sort(Collections.reverseOrder());
        assertEquals(expected, names);
    }

    private List<Double> column(int number) {
        return page.locator("#places tbody tr > :nth-child(" + number + ")").allTextContents().stream()
                .map(Double::valueOf)
                .toList();
    }

    private static List<Double> sorted(List<Double> values, boolean down) {
        return values.stream()
                .sorted(down ? Comparator.reverseOrder() : Comparator.naturalOrder())
                .toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"precinct", "neighbourhood"})
    void aPlaceOfTheTableIsMarkedOnTheMap(String by) throws Exception {
        open(ORIGIN + "&by=" + by);
        page.locator("#places tbody button").nth(1).click();
        List<Map<String, Object>> places = forecast("days=1&by=" + by).getList("days[0].places");
        String second = places.stream()
                .sorted((a, b) -> Double.compare(
                        ((Number) b.get("expected")).doubleValue(), ((Number) a.get("expected")).doubleValue()))
                .skip(1)
                .map(place -> String.valueOf(place.get("id")))
                .findFirst()
                .orElseThrow();
        assertEquals(second, text("crimeMap.stats().marked"));
        assertTrue(
                holds("(() => { const c = document.querySelector('.leaflet-names-pane canvas:not(.area-names)');"
                        + " return c.getContext('2d').getImageData(0, 0, c.width, c.height).data.some((v) => v); })()"),
                "an outline is drawn");
        assertTrue(page.textContent("#live").contains("Marked on the map"));
    }

    @Test
    void actualForecastAndErrorStandSideBySide() {
        open(ORIGIN);
        page.check("#c-side");
        await("crimeMap.stats().panes === 3 && crimeMap.stats().loaded");
        assertEquals(
                List.of("Actual", "Forecast", "Actual − forecast"),
                page.locator(".pane-title").allTextContents());
        double right = 0;
        for (int i = 0; i < 3; i++) {
            BoundingBox pane = page.locator(".pane").nth(i).boundingBox();
            assertTrue(pane.width >= 300 && pane.height >= 300, "pane " + i + ": " + pane.width + " × " + pane.height);
            assertTrue(pane.x >= right, "left to right");
            right = pane.x + pane.width;
        }
        assertTrue(right <= 1280);
        BoundingBox table = page.locator("#places").boundingBox();
        BoundingBox actual = page.locator("#places thead th").last().boundingBox();
        assertEquals("actual", page.locator("#places thead th").last().textContent());
        assertTrue(actual.x + actual.width <= table.x + table.width, "the last column is whole");
        String legend = page.textContent("#legend");
        assertTrue(legend.contains("Actual − forecast"), legend);
        assertTrue(
                legend.matches("(?s).*Actual reports in a cell that day1[ \\d]*.* and more.*"),
                "whole counts: " + legend);
        List<?> pictures = (List<?>) page.evaluate(
                "() => [...new Set([...document.querySelectorAll('canvas.grid')].map(c => c.toDataURL()))]");
        assertEquals(3, pictures.size(), "three different pictures");
        screenshot("forecast-desktop");
        page.uncheck("#c-side");
        await("crimeMap.stats().panes === 1");
        BoundingBox alone = page.locator("#places").boundingBox();
        BoundingBox last = page.locator("#places thead th").last().boundingBox();
        assertTrue(last.x + last.width <= alone.x + alone.width, "the last column is whole beside one map too");
    }

    @Test
    void aDayThatIsNotKnownYetHasNoActual() {
        open("?view=forecast&origin=2015-09-30&side=1");
        assertEquals("null", text("crimeMap.stats().actual"));
        assertTrue(page.textContent("#hud-unit").contains("not published yet: data to 30 September 2015"));
        assertFalse(page.textContent("#places thead").contains("actual"));
    }

    @Test
    void leadAndOriginMoveTheDay() throws Exception {
        open(ORIGIN);
        page.locator("#c-lead").focus();
        press("ArrowRight", "ArrowRight");
        await("crimeMap.stats().date === '2015-09-03'");
        assertEquals("3", page.textContent("#c-lead-out"));
        press("End");
        await("crimeMap.stats().date === '2015-09-14'");
        assertTrue(page.url().contains("lead=14"), page.url());
        List<Number> last = forecast("days=14&by=cell").getList("days[13].places.expected");
        assertEquals(last.stream().mapToDouble(Number::doubleValue).sum(), exact("expected"), 0.01);
        page.fill("#c-origin", "2015-08-20");
        await("crimeMap.stats().date === '2015-09-03' && !crimeMap.stats().loading");
        assertTrue(page.url().contains("origin=2015-08-20"), page.url());
    }

    @Test
    void hotSpotClassesAreOutlinedAndCounted() throws Exception {
        open(ORIGIN);
        page.check("#c-hot");
        await("crimeMap.stats().hot");
        List<Map<String, Object>> spots = json(city.grid()
                        + "/v1/hotspots/complaints/2015-08?offence=BURGLARY&offence=FELONY%20ASSAULT"
                        + "&offence=GRAND%20LARCENY&offence=ROBBERY")
                .getList("features.properties");
        Map<String, Integer> expected = new TreeMap<>();
        for (Map<String, Object> spot : spots) {
            if (Objects.equals(spot.get("kind"), "hot")
                    && List.of("new", "consecutive", "intensifying", "persistent", "diminishing", "sporadic")
                            .contains(spot.get("class"))) {
                expected.merge(String.valueOf(spot.get("class")), 1, Integer::sum);
            }
        }
        assertFalse(expected.isEmpty());
        assertEquals(expected, new TreeMap<>((Map<?, ?>) page.evaluate("() => crimeMap.stats().hot")));
        String key = page.textContent("#legend");
        expected.forEach((name, count) -> assertTrue(key.contains(name + " " + count), key));
        assertTrue(holds("(() => { const c = document.querySelector('.leaflet-dots-pane canvas');"
                + " return c.getContext('2d').getImageData(0, 0, c.width, c.height).data.some((v) => v); })()"));
        page.uncheck("#c-hot");
        await("!crimeMap.stats().hot && !document.querySelector('#legend').textContent.includes('Hot spots')");
    }

    @Test
    void hotSpotsAreOfDaysBeforeTheOriginAndLeaveTheActualMapFree() {
        open("?view=forecast&origin=2015-08-15&side=1");
        page.check("#c-hot");
        await("crimeMap.stats().hot");
        String asked = requested.stream()
                .filter(address -> address.contains("/v1/hotspots/"))
                .findFirst()
                .orElseThrow();
        assertTrue(asked.contains("/2015-07?"), "the last month that was over: " + asked);
        assertTrue(page.textContent("#legend").contains("July 2015"));
        List<?> covered = (List<?>)
                page.evaluate(
                        "() => [...document.querySelectorAll('.pane')].map((p) => [...p.querySelectorAll('.leaflet-dots-pane canvas')]"
                                + ".some((c) => c.getContext('2d').getImageData(0, 0, c.width, c.height).data.some((v) => v)))");
        assertEquals(List.of(false, true, false), covered);
    }

    @Test
    void anotherModelForecastsAnotherNumber() throws Exception {
        open(ORIGIN);
        String before = text(FIRST_PLACES);
        List<String> models = json(city.predict() + "/v1/model").getList("models");
        assertEquals(models.size() + 1, page.locator("#c-model option").count());
        page.selectOption("#c-model", "ha-weekday");
        await("location.search.includes('model=ha-weekday') && !crimeMap.stats().loading"
                + " && document.querySelector('#hud-note').textContent.includes('ha-weekday')");
        assertEquals(sum(forecast("days=1&by=cell&model=ha-weekday")), exact("expected"), 0.01);
        assertNotEquals(before, text(FIRST_PLACES));
    }

    @Test
    void placesWhereNoModelBeatsTheAverageAreShaded() throws Exception {
        open(ORIGIN);
        page.check("#c-shade");
        await("crimeMap.stats().shade !== null");
        JsonPath cells = json(city.predict() + "/v1/scoreboard/cells?from=2015-08-04&to=2015-08-31");
        List<List<Number>> others = cells.getList("models.findAll { it.model != 'ha-global' }.mse");
        List<Number> average = cells.getList("models.find { it.model == 'ha-global' }.mse");
        int shaded = 0;
        for (int i = 0; i < average.size(); i++) {
            int cell = i;
            double level = average.get(i).doubleValue();
            shaded += others.stream().anyMatch(mse -> mse.get(cell).doubleValue() < level) ? 0 : 1;
        }
        assertTrue(shaded > 0);
        assertEquals(shaded / (double) average.size(), exact("shade"), 1e-6);
        assertEquals(
                String.valueOf(shaded),
                text(
                        "(() => { const c = document.querySelector('[aria-label=\"Cells where no model beats the average\"]');"
                                + " const d = c.getContext('2d').getImageData(0, 0, c.width, c.height).data;"
                                + " let n = 0; for (let i = 3; i < d.length; i += 4) n += d[i] > 0; return n; })()"));
        assertTrue(page.textContent("#hud-note").contains("no model beat the average"));
    }

    @Test
    void itOpensOnTheDaysAfterTheDataWhereTodayIsTooFarAndSaysSo() throws Exception {
        open("?view=forecast");
        LocalDate known = known();
        assertEquals(known.plusDays(1).toString(), text("crimeMap.stats().date"));
        String note = page.textContent("#hud-note");
        assertTrue(note.contains("Newest day known: " + inWords(known) + ", the day before."), note);
        assertTrue(
                note.contains("Today is too long after it to be forecast: these are the days after the data."), note);
        assertEquals("data", page.inputValue("#c-start"));
        assertTrue(holds("document.querySelector('#c-start').options[0].disabled"));
    }

    @Test
    void itOpensOnTodayWhereTheServiceReachesItAndGoesBackToTheDaysAfterTheData() throws Exception {
        LocalDate known = known();
        LocalDate today = known.plusDays(40);
        blank();
        page.route(
                "**/v1/forecasts?*start=today*",
                route -> route.fulfill(new Route.FulfillOptions()
                        .setResponse(route.fetch(new Route.FetchOptions()
                                .setUrl(route.request().url().replace("start=today", "start=" + today))))));
        go("?view=forecast&by=borough&lead=2");
        assertEquals(today.plusDays(1).toString(), text("crimeMap.stats().date"));
        String note = page.textContent("#hud-note");
        assertTrue(note.contains("Newest day known: " + inWords(known) + ", 41 days before."), note);
        assertTrue(note.contains("levels may have moved since, and the intervals are wider for it"), note);
        assertEquals("", page.inputValue("#c-start"));
        page.selectOption("#c-start", "data");
        await("crimeMap.stats().date === '" + known.plusDays(2) + "'");
        assertTrue(page.url().contains("start=data"), page.url());
        page.selectOption("#c-start", "");
        await("crimeMap.stats().date === '" + today.plusDays(1) + "'");
        page.selectOption("#c-by", "precinct");
        await("crimeMap.stats().places > 5 && crimeMap.stats().date === '" + today.plusDays(1) + "'");
    }

    /** The newest day that a forecast knows. */
    private static LocalDate known() throws Exception {
        return LocalDate.parse(json(city.ingest() + "/v1/datasets")
                .getString("datasets.find { it.id == 'complaints' }.completeThrough"));
    }

    private static String inWords(LocalDate day) {
        return day.format(DateTimeFormatter.ofPattern("d MMMM uuuu", Locale.ENGLISH));
    }
}
