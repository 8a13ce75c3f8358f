package nyc.crime.web;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.ReducedMotion;
import io.restassured.path.json.JsonPath;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import nyc.crime.testkit.RealData;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** The page in a real browser against the real services. */
class BrowserIT {

    private static Chromium chromium;
    private static City city;

    private final List<String> complaints = new ArrayList<>();
    private final List<String> requested = new ArrayList<>();
    private Page page;

    @BeforeAll
    static void start() {
        chromium = Chromium.required();
        city = City.running();
    }

    @AfterAll
    static void stop() {
        if (chromium != null) {
            chromium.close();
        }
    }

    @AfterEach
    void closePage() {
        if (page != null) {
            page.context().close();
        }
    }

    // --- Month

    @Test
    void aMonthPlaysToItsEndAndItsTotalsAreThoseOfTheService() throws Exception {
        open("?play=0&month=" + city.month());
        page.selectOption("#t-speed", "8");
        page.click("#t-play");
        page.waitForFunction("() => !crimeMap.stats().playing && crimeMap.stats().position > 30");

        JsonPath month = json(city.ingest() + "/v1/records/arrests/" + city.month());
        int placed = month.getInt("placed");
        assertEquals(placed, number("#hud-number"));
        List<Integer> categories = month.getList("category");
        String[] names = {"felony", "misdemeanor", "violation", "other"};
        for (int c = 0; c < names.length; c++) {
            int category = c;
            long expected = categories.stream().filter(x -> x == category).count();
            assertEquals(expected, number("[data-category=" + names[c] + "] b"), names[c]);
        }
        assertEquals(placed, stat("drawn") + stat("offscreen"));
        assertTrue(stat("offscreen") <= placed / 1000, "nearly all of the city is in view");
        assertEquals(31, stat("day"));
        long pixels = ((Number) page.evaluate("() => { const c = document.querySelector('canvas.dots');"
                        + " const d = c.getContext('2d').getImageData(0, 0, c.width, c.height).data;"
                        + " let n = 0; for (let i = 3; i < d.length; i += 4) n += d[i] > 0; return n; }"))
                .longValue();
        assertTrue(pixels > 5_000, "dots are really on the canvas: " + pixels + " pixels");
        screenshot("month-desktop");
        assertEquals(List.of(), complaints);
    }

    @Test
    void filtersChangeTotalsAndDotsAndAreInTheAddress() {
        open("?play=0&day=31&month=" + city.month());
        long all = number("#hud-number");
        long felonies = number("[data-category=felony] b");
        page.click("[data-category=misdemeanor]");
        page.click("[data-category=violation]");
        page.click("[data-category=other]");
        assertEquals(felonies, number("#hud-number"));
        assertEquals(felonies, stat("drawn") + stat("offscreen"));
        assertTrue(page.url().contains("cat=felony"), page.url());
        page.selectOption("#c-offence", new com.microsoft.playwright.options.SelectOption().setIndex(1));
        assertTrue(number("#hud-number") < all);

        String shared = page.url();
        long shown = number("#hud-number");
        page.navigate(shared);
        loaded();
        assertEquals(shown, number("#hud-number"));
    }

    @Test
    void theHeatOverlayHasALegend() {
        open("?play=0&month=" + city.month());
        page.check("#c-heat");
        page.waitForFunction("() => crimeMap.stats().heat");
        assertTrue(page.textContent("#legend-title").contains("km²"));
        assertTrue(page.textContent("#legend-ticks").contains("≥"));
        page.uncheck("#c-heat");
        page.waitForFunction("() => !crimeMap.stats().heat");
        assertFalse(page.isVisible("#legend"));
    }

    @Test
    void thePointerTellsWhatHappenedThere() {
        open("?play=0&day=31&map=12/40.7560/-73.9900&month=" + city.month());
        for (int x = 300; x < 1000 && page.isHidden("#tip"); x += 5) {
            page.mouse().move(x, 400);
            page.mouse().move(x + 2, 402);
        }
        assertTrue(page.textContent("#tip").contains("arrests here so far"), page.textContent("#tip"));
        assertTrue(page.textContent("#tip").contains("precinct"));
    }

    @Test
    void theScrubberAndTheStepsMoveByDays() {
        open("?play=0&month=" + city.month());
        page.click("#t-forward");
        page.click("#t-forward");
        assertEquals(3, stat("day"));
        page.click("#t-back");
        assertEquals(2, stat("day"));
        page.evaluate("() => { const s = document.querySelector('#t-scrub'); s.value = 17;"
                + " s.dispatchEvent(new Event('input')); }");
        assertEquals(17, stat("day"));
        assertTrue(page.url().contains("day=17"));
    }

    // --- Year

    @Test
    void theYearsFramesAreTheServicesFrames() throws Exception {
        open("?view=year&play=0&year=2024");
        for (int frame : new int[] {0, 1, 5, 9, 50, 77, 99, 103}) {
            byte[] expected = bytes(
                    city.grid() + "/v1/grids/arrests/2024/frames?smooth=300&frame=" + frame,
                    "application/octet-stream");
            List<?> values = (List<?>) page.evaluate("k => crimeMap.yearFrame(k)", frame);
            byte[] drawn = new byte[values.size()];
            for (int i = 0; i < drawn.length; i++) {
                drawn[i] = ((Number) values.get(i)).byteValue();
            }
            assertArrayEquals(expected, drawn, "frame " + frame);
        }
    }

    @Test
    void aYearPlaysAndHasTwelveMonths() {
        open("?view=year&play=0&year=2024");
        assertEquals(12, stat("months"));
        page.selectOption("#t-speed", "8");
        page.click("#t-play");
        page.waitForFunction("() => !crimeMap.stats().playing && crimeMap.stats().position >= 11");
        assertTrue(page.textContent("#hud-date").contains("December 2024"));
        assertTrue(page.textContent("#legend-title").contains("km²"));
        screenshot("year-desktop");
        assertEquals(List.of(), complaints);
    }

    @Test
    void twoYearsStandSideBySideOnLinkedMaps() {
        open("?view=year&play=0&year=2024&vs=2025");
        assertEquals(2, page.locator(".pane").count());
        page.locator(".pane .map").first().hover();
        page.mouse().wheel(0, -240);
        page.waitForFunction("() => location.search.includes('map=')");
        Object same = page.evaluate("() => { const b = [...document.querySelectorAll('canvas.grid')]"
                + ".map(c => c.getBoundingClientRect()); return Math.abs(b[0].width - b[1].width) < 1; }");
        assertEquals(true, same);
    }

    // --- Forecast and scoreboard

    @Test
    void aForecastCanBeComparedWithWhatHappened() {
        RealData.required();
        open("?view=forecast&from=2015-08-31");
        assertTrue(stat("expected") > 100);
        assertTrue(stat("actual") > 100);
        page.waitForSelector("#places td");
        page.check("#c-side");
        page.waitForFunction("() => crimeMap.stats().panes === 3");
        page.selectOption("#c-by", "precinct");
        page.waitForFunction("() => crimeMap.stats().places === 77 && crimeMap.stats().loaded");
        page.locator("#c-lead").focus();
        page.keyboard().press("ArrowRight");
        page.waitForFunction("() => crimeMap.stats().date === '2015-09-02'");
        page.check("#c-hot");
        page.waitForFunction("() => crimeMap.stats().hot");
        page.selectOption("#c-model", "climatology");
        page.waitForFunction("() => document.querySelector('#hud-note').textContent.length > 0"
                + " && location.search.includes('model=climatology') && crimeMap.stats().loaded");
        page.check("#c-shade");
        page.waitForFunction("() => crimeMap.stats().shade");
        screenshot("forecast-desktop");
        assertEquals(List.of(), complaints);
    }

    @Test
    void theScoreboardShowsPlotsTableAndCard() {
        RealData.required();
        open("?view=scoreboard&since=2015-08-01&until=2015-09-30");
        page.waitForFunction("() => crimeMap.stats().plots === 3");
        String text = page.textContent("#board");
        for (String expected : List.of("climatology", "ha-global", "ha-weekday", "noise floor", "Responsible use")) {
            assertTrue(text.contains(expected), expected);
        }
        screenshot("scoreboard-desktop");
        assertEquals(List.of(), complaints);
    }

    // --- Everywhere

    @Test
    void theKeyboardIsEnough() {
        open("?play=0&month=" + city.month());
        page.keyboard().press("ArrowRight");
        assertEquals(2, stat("day"));
        page.keyboard().press("Space");
        page.waitForFunction("() => crimeMap.stats().playing");
        page.keyboard().press("Space");
        page.waitForFunction("() => !crimeMap.stats().playing");
        page.keyboard().press("1");
        assertEquals("false", page.getAttribute("[data-category=felony]", "aria-pressed"));
        page.keyboard().press("h");
        page.waitForFunction("() => crimeMap.stats().heat");
        page.keyboard().press("]");
        page.waitForFunction("() => location.search.includes('2024-04')");
        page.keyboard().press("?");
        assertTrue(page.isVisible("#help"));
        page.keyboard().press("Escape");
        assertFalse(page.isVisible("#help"));
        page.keyboard().press("t");
        assertTrue(page.isVisible("#sheet table"));
        page.keyboard().press("Escape");
        page.keyboard().press("y");
        page.waitForFunction("() => crimeMap.stats().view === 'year'");
        page.keyboard().press("Tab");
        assertTrue((Boolean) page.evaluate("() => document.activeElement !== document.body"));
    }

    @Test
    void reducedMotionStepsByWholeDays() {
        page = chromium.page(o -> o.setReducedMotion(ReducedMotion.REDUCE));
        go("?month=" + city.month());
        assertEquals(false, page.evaluate("() => crimeMap.stats().playing"), "nothing moves by itself");
        page.selectOption("#t-speed", "8");
        page.click("#t-play");
        page.waitForFunction("() => crimeMap.stats().position >= 3");
        for (int i = 0; i < 20; i++) {
            double position = ((Number) page.evaluate("() => crimeMap.stats().position")).doubleValue();
            assertEquals(Math.rint(position), position, "whole days only");
        }
    }

    @Test
    void aPhoneShowsEverything() {
        page = chromium.page(o -> o.setViewportSize(360, 740).setHasTouch(true).setDeviceScaleFactor(2));
        go("?play=0&day=31&month=" + city.month());
        assertEquals(true, page.evaluate("() => document.documentElement.scrollWidth <= innerWidth"));
        assertTrue(page.isVisible("#hud-number"));
        assertTrue(page.isVisible("#t-play"));
        assertTrue(stat("offscreen") * 100 <= stat("drawn"), "the city fits the phone");
        page.click("#panel-toggle");
        assertTrue(page.isVisible("#c-month-m"));
        page.click("#panel-toggle");
        page.click("#do-more");
        assertTrue(page.isVisible("#do-table"));
        page.click("#do-more");
        screenshot("month-phone");
    }

    @Test
    void valuesThatMakeNoSenseAreNamedAndLeftOut() {
        open("?play=0&day=99&cat=murder&speed=7&month=2024-13");
        page.waitForSelector("#status:visible");
        String text = page.textContent("#status-text");
        for (String name : List.of("month", "day", "cat", "speed")) {
            assertTrue(text.contains(name), text);
        }
        assertTrue(stat("placed") > 0, "the page shows its default month");
    }

    @Test
    void aMonthThatIsNotThereIsExplained() {
        page = chromium.page(o -> {});
        page.navigate(city.web() + "/?play=0&month=1999-01");
        page.waitForSelector("#status-retry:visible");
        assertTrue(page.textContent("#status-text").contains("could not be loaded"));
    }

    @Test
    void aServiceThatIsDownIsNamedAndCanBeTriedAgain() {
        page = chromium.page(o -> {});
        page.route("**/v1/records/**", Route::abort);
        page.navigate(city.web() + "/?play=0&month=" + city.month());
        page.waitForSelector("#status-retry:visible");
        assertTrue(page.textContent("#status-text").contains("ingest service does not answer"));
        page.unroute("**/v1/records/**");
        page.click("#status-retry");
        loaded();
        assertTrue(stat("placed") > 0);
    }

    @Test
    void aSlowLoadCanBeCancelledAndIsOvertakenByTheNext() {
        page = chromium.page(o -> {});
        List<Route> held = new ArrayList<>();
        page.route("**/v1/records/*/2024-03*", held::add);
        page.navigate(city.web() + "/?play=0&month=2024-03");
        page.waitForSelector("#status-cancel:visible");
        page.click("#status-cancel");
        assertTrue(page.textContent("#status-text").contains("cancelled"));
        page.click("#status-retry");
        page.waitForSelector("#status-cancel:visible");
        page.keyboard().press("]");
        page.waitForFunction("() => crimeMap.stats().loaded && location.search.includes('2024-04')");
        assertEquals(2, held.size());
        assertTrue(page.textContent("#hud-unit").contains("April 2024"));
    }

    @Test
    void staleAndSyntheticDataAreMarked() {
        page = chromium.page(o -> {});
        page.route("**/v1/records/**", route -> {
            APIResponse answer = route.fetch();
            String body = answer.text()
                    .replace("\"stale\":false", "\"stale\":true")
                    .replaceFirst("\"source\":\"[a-z]+\"", "\"source\":\"sample\"");
            route.fulfill(new Route.FulfillOptions()
                    .setStatus(200)
                    .setContentType("application/json")
                    .setHeaders(Map.of("Access-Control-Allow-Origin", "*"))
                    .setBody(body));
        });
        go("?play=0&month=" + city.month());
        assertTrue(page.textContent("#badges").contains("Synthetic"));
        assertTrue(page.textContent("#badges").contains("Kept copy"));
    }

    @Test
    void theViewCanBeTakenAwayAsTableCsvAndPng() throws Exception {
        open("?play=0&day=31&month=" + city.month());
        page.click("#do-table");
        assertEquals(
                31, page.locator("#sheet table").first().locator("tbody tr").count());
        page.keyboard().press("Escape");
        Download csv = page.waitForDownload(() -> page.click("#do-csv"));
        String text = Files.readString(csv.path());
        assertTrue(text.contains("day,felony,misdemeanor,violation,other,all"), text.substring(0, 200));
        assertTrue(text.contains("month=" + city.month()), "the file names its view");
        Download png = page.waitForDownload(() -> page.click("#do-png"));
        byte[] image = Files.readAllBytes(png.path());
        assertEquals("PNG", new String(image, 1, 3, StandardCharsets.US_ASCII));
        assertTrue(image.length > 20_000);
    }

    @Test
    void coloursCanBeChanged() {
        open("?play=0&theme=light&palette=safe&month=" + city.month());
        assertEquals("light", page.getAttribute("html", "data-theme"));
        page.click("#do-theme");
        page.click("#do-palette");
        assertEquals("dark", page.getAttribute("html", "data-theme"));
        assertFalse(page.url().contains("palette"), "the default is not in the address: " + page.url());
    }

    @Test
    void nothingComesFromAThirdParty() {
        open("?play=0&heat=1&month=" + city.month());
        page.waitForFunction("() => crimeMap.stats().heat");
        for (String address : requested) {
            String host = URI.create(address.split("\\?")[0]).getHost();
            assertTrue(host == null || host.equals("127.0.0.1"), address);
        }
        assertEquals(List.of(), complaints);
    }

    @ParameterizedTest
    @ValueSource(strings = {"month", "year", "forecast", "scoreboard"})
    void axeFindsNoSeriousFault(String view) {
        if (view.equals("forecast") || view.equals("scoreboard")) {
            RealData.required();
        }
        for (String theme : List.of("dark", "light")) {
            open("?play=0&view=" + view + "&theme=" + theme + "&month=" + city.month()
                    + "&year=2024&from=2015-08-31&since=2015-08-01&until=2015-09-30");
            page.evaluate(Chromium.axe());
            List<?> faults = (List<?>) page.evaluate(
                    "async () => (await axe.run()).violations.filter(v => ['serious', 'critical'].includes(v.impact))"
                            + ".map(v => v.id + ': ' + v.nodes.map(n => n.html).join(' '))");
            assertEquals(List.of(), faults, view + " " + theme);
            page.context().close();
        }
    }

    // --- helpers

    private void open(String query) {
        page = chromium.page(o -> {});
        go(query);
    }

    private void go(String query) {
        page.onConsoleMessage(message -> {
            if (message.type().equals("error")) {
                complaints.add(message.text());
            }
        });
        page.onPageError(complaints::add);
        page.onRequest(request -> {
            if (request.url().startsWith("http")) {
                requested.add(request.url());
            }
        });
        page.navigate(city.web() + "/" + query);
        loaded();
    }

    private void loaded() {
        page.waitForFunction("() => window.crimeMap && crimeMap.stats().loaded && !crimeMap.stats().loading");
    }

    private long stat(String name) {
        return ((Number) page.evaluate("name => Math.round(crimeMap.stats()[name])", name)).longValue();
    }

    private long number(String selector) {
        return Long.parseLong(page.textContent(selector).replace(",", ""));
    }

    private void screenshot(String name) {
        page.screenshot(new Page.ScreenshotOptions()
                .setPath(Path.of("target", "screenshots", name.toLowerCase(Locale.ROOT) + ".png")));
    }

    private static JsonPath json(String address) throws IOException, InterruptedException {
        return JsonPath.from(new String(bytes(address, "application/json"), StandardCharsets.UTF_8));
    }

    private static byte[] bytes(String address, String accept) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(address))
                .header("Accept", accept)
                .build();
        HttpResponse<byte[]> answer = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofByteArray());
        assertEquals(200, answer.statusCode(), address);
        return answer.body();
    }
}
