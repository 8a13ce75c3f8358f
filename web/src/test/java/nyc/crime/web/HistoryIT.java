package nyc.crime.web;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.BoundingBox;
import io.restassured.path.json.JsonPath;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.opentest4j.AssertionFailedError;

import nyc.crime.testkit.RealData;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** The History view in a real browser against the real services. */
@Tag("jvm")
class HistoryIT extends Browsing {

    private static final String VIEW = "?view=history&play=0";
    private static final String COMPACT = "application/vnd.nyc-grids";
    private static final String END = "crimeMap.stats().position === crimeMap.stats().months - 1";

    private static final int TRIES = 10;

    /** What the service says of all months, with those that it has and those that it has not. */
    private static JsonPath head;

    /** Lets grid-service count all months once; the page's patience is not for that. */
    @BeforeAll
    static void counted() throws Exception {
        String address = city.grid() + "/v1/history/arrests?rows=150&cols=150";
        for (int i = 0; head == null; i++) {
            try {
                head = head(bytes(address, COMPACT));
            } catch (IOException | AssertionFailedError tooEarly) {
                // a first answer takes longer than a connection may be idle; what was counted is kept
                if (i == TRIES) {
                    throw tooEarly;
                }
            }
        }
    }

    private static JsonPath head(byte[] answer) {
        int start = startOfHead(answer);
        return JsonPath.from(new String(answer, start, lengthOfHead(answer), StandardCharsets.UTF_8));
    }

    private static int startOfHead(byte[] answer) {
        int at = 5;
        while (answer[at] < 0) {
            at++;
        }
        return at + 1;
    }

    private static int lengthOfHead(byte[] answer) {
        int length = 0;
        for (int at = 5; at < startOfHead(answer); at++) {
            length |= (answer[at] & 0x7F) << (7 * (at - 5));
        }
        return length;
    }

    @Test
    void theFilmPlaysFromTheFirstMonthToTheLast() {
        List<String> months = head.getList("months.month");
        open(VIEW + "&speed=2");
        assertEquals(0, stat("position"));
        assertEquals(inWords(months.get(0)), page.textContent("#hud-date"));
        page.click("#t-play");
        await("crimeMap.stats().playing && crimeMap.stats().position > 3");
        await("!crimeMap.stats().playing && " + END);
        assertEquals(inWords(months.get(months.size() - 1)), page.textContent("#hud-date"));
        assertEquals(head.getLong("months[-1].records"), number("#hud-number"));
        assertTrue(page.textContent("#hud-unit").contains("Data to "), page.textContent("#hud-unit"));
        assertTrue(page.url().contains("month=" + months.get(months.size() - 1)), page.url());
        assertEquals(List.of(), complaints);
    }

    @Test
    void theFilmIsSavedFrameByFrame() {
        List<String> months = head.getList("months.month");
        blank(o -> o.setViewportSize(640, 480));
        go(VIEW + "&month=" + months.get(2));
        long steps = stat("months") - 1;
        Film.check(page, "arrests-by-month.webm", (int) Math.ceil(steps / 4.0 * 25) + 1, inWords(months.get(0)));
    }

    @Test
    void theLineIsTheScrubberByKeyboardToo() {
        open(VIEW + "&month=2024-03");
        assertEquals("March 2024", page.getAttribute("#t-scrub", "aria-valuetext"));
        String march = picture();
        page.focus("#t-scrub");
        press("ArrowRight");
        assertEquals("April 2024", page.textContent("#hud-date"));
        assertNotEquals(march, picture());
        press("]");
        assertEquals("April 2025", page.getAttribute("#t-scrub", "aria-valuetext"));
        press("[", "ArrowLeft");
        assertEquals("March 2024", page.textContent("#hud-date"));
        assertEquals(march, picture());
        press("End");
        await(END);
        BoundingBox line = page.locator("#t-bars").boundingBox();
        page.mouse().click(line.x + 1, line.y + line.height / 2);
        await("crimeMap.stats().position < 1");
    }

    @Test
    void theTableHasTheMonthsOfTheServiceByCategory() throws Exception {
        open(VIEW + "&month=2024-03");
        List<String> lines = csv();
        assertTrue(lines.contains("month,felony,misdemeanor,violation,other,all"), lines.get(8));
        StringBuilder march = new StringBuilder("2024-03");
        for (String category : List.of("felony", "misdemeanor", "violation", "other")) {
            march.append(',').append(march(category, "months[0].inBounds"));
        }
        long all = json(city.ingest() + "/v1/records/arrests/2024-03").getLong("rows");
        assertTrue(lines.contains(march + "," + all), march + "," + all);
        assertEquals(all, number("#hud-number"));
        int before = requested.size();
        page.click("[data-category=misdemeanor]");
        page.click("[data-category=violation]");
        page.click("[data-category=other]");
        await(
                "document.querySelector('#hud-unit').textContent.includes('felony arrests') && !crimeMap.stats().loading");
        assertEquals(march("felony", "months[0].inBounds"), number("#hud-number"));
        assertEquals(
                List.of(),
                requested.subList(before, requested.size()).stream()
                        .filter(address -> address.contains("/v1/history/"))
                        .toList(),
                "another category asks for nothing");
    }

    private static long march(String category, String field) throws Exception {
        return json(city.grid() + "/v1/grids/arrests/2024-03?rows=150&cols=150&category=" + category)
                .getLong(field);
    }

    @Test
    void aWindowSumsUpTheMonthsThatItEndsWith() {
        open(VIEW + "&month=2024-06");
        page.selectOption("#c-window", "quarter");
        await("document.querySelector('#hud-date').textContent === 'April 2024 to June 2024'");
        long quarter = 0;
        for (String month : List.of("2024-04", "2024-05", "2024-06")) {
            quarter += head.getLong("months.find { it.month == '" + month + "' }.records");
        }
        assertEquals(quarter, number("#hud-number"));
        assertTrue(page.url().contains("window=quarter"), page.url());
        assertTrue(page.textContent("#legend").contains("Records per km² and quarter"));
    }

    @Test
    void whatHappenedMeanwhileIsMarkedWithItsSource() {
        RealData.required();
        open(VIEW + "&month=2024-12");
        String plain = text("document.querySelector('#t-bars').toDataURL()");
        assertFalse(page.isVisible("#marks"));
        page.check("#c-marks");
        assertTrue(
                page.innerText("#marks").contains("December 2024: precinct 116 is cut out of 105 and 113 (NYPD)"),
                page.innerText("#marks"));
        assertFalse(page.innerText("#marks").contains("2020"), "no month of the film");
        assertNotEquals(plain, text("document.querySelector('#t-bars').toDataURL()"));
        assertTrue(page.url().contains("marks=1"), page.url());
        page.uncheck("#c-marks");
        assertEquals(plain, text("document.querySelector('#t-bars').toDataURL()"));
    }

    /** Three months of 2024 as if they were of 2020, of which there are no real rows. */
    @Test
    void theCityThatStaysAtHomeIsMarkedInItsMonth() {
        blank();
        page.route("**/v1/history/**", route -> {
            APIResponse answer = route.fetch(new Route.FetchOptions()
                    .setUrl(city.grid() + "/v1/history/arrests?rows=150&cols=150&from=2024-01&to=2024-03"));
            byte[] body = new String(answer.body(), StandardCharsets.ISO_8859_1)
                    .replace("\"2024-0", "\"2020-0")
                    .getBytes(StandardCharsets.ISO_8859_1);
            route.fulfill(new Route.FulfillOptions().setResponse(answer).setBodyBytes(body));
        });
        go(VIEW + "&month=2020-03&marks=1");
        assertEquals(
                List.of("March 2020: the city stays at home (New York State Executive Order 202.8)"),
                page.locator("#marks li").allInnerTexts());
        String marked = painted(0.82, 0.85);
        String elsewhere = painted(0.48, 0.52);
        page.uncheck("#c-marks");
        assertNotEquals(marked, painted(0.82, 0.85), "a line through the middle of March");
        assertEquals(elsewhere, painted(0.48, 0.52), "and none through February");
    }

    @Test
    void aMonthThatCannotBeHadIsHatchedAndNoZero() throws Exception {
        blank();
        page.route("**/v1/history/**", route -> {
            APIResponse answer = route.fetch(new Route.FetchOptions()
                    .setUrl(city.grid() + "/v1/history/arrests?rows=150&cols=150&from=2024-01&to=2024-03"));
            route.fulfill(new Route.FulfillOptions().setResponse(answer).setBodyBytes(withoutMarch(answer.body())));
        });
        go(VIEW + "&month=2024-03");
        assertEquals(1, stat("unknown"));
        assertEquals("March 2024", page.textContent("#hud-date"));
        assertEquals("–", page.textContent("#hud-number"));
        assertTrue(page.textContent("#hud-unit").startsWith("on its way, or cannot be had now: that is not 0"));
        String colours = "(() => { const c = document.querySelector('canvas.grid');"
                + " return new Set(new Uint32Array(c.getContext('2d').getImageData(0, 0, c.width, c.height).data.buffer)).size; })()";
        assertEquals("2", text(colours), "lines, and nothing between them, where there is no map");
        assertNotEquals("0", painted(0.52, 0.73), "hatched");
        page.click("#t-forward");
        assertTrue(Integer.parseInt(text(colours)) > 5, "a map");
        assertEquals("0", painted(0.9, 0.99), "nothing is hatched where the month is known");
        List<String> lines = csv();
        assertTrue(lines.contains("2024-03,,,,,"), lines.toString());
    }

    /** What is there plays at once, and what comes meanwhile is in it without a word of the reader's. */
    @Test
    void theFilmGrowsWhileMonthsCome() throws Exception {
        blank();
        AtomicBoolean come = new AtomicBoolean();
        page.route("**/v1/history/**", route -> {
            APIResponse answer = route.fetch(new Route.FetchOptions()
                    .setUrl(city.grid() + "/v1/history/arrests?rows=150&cols=150&from=2024-01&to=2024-03"));
            Route.FulfillOptions given = new Route.FulfillOptions().setResponse(answer);
            route.fulfill(come.get() ? given : given.setBodyBytes(withoutMarch(answer.body())));
        });
        go(VIEW + "&month=2024-02");
        assertEquals(4, stat("months"));
        assertEquals("February 2024", page.textContent("#hud-date"));
        assertTrue(page.textContent("#hud-note").contains("3 of 4 are here so far"), page.textContent("#hud-note"));
        String february = page.textContent("#hud-number");
        come.set(true);
        await("crimeMap.stats().unknown === 0");
        assertEquals(3, stat("months"));
        assertEquals("February 2024", page.textContent("#hud-date"));
        assertEquals(february, page.textContent("#hud-number"));
        assertFalse(page.textContent("#hud-note").contains("so far"), page.textContent("#hud-note"));
        assertEquals(List.of(), complaints);
    }

    /** The same answer, where March is missing and its counts are April's. */
    private static byte[] withoutMarch(byte[] answer) {
        int start = startOfHead(answer);
        int length = lengthOfHead(answer);
        byte[] changed = new String(answer, start, length, StandardCharsets.UTF_8)
                .replace("\"month\":\"2024-03\"", "\"month\":\"2024-04\"")
                .replace("\"months\":[", "\"missing\":[\"2024-03\"],\"months\":[")
                .getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(Arrays.copyOf(answer, 5));
        out.write(changed.length & 0x7F | 0x80);
        out.write(changed.length >> 7 & 0x7F | 0x80);
        out.write(changed.length >> 14);
        out.writeBytes(changed);
        out.writeBytes(Arrays.copyOfRange(answer, start + length, answer.length));
        return out.toByteArray();
    }

    /** How many pixels of the line are painted between two shares of its width. */
    private String painted(double from, double to) {
        return text("(() => { const c = document.querySelector('#t-bars'), x = Math.floor(c.width * " + from
                + "), w = Math.floor(c.width * " + to + ") - x;"
                + " const d = c.getContext('2d').getImageData(x, 0, w, c.height).data;"
                + " let n = 0; for (let i = 3; i < d.length; i += 4) n += d[i] > 0; return n; })()");
    }

    @Test
    void axeFindsNoSeriousFaultAndThePictureIsThere() {
        for (int[] size : new int[][] {{1440, 900}, {390, 844}}) {
            blank(o -> o.setViewportSize(size[0], size[1]));
            go(VIEW + "&month=2024-03");
            page.waitForTimeout(300);
            screenshot(size[0] > 600 ? "history-desktop" : "history-phone");
            page.evaluate(Chromium.axe());
            List<?> faults = (List<?>) page.evaluate(
                    "async () => (await axe.run()).violations.filter(v => ['serious', 'critical'].includes(v.impact))"
                            + ".map(v => v.id + ': ' + v.nodes.map(n => n.html).join(' '))");
            assertEquals(List.of(), faults, size[0] + " × " + size[1]);
            assertEquals("Arrests, month by month · NYC Crime in Motion", page.title());
            page.context().close();
        }
    }

    private String picture() {
        return text("document.querySelector('canvas.grid').toDataURL()");
    }

    /** '2024-03' → 'March 2024' */
    private String inWords(String month) {
        return String.valueOf(page.evaluate(
                "m => new Date(m + '-01T00:00:00Z').toLocaleDateString('en-US', { month: 'long', year: 'numeric', timeZone: 'UTC' })",
                month));
    }
}
