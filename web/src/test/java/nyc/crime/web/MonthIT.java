package nyc.crime.web;

import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.BoundingBox;
import com.microsoft.playwright.options.SelectOption;
import io.restassured.path.json.JsonPath;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** The Month view in a real browser against the real services. */
class MonthIT extends Browsing {

    private static final String PAINTED = "(() => { const c = document.querySelector('canvas.grid');"
            + " return c.getContext('2d').getImageData(0, 0, c.width, c.height).data.filter((v, i) => i % 4 === 3 && v).length; })()";
    private static final String[] CATEGORIES = {"felony", "misdemeanor", "violation", "other"};

    /** A place where {@link #invented} puts many records, and what lies around it. */
    private static final String AT_THE_STATION = "map=13/40.7000/-73.9500";

    @Test
    void aMonthPlaysToItsEndAndItsTotalsAreThoseOfTheService() throws Exception {
        blank();
        String ends = "\"publishedThrough\":\"2024-03-31\",\"completeThrough\":\"2024-03-31\"";
        answer("**/v1/datasets", "{\"datasets\":[{\"id\":\"arrests\",\"firstDate\":\"2024-01-01\"," + ends + "}]}");
        go("?play=0&month=" + city.month());
        page.selectOption("#t-speed", "8");
        page.click("#t-play");
        await("!crimeMap.stats().playing && crimeMap.stats().position > 30");

        JsonPath month = json(city.ingest() + "/v1/records/arrests/" + city.month());
        int placed = month.getInt("placed");
        assertEquals(placed, number("#hud-number"));
        List<Integer> categories = month.getList("category");
        for (int c = 0; c < CATEGORIES.length; c++) {
            int category = c;
            long expected = categories.stream().filter(x -> x == category).count();
            assertEquals(expected, number("[data-category=" + CATEGORIES[c] + "] b"), CATEGORIES[c]);
        }
        assertEquals(placed, stat("drawn") + stat("offscreen"));
        assertTrue(stat("offscreen") <= placed / 1000, "nearly all of the city is in view");
        assertEquals(31, stat("day"));
        long pixels = ((Number) page.evaluate("() => { const c = document.querySelector('canvas.dots');"
                        + " const d = c.getContext('2d').getImageData(0, 0, c.width, c.height).data;"
                        + " let n = 0; for (let i = 3; i < d.length; i += 4) n += d[i] > 0; return n; }"))
                .longValue();
        assertTrue(pixels > 5_000, "dots are really on the canvas: " + pixels + " pixels");
        assertEquals(List.of(), complaints);
    }

    @Test
    void theDaysRecordsCountUpAsTheServiceDatesThem() throws Exception {
        List<Integer> dayStart =
                json(city.ingest() + "/v1/records/arrests/" + city.month()).getList("dayStart");
        for (int day : new int[] {1, 15, 16}) {
            open("?play=0&day=" + day + "&month=" + city.month());
            assertEquals((long) dayStart.get(day), number("#hud-number"), "day " + day);
            assertEquals((long) dayStart.get(day), stat("drawn") + stat("offscreen"), "day " + day);
            if (day == 15) {
                screenshot("month-desktop");
            }
            page.context().close();
        }
    }

    @Test
    void theDaysDotsAreBrightAndEarlierOnesDimmed() {
        blank();
        answer("**/v1/records/**", invented("0,1,1,1,1,1,1,1,1,1,2", 10, "3400,3400", "3000,4000", "0,1"));
        go("?play=0&month=2024-03&day=10&map=12/40.7400/-73.9500");
        String strongest = "(half => { const c = document.querySelector('canvas.dots'), w = c.width / 2;"
                + " const d = c.getContext('2d').getImageData(half * w, 0, w, c.height).data;"
                + " let a = 0; for (let i = 3; i < d.length; i += 4) a = Math.max(a, d[i]); return a; })";
        int earlier = Integer.parseInt(text(strongest + "(0)"));
        int today = Integer.parseInt(text(strongest + "(1)"));
        assertEquals(255, today);
        assertTrue(earlier > 60 && earlier < 160, "alpha of a dot that is nine days old: " + earlier);
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
        assertTrue(page.url().contains("category=felony"), page.url());
        page.selectOption("#c-offence", new SelectOption().setIndex(1));
        assertTrue(number("#hud-number") < all);
        assertEquals(number("#hud-number"), stat("drawn") + stat("offscreen"));

        String shared = page.url();
        long shown = number("#hud-number");
        page.navigate(shared);
        loaded();
        assertEquals(shown, number("#hud-number"));
    }

    @Test
    void anOffenceHasAsManyRecordsAsItsEntrySays() {
        open("?play=0&day=31&month=" + city.month());
        String entry = text("document.querySelector('#c-offence').options[1].textContent");
        page.selectOption("#c-offence", new SelectOption().setIndex(1));
        assertEquals(entry.split(" · ")[1].replace(",", ""), String.valueOf(number("#hud-number")));
        assertTrue(page.textContent("#hud-note").contains(entry.split(" · ")[0]), page.textContent("#hud-note"));
    }

    @Test
    void theHeatOverlayHasALegendInRecordsPerSquareKilometre() {
        open("?play=0&month=" + city.month());
        page.check("#c-heat");
        await("crimeMap.stats().heat");
        assertTrue(page.textContent("#legend").contains("Records per km²"));
        List<Double> steps = page.locator("#legend .steps span").allTextContents().stream()
                .map(Double::valueOf)
                .toList();
        assertEquals(8, steps.size());
        assertEquals(2, steps.get(7) / steps.get(6), 0.05, "steps double: " + steps);
        assertEquals(1, page.locator("canvas.grid").count());
        page.uncheck("#c-heat");
        await("!crimeMap.stats().heat");
        assertFalse(page.textContent("#legend").contains("Records per km²"));
        assertEquals(0, page.locator("canvas.grid").count());
    }

    @Test
    void theHeatIsOfJustTheDotsShown() throws Exception {
        open("?play=0&heat=1&month=" + city.month());
        await("crimeMap.stats().heat");
        long all = heated("");
        assertPainted(all);
        page.click("[data-category=misdemeanor]");
        page.click("[data-category=other]");
        String shown = "&category=felony&category=violation";
        assertTrue(heated(shown) < all);
        assertPainted(heated(shown));
        page.selectOption("#c-offence", "FELONY ASSAULT");
        assertPainted(
                heated(shown + "&offence=" + URLEncoder.encode(page.inputValue("#c-offence"), StandardCharsets.UTF_8)));
        page.click("[data-category=felony]");
        page.click("[data-category=violation]");
        await("!crimeMap.stats().heat");
    }

    /** How many cells of the service's density have a colour: at least 1/256 of the 95th percentile of what is not 0. */
    private long heated(String filter) throws Exception {
        byte[] npy =
                bytes(city.grid() + "/v1/grids/arrests/" + city.month() + "?smooth=300" + filter, "application/x-npy");
        ByteBuffer body = ByteBuffer.wrap(npy).order(ByteOrder.LITTLE_ENDIAN);
        body.position(10 + body.getShort(8));
        double[] values = new double[body.remaining() / 4];
        for (int i = 0; i < values.length; i++) {
            values[i] = body.getFloat();
        }
        double[] some = Arrays.stream(values).filter(v -> v > 0).sorted().toArray();
        double anchor = some[(int) Math.ceil(some.length * 0.95) - 1];
        return Arrays.stream(some).filter(v -> v * 256 / anchor >= 1).count();
    }

    /** A cell that is just at the edge of having a colour may fall to either side. */
    private void assertPainted(long cells) {
        assertEquals(cells, Long.parseLong(text(PAINTED)), 2);
    }

    @Test
    void dotsAndRingsAreExplained() {
        open("?play=0&day=5&month=" + city.month());
        String key = page.innerText("#legend");
        assertTrue(key.contains("Each dot is one arrest, shown on its day."), key);
        for (String sign : List.of("that day", "days before", "many at one place")) {
            assertTrue(key.contains(sign), key);
        }
    }

    @Test
    void theMapIsZoomedByButtonsAndSaysHowLargeItIs() {
        open("?play=0&month=" + city.month());
        assertTrue(page.innerText("#zoom .leaflet-control-scale").matches("\\d+ k?m"));
        double before =
                Double.parseDouble(text("document.querySelector('#zoom .leaflet-control-scale-line').offsetWidth"));
        page.click("#zoom-in");
        await("location.search.includes('map=')");
        assertNotEquals(
                before,
                Double.parseDouble(text("document.querySelector('#zoom .leaflet-control-scale-line').offsetWidth")));
        page.click("#zoom-out");
        page.click("#zoom-city");
        assertFalse(page.url().contains("map="), page.url());
    }

    @Test
    void theFilmIsSavedAsAFile() throws Exception {
        blank(o -> o.setViewportSize(640, 480));
        go("?play=0&day=3&month=" + city.month());
        page.evaluate(
                "() => { window.drawn = []; const { prototype } = CanvasCaptureMediaStreamTrack, { requestFrame } = prototype;"
                        + " prototype.requestFrame = function () { drawn.push(crimeMap.stats().position); requestFrame.call(this); }; }");
        Download film = page.waitForDownload(
                new Page.WaitForDownloadOptions().setTimeout(180_000),
                () -> page.evaluate("() => document.querySelector('#do-film').click()"));
        assertEquals("arrests-" + city.month() + ".webm", film.suggestedFilename());
        byte[] bytes = Files.readAllBytes(film.path());
        assertEquals(0x1A45DFA3, ByteBuffer.wrap(bytes).getInt(), "EBML");
        assertEquals("0", text("drawn[0]"));
        assertEquals("31", text("drawn.at(-1)"));
        assertTrue(holds("drawn.every((p, i) => !i || p - drawn[i - 1] < 0.2)"), "no day is jumped over");
        assertTrue(bytes.length > 100_000, "a film, not a picture: " + bytes.length);
        assertEquals(3, stat("day"), "where the reader was");
    }

    @Test
    void theFilmIsMp4TooWhereTheBrowserOffersIt() throws Exception {
        blank(o -> o.setViewportSize(640, 480));
        go("?play=0&speed=8&month=" + city.month());
        boolean offered =
                holds("MediaRecorder.isTypeSupported('video/mp4') && MediaRecorder.isTypeSupported('video/webm')");
        assertEquals(offered, holds("!!document.querySelector('#do-mp4')"));
        assumeTrue(offered, "skipped: this browser records no MP4");
        Download film = page.waitForDownload(
                new Page.WaitForDownloadOptions().setTimeout(180_000),
                () -> page.evaluate("() => document.querySelector('#do-mp4').click()"));
        assertEquals("arrests-" + city.month() + ".mp4", film.suggestedFilename());
        byte[] bytes = Files.readAllBytes(film.path());
        assertEquals("ftyp", new String(bytes, 4, 4, StandardCharsets.US_ASCII));
        assertTrue(bytes.length > 50_000, "a film, not a picture: " + bytes.length);
    }

    @Test
    void aFilmThatIsCancelledIsNotSaved() {
        open("?play=0&month=" + city.month());
        page.click("#do-film");
        page.waitForSelector("#status-cancel:visible");
        assertTrue(page.textContent("#status-text").startsWith("Recording the film"), page.textContent("#status-text"));
        page.click("#status-cancel");
        assertTrue(page.textContent("#status-text").contains("Recording was cancelled"));
        await("!crimeMap.stats().loading");
        double stopped = exact("position");
        page.click("#t-forward");
        assertTrue(exact("position") > stopped, "the reader goes on");
    }

    @Test
    void theNextMonthFollows() {
        open("?play=0&day=29&speed=8&month=2024-03");
        page.click("#t-play");
        await("location.search.includes('month=2024-04') && crimeMap.stats().playing && crimeMap.stats().position > 1");
        assertEquals(1, Integer.parseInt(text("history.length")) - 1, "it is no step of the reader's");
    }

    @Test
    void theBoroughsAreOutlinedAndNamed() {
        open("?play=0&month=" + city.month());
        assertEquals(
                List.of("Manhattan", "Bronx", "Brooklyn", "Queens", "Staten Island"),
                page.locator(".borough-name").allTextContents());
        await(
                "(() => { const c = document.querySelector('.leaflet-lines-pane canvas');"
                        + " return c && c.getContext('2d').getImageData(0, 0, c.width, c.height).data.some((v) => v > 0); })()");
    }

    @Test
    void thePointerTellsWhatHappenedThere() {
        open("?play=0&day=31&map=12/40.7560/-73.9900&month=" + city.month());
        for (int x = 300; x < 1000 && page.isHidden("#tip"); x += 5) {
            page.mouse().move(x, 400);
            page.mouse().move(x + 2, 402);
        }
        assertTrue(page.textContent("#tip").matches("(?s).*arrests? within \\d+ m so far.*"), page.textContent("#tip"));
        assertTrue(page.textContent("#tip").contains("precinct"));
        page.mouse().move(640, 20);
        await("document.querySelector('#tip').hidden");
    }

    @Test
    void manyRecordsAtOnePlaceAreARingThatSaysWhatItIs() {
        String lat = repeated("3000", 40) + ",3050";
        String lon = repeated("3500", 40) + ",3600";
        blank(o -> o.setHasTouch(true));
        answer("**/v1/records/**", invented("0,20,41", 2, lat, lon, repeated("1", 41)));
        go("?play=0&month=2024-03&day=1&" + AT_THE_STATION);
        assertEquals(1, stat("stacks"), "one place of many records; the single record beside it is none");
        assertEquals(20, stat("inRings"), "the ring counts what has happened so far");
        page.tap("#t-forward"); // a mouse left elsewhere would take the tip away again
        assertEquals(40, stat("inRings"));
        assertEquals(41, stat("drawn"));
        BoundingBox map = page.locator(".map").boundingBox();
        page.touchscreen().tap(map.x + map.width / 2, map.y + map.height / 2);
        page.waitForSelector("#tip:visible");
        String tip = page.textContent("#tip");
        assertTrue(tip.matches("(?s).*40 arrests within \\d+ m so far.*"), tip);
        assertTrue(tip.contains("40 this month share one coordinate: a station house"), tip);
        assertTrue(tip.contains("40 × Robbery"), tip);
    }

    @Test
    void theBarsAreTheDaysAndTheScrubber() throws Exception {
        open("?play=0&month=" + city.month());
        BoundingBox bars = page.locator("#t-bars").boundingBox();
        for (int day : new int[] {20, 3, 31}) {
            page.mouse().click(bars.x + bars.width * (day - 0.5) / 31, bars.y + bars.height / 2);
            assertEquals(day, stat("day"), "the bar of day " + day);
        }
        page.mouse().move(bars.x + bars.width * 30.5 / 31, bars.y + 20);
        page.mouse().down();
        page.mouse().move(bars.x + bars.width * 9.5 / 31, bars.y + 20);
        page.mouse().up();
        assertEquals(10, stat("day"), "dragged");
        assertTrue(page.url().contains("day=10"));

        List<Integer> dayStart =
                json(city.ingest() + "/v1/records/arrests/" + city.month()).getList("dayStart");
        int busiest = IntStream.range(0, 31)
                .boxed()
                .max((a, b) ->
                        Integer.compare(dayStart.get(a + 1) - dayStart.get(a), dayStart.get(b + 1) - dayStart.get(b)))
                .orElseThrow();
        String tallest = text("(() => { const c = document.querySelector('#t-bars'), p = c.width / 31;"
                + " const d = c.getContext('2d').getImageData(0, 0, c.width, c.height).data;"
                + " const top = Array.from({ length: 31 }, (_, i) => { const x = Math.round((i + 0.5) * p);"
                + " let y = 0; while (y < c.height && !d[(y * c.width + x) * 4 + 3]) y++; return y; });"
                + " return top.indexOf(Math.min(...top)); })()");
        assertEquals(String.valueOf(busiest), tallest, "the highest bar is the busiest day");
    }

    @Test
    void stepsMoveByDays() {
        open("?play=0&month=" + city.month());
        page.click("#t-forward");
        page.click("#t-forward");
        assertEquals(3, stat("day"));
        page.click("#t-back");
        assertEquals(2, stat("day"));
    }

    @Test
    void playingInALoopBeginsAgain() {
        open("?play=0&day=28&month=" + city.month());
        page.click("#t-loop");
        assertEquals("true", page.getAttribute("#t-loop", "aria-pressed"));
        page.selectOption("#t-speed", "8");
        page.click("#t-play");
        await("crimeMap.stats().playing && crimeMap.stats().position < 10");
        page.click("#t-play");
        assertEquals(false, page.evaluate("() => crimeMap.stats().playing"));
        assertTrue(page.url().contains("loop=1") && page.url().contains("speed=8"), page.url());
    }

    @Test
    void theNextMonthIsFetchedWhilePlayingAndShownWithoutAnotherRequest() {
        open("?play=0&day=12&month=2024-03");
        assertEquals(0, asked("2024-04"));
        Response ahead =
                page.waitForResponse(response -> response.url().contains("/2024-04"), () -> page.click("#t-play"));
        page.click("#t-play");
        ahead.finished();
        page.waitForTimeout(500);
        page.click("#c-month-next");
        await("document.querySelector('#hud-unit').textContent.includes('April 2024') && crimeMap.stats().loaded");
        assertEquals(1, asked("2024-04"));
    }

    @Test
    void monthsAreChosenByArrowsAndLists() {
        open("?play=0&month=2024-03");
        page.click("#c-month-prev");
        await("location.search.includes('month=2024-02') && crimeMap.stats().loaded");
        page.selectOption("#c-month-m", "11");
        await("location.search.includes('month=2024-11') && crimeMap.stats().loaded");
        assertTrue(page.textContent("#hud-date").contains("November 2024"));
        page.goBack();
        await("document.querySelector('#hud-date').textContent.includes('February 2024')");
        assertEquals("02", page.inputValue("#c-month-m"));
    }

    @Test
    void anotherMonthBeginsOnItsFirstDayEvenWhilePlaying() {
        open("?play=0&day=20&speed=0.25&month=2024-03");
        page.click("#t-play");
        page.click("#c-month-next");
        await("document.querySelector('#hud-unit').textContent.includes('April 2024') && crimeMap.stats().playing");
        assertTrue(stat("position") < 15, "day " + stat("position"));
    }

    @Test
    void aMonthThatIsLoadingShowsNoRecordOfTheOneBefore() {
        open("?play=0&day=31&heat=1&month=2024-03");
        await("crimeMap.stats().heat");
        List<Route> held = new ArrayList<>();
        page.route("**/v1/records/*/2024-06*", held::add);
        page.selectOption("#c-month-m", "06");
        page.waitForCondition(() -> !held.isEmpty());
        assertEquals("June 2024", page.textContent("#hud-date"));
        assertFalse(holds("crimeMap.stats().loaded || crimeMap.stats().heat || crimeMap.stats().drawn"));
        assertEquals("Day of June 2024", page.getAttribute("#t-scrub", "aria-label"));
        assertEquals("30", page.getAttribute("#t-scrub", "max"));
        // neither switch takes the month's place: the one load goes on
        page.click("#c-heat");
        page.click("#c-heat");
        held.get(0).resume();
        await("crimeMap.stats().loaded && crimeMap.stats().heat");
        assertEquals(1, held.size());
        assertTrue(page.textContent("#hud-unit").contains("June 2024"));
    }

    @Test
    void daysThatAreNotPublishedAreNoZeros() throws Exception {
        blank();
        answer(
                "**/v1/records/**",
                invented(
                                "0,20,41" + ",41".repeat(29),
                                31,
                                repeated("3000", 41),
                                repeated("3500", 41),
                                repeated("1", 41))
                        .replace("\"rows\"", "\"publishedThrough\":\"2024-03-02\",\"rows\""));
        go("?play=0&month=2024-03&day=31");
        assertEquals(2, stat("day"), "the film ends with the last day that is published");
        assertEquals("2", page.getAttribute("#t-scrub", "max"));
        assertTrue(page.textContent("#hud-note").contains("Not published yet after 2 March 2024"));
        BoundingBox bars = page.locator("#t-bars").boundingBox();
        BoundingBox scrubber = page.locator("#t-scrub").boundingBox();
        assertEquals(bars.width * 2 / 31, scrubber.width, 1, "the scrubber ends there too");
        assertEquals(
                List.of(true, true),
                page.evaluate(
                        "() => { const c = document.querySelector('#t-bars'), w = c.width / 31;"
                                + " return [2, 30].map((d) => c.getContext('2d').getImageData(d * w + 1, 0, w - 2, c.height).data.some((v) => v)); }"),
                "days that are not published are hatched");
        page.evaluate(
                "() => { window.written = []; const { prototype } = CanvasRenderingContext2D, { fillText } = prototype;"
                        + " prototype.fillText = function (text, ...at) { written.push(text); fillText.call(this, text, ...at); }; }");
        page.waitForDownload(() -> page.click("#do-png"));
        assertTrue(text("written.join(' ')").contains("Not published yet after 2 March 2024"), "the picture says it");
        page.click("#do-table");
        assertEquals(2, page.locator("#sheet table").first().locator("tbody tr").count(), "so does the table");
        press("Escape");
        List<String> lines = csv();
        assertTrue(lines.stream().anyMatch(line -> line.startsWith("2024-03-02,")), lines.toString());
        assertFalse(lines.stream().anyMatch(line -> line.startsWith("2024-03-03,")), lines.toString());
    }

    @Test
    void theNewestWholeMonthIsTheDefault() {
        blank();
        String edges =
                "\"lastDate\":\"2024-05-31\",\"publishedThrough\":\"2024-05-31\",\"completeThrough\":\"2024-05-03\"";
        answer("**/v1/datasets", "{\"datasets\":[{\"id\":\"arrests\",\"firstDate\":\"2024-01-01\"," + edges + "}]}");
        go("?play=0");
        assertTrue(page.textContent("#hud-date").contains("April 2024"), page.textContent("#hud-date"));
    }

    @Test
    void tableAndCsvAreOfJustTheDotsShown() throws Exception {
        open("?play=0&day=31&category=felony&month=" + city.month());
        page.selectOption("#c-offence", new SelectOption().setIndex(2));
        long shown = number("#hud-number");
        page.click("#do-table");
        for (int table = 0; table < 3; table++) {
            long sum =
                    page.locator("#sheet table").nth(table).locator("tbody tr td:last-child").allTextContents().stream()
                            .mapToLong(n -> Long.parseLong(n.replace(",", "")))
                            .sum();
            assertEquals(shown, sum, page.locator("#sheet caption").nth(table).textContent());
        }
        press("Escape");
        long inCsv = csv().stream()
                .filter(line -> line.matches("2024-03-\\d\\d,.*"))
                .mapToLong(line -> Long.parseLong(line.substring(line.lastIndexOf(',') + 1)))
                .sum();
        assertEquals(shown, inCsv);
    }

    @Test
    void complaintsAreAnotherDataset() {
        open("?play=0&month=" + city.month());
        page.selectOption("#c-dataset", "complaints");
        await("location.search.includes('dataset=complaints') && crimeMap.stats().loaded"
                + " && document.querySelector('#hud-unit').textContent.includes('complaints')");
        assertTrue(stat("placed") > 0);
    }

    @Test
    void itTakesFewRequests() {
        open("?play=0&heat=1&month=" + city.month());
        assertTrue(requested.size() <= 20, requested::toString);
    }

    @Test
    void thePlainAddressPlaysByItself() {
        blank();
        visit("");
        await("window.crimeMap && crimeMap.stats().playing && crimeMap.stats().position > 1");
    }

    private long asked(String month) {
        return requested.stream()
                .filter(address -> address.contains("/v1/records/arrests/" + month))
                .count();
    }

    /** A month of made-up records as ingest-service would send it, at 40.4 + lat/10,000 and −74.3 + lon/10,000. */
    private static String invented(String dayStart, int days, String lat, String lon, String category) {
        int records = lat.split(",").length;
        return "{\"dataset\":\"arrests\",\"period\":\"2024-03\",\"source\":\"live\",\"stale\":false,\"rows\":" + records
                + ",\"placed\":" + records
                + ",\"unplaced\":0,\"base\":{\"lat\":40.4,\"lon\":-74.3},\"scale\":10000,\"days\":" + days
                + ",\"dayStart\":[" + dayStart + "],\"lat\":[" + lat + "],\"lon\":[" + lon + "],\"category\":["
                + category + "],\"categories\":[\"felony\",\"misdemeanor\",\"violation\",\"other\"],"
                + "\"offences\":[\"ROBBERY\"],\"offence\":[" + repeated("0", records) + "],\"precinct\":["
                + repeated("75", records) + "]}";
    }

    private static String repeated(String value, int times) {
        return IntStream.range(0, times).mapToObj(i -> value).collect(Collectors.joining(","));
    }
}
