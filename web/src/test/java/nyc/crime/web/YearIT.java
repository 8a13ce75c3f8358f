package nyc.crime.web;

import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.imageio.ImageIO;

import com.microsoft.playwright.options.BoundingBox;
import io.restassured.path.json.JsonPath;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import nyc.crime.testkit.RealData;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** The Year view in a real browser against the real services. */
@Tag("jvm")
class YearIT extends Browsing {

    @Test
    void theFramesAreTheServicesFrames() throws Exception {
        framesEqual("?view=year&play=0&year=2024", "", 0, 1, 5, 9, 50, 77, 99, 103);
    }

    @Test
    void theFramesOfACategoryAreTheServicesFramesToo() throws Exception {
        framesEqual("?view=year&play=0&year=2024&category=felony", "&category=felony", 3, 60);
    }

    private void framesEqual(String query, String filter, int... frames) throws Exception {
        open(query);
        for (int frame : frames) {
            byte[] expected = bytes(
                    city.grid() + "/v1/grids/arrests/2024/frames?smooth=300&frame=" + frame + filter,
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
    void aYearPlaysThroughItsTwelveMonths() throws Exception {
        open("?view=year&play=0&year=2024");
        assertEquals(12, stat("months"));
        page.selectOption("#t-speed", "8");
        page.click("#t-play");
        await("!crimeMap.stats().playing && crimeMap.stats().position >= 11");
        assertEquals("December 2024", page.textContent("#hud-date"));
        JsonPath december = json(city.ingest() + "/v1/records/arrests/2024-12");
        assertEquals(december.getLong("rows"), number("#hud-number"));
        assertEquals(List.of(), complaints);
    }

    /** Eleven steps from January to December, 25 frames a second, and the last one. */
    @Test
    void theFilmIsSavedFrameByFrame() {
        blank(o -> o.setViewportSize(640, 480));
        go("?view=year&play=0&year=2024&at=3");
        Film.check(page, "arrests-2024.webm", (int) Math.ceil(11 / 0.7 * 25) + 1, "January 2024");
    }

    @Test
    void theMapFlowsBetweenTheMonthsOnAFixedScale() {
        open("?view=year&play=0&year=2024&at=6");
        String legend = page.textContent("#legend");
        assertTrue(legend.contains("Records per km²"), legend);
        String june = picture();
        seek(6.5);
        String between = picture();
        seek(7);
        assertNotEquals(june, between);
        assertNotEquals(between, picture());
        assertEquals(legend, page.textContent("#legend"), "one scale for the whole year");
        assertEquals("July 2024", page.textContent("#hud-date"));
        screenshot("year-desktop");
    }

    @Test
    void theScaleStillTellsAboveItsAnchor() {
        open("?view=year&play=0&year=2024&at=6");
        List<?> shares =
                (List<?>) page.evaluate("() => { const c = document.querySelector('canvas.grid'), n = new Map();"
                        + " const d = new Uint32Array(c.getContext('2d').getImageData(0, 0, c.width, c.height).data.buffer);"
                        + " d.forEach((p) => p && n.set(p, (n.get(p) ?? 0) + 1)); const all = d.filter((p) => p).length;"
                        + " return [...n.values()].map((v) => v / all).sort((a, b) => a - b); }");
        assertEquals(8, page.locator("#legend .steps span").count(), "the legend has steps");
        assertEquals(8, shares.size(), "every step of the legend is on the map: " + shares);
        assertTrue(((Number) shares.get(0)).doubleValue() < 0.005, "the last step is rare: " + shares);
    }

    @Test
    void mapAndBarsHaveTips() {
        RealData.required();
        open("?view=year&play=0&year=2024&at=6");
        BoundingBox map = page.locator("#stage").boundingBox();
        for (int y = 100; y < 500 && page.isHidden("#tip"); y += 20) {
            page.mouse().move(map.x + map.width / 2, map.y + y);
        }
        assertTrue(
                page.innerText("#tip").matches("(?s)[\\d.]+ records per km²\\s+June 2024\\s+smoothed over about 300 m"),
                page.innerText("#tip"));
        BoundingBox bars = page.locator("#t-bars").boundingBox();
        page.mouse().move(bars.x + bars.width * 2.5 / 12, bars.y + 10);
        await("document.querySelector('#tip').textContent === 'March 2024: 21,219'");
    }

    @Test
    void theMonthsAreTicksAndTheBarsTheScrubber() {
        open("?view=year&play=0&year=2024");
        assertEquals(
                List.of("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
                page.locator("#t-ticks span").allTextContents());
        BoundingBox bars = page.locator("#t-bars").boundingBox();
        for (int month : new int[] {9, 1, 12}) {
            page.mouse().click(bars.x + bars.width * (month - 0.5) / 12, bars.y + bars.height / 2);
            assertEquals(month, exact("at"), 0.05, "the bar of month " + month);
        }
        page.click("#t-back");
        assertEquals(11, stat("at"));
        page.click("#t-forward");
        assertEquals(12, stat("at"));
        assertTrue(page.url().contains("at=12"), page.url());
    }

    @Test
    void speedChangesHowFastItPlays() {
        open("?view=year&play=0&year=2024");
        double slow = playedIn("0.25");
        double fast = playedIn("4");
        assertTrue(fast > 4 * slow, slow + " months at a quarter, " + fast + " at four times");
    }

    private double playedIn(String speed) {
        seek(1);
        page.selectOption("#t-speed", speed);
        page.click("#t-play");
        page.waitForTimeout(1_000);
        page.click("#t-play");
        return exact("at") - 1;
    }

    @Test
    void aYearIsSmallAndItsCategoriesComeTogether() throws Exception {
        blank();
        List<Long> sizes = new ArrayList<>();
        page.onResponse(response -> {
            if (response.url().contains("/v1/grids/")) {
                sizes.add(Long.parseLong(response.headerValue("content-length")));
            }
        });
        go("?view=year&play=0&year=2024");
        assertEquals(1, sizes.size());
        assertTrue(sizes.get(0) <= 150 * 1024, sizes + " bytes");
        page.selectOption("#c-category", "felony");
        await("document.querySelector('#hud-unit').textContent.includes('felony') && !crimeMap.stats().loading");
        assertEquals(1, sizes.size(), "another category asks for nothing");
        page.selectOption("#c-vs", "2025");
        await("crimeMap.stats().years.length === 2 && !crimeMap.stats().loading");
        assertEquals(2, sizes.size());
        assertTrue(sizes.get(0) + sizes.get(1) <= 250 * 1024, sizes + " bytes");
    }

    @Test
    void aCategoryHasItsOwnTotals() throws Exception {
        open("?view=year&play=0&year=2024&at=3");
        String all = picture();
        page.selectOption("#c-category", "misdemeanor");
        await("document.querySelector('#hud-unit').textContent.includes('misdemeanor') && !crimeMap.stats().loading");
        List<Integer> categories =
                json(city.ingest() + "/v1/records/arrests/2024-03").getList("category");
        assertEquals(categories.stream().filter(c -> c == 1).count(), number("#hud-number"));
        assertNotEquals(all, picture());
        assertTrue(page.url().contains("category=misdemeanor"), page.url());
    }

    @Test
    void theCategoriesOfTheMonthAreThoseOfTheYear() throws Exception {
        open("?play=0&year=2024&month=2024-03&at=3");
        page.click("[data-category=misdemeanor]");
        page.click("[data-category=other]");
        page.click("nav a[data-view=year]");
        await("crimeMap.stats().view === 'year' && crimeMap.stats().loaded");
        assertEquals("felony,violation", page.inputValue("#c-category"));
        assertTrue(page.textContent("#hud-unit").contains("felony, violation arrests"), page.textContent("#hud-unit"));
        List<Integer> categories =
                json(city.ingest() + "/v1/records/arrests/2024-03").getList("category");
        assertEquals(categories.stream().filter(c -> c == 0 || c == 2).count(), number("#hud-number"));
        press("3");
        await("document.querySelector('#c-category').value === 'felony' && !crimeMap.stats().loading");
        assertEquals(categories.stream().filter(c -> c == 0).count(), number("#hud-number"));
    }

    @Test
    void twoYearsStandSideBySideOnLinkedMaps() throws Exception {
        open("?view=year&play=0&dataset=complaints&year=2015&at=3");
        page.selectOption("#c-vs", "2014");
        await("crimeMap.stats().loaded && crimeMap.stats().years.length === 2");
        assertEquals(List.of("2015", "2014"), page.locator(".pane-title").allTextContents());
        long other = json(city.ingest() + "/v1/records/complaints/2014-03").getLong("rows");
        String unit = page.textContent("#hud-unit").replace(",", "");
        assertTrue(unit.contains("March 2014: " + other), unit);
        String left = "document.querySelectorAll('canvas.grid')[0].getBoundingClientRect()";
        String right = "document.querySelectorAll('canvas.grid')[1].getBoundingClientRect()";
        double before = Double.parseDouble(text(left + ".width"));
        page.locator(".pane .map").last().hover();
        page.mouse().wheel(0, -240);
        await("location.search.includes('map=') && " + left + ".width > " + (before + 20));
        page.mouse().down();
        page.mouse().move(700, 500);
        page.mouse().up();
        await("Math.abs(" + left + ".width - " + right + ".width) < 1");
        double pane = Double.parseDouble(text("document.querySelector('.pane').getBoundingClientRect().width + 1"));
        assertEquals(pane, Double.parseDouble(text(right + ".left - " + left + ".left")), 2, "moved together");
        assertTrue(page.url().contains("vs=2014"), page.url());
        page.selectOption("#c-vs", "");
        await("document.querySelectorAll('.pane').length === 1 && crimeMap.stats().years.length === 1");
    }

    @Test
    void whatIsNotPublishedOfAYearIsNoZero() throws Exception {
        RealData.required();
        open("?view=year&play=0&dataset=complaints&year=2015&at=9");
        assertEquals("September 2015", page.textContent("#hud-date"));
        assertEquals("9", page.getAttribute("#t-scrub", "max"), "the film ends there");
        assertEquals(12, page.locator("#t-ticks span").count());
        List<String> lines = csv();
        assertTrue(lines.get(lines.size() - 1).startsWith("2015-09,"), lines.toString());
    }

    @Test
    void twoYearsOfDifferentLengthAreOfTheSameMonth() throws Exception {
        RealData.required();
        open("?view=year&play=0&dataset=complaints&year=2015&vs=2014&at=11");
        assertEquals("November 2015", page.textContent("#hud-date"));
        assertEquals("–", page.textContent("#hud-number"));
        String unit = page.textContent("#hud-unit").replace(",", "");
        long november = json(city.ingest() + "/v1/records/complaints/2014-11").getLong("rows");
        assertTrue(unit.contains("not published yet: data to 30 September 2015"), unit);
        assertTrue(unit.contains("November 2014: " + november), unit);
        assertTrue(unit.contains("January to September: 69968 against 72686 (−3.7 %)"), unit);
        assertEquals(
                List.of("2015: not published yet", "2014"),
                page.locator(".pane-title").allTextContents());
        // one grey in lines, and nothing between them, where there is no month; the steps of the scale where there is
        // one
        List<?> colours = (List<?>)
                page.evaluate(
                        "() => [...document.querySelectorAll('canvas.grid')].map((c) => new Set(new Uint32Array(c.getContext('2d').getImageData(0, 0, c.width, c.height).data.buffer)).size)");
        assertEquals(2, ((Number) colours.get(0)).intValue(), "hatched: " + colours);
        assertTrue(((Number) colours.get(1)).intValue() > 5, "a map: " + colours);
        assertEquals(
                List.of(true, true),
                page.evaluate("() => { const c = document.querySelector('#t-bars'), w = c.width / 12;"
                        + " const colours = (m) => new Set(new Uint32Array(c.getContext('2d').getImageData(m * w + 2, 0, w - 4, c.height).data.buffer)).size;"
                        + " return [10, 11].map((m) => colours(m) > 1); }"),
                "the bars of November and December are hatched");
        assertTrue(
                page.textContent("#live").contains("November 2015: not published yet: data to 30 September 2015"),
                page.textContent("#live"));
        BoundingBox left = page.locator(".pane").first().boundingBox();
        BoundingBox main = page.locator("#main").boundingBox();
        BufferedImage picture = ImageIO.read(
                page.waitForDownload(() -> page.click("#do-png")).path().toFile());
        Set<Integer> sea = new HashSet<>();
        for (int y = 0; y < 80; y++) {
            sea.add(picture.getRGB(
                    (int) (left.x - main.x + left.width / 2), (int) (left.y - main.y + left.height - 120 + y)));
        }
        assertTrue(sea.size() > 1, "hatched in the picture too");
        List<String> lines = csv();
        assertTrue(lines.contains("November,," + november), lines.toString());
        assertTrue(lines.get(lines.size() - 1).startsWith("December,,"), lines.toString());
        seek(3);
        assertEquals(List.of("2015", "2014"), page.locator(".pane-title").allTextContents());
        assertTrue(page.textContent("#hud-unit").contains("January to March: "), page.textContent("#hud-unit"));
    }

    @Test
    void yearsAreChosenByArrowsAndList() {
        open("?view=year&play=0&dataset=complaints&year=2014");
        page.click("#c-year-next");
        await("location.search.includes('year=2015') && crimeMap.stats().years[0] === '2015'");
        assertTrue(page.textContent("#hud-date").contains("2015"));
        page.selectOption("#c-year", "2014");
        await("crimeMap.stats().years[0] === '2014'");
    }

    @Test
    void anotherYearBeginsWithJanuaryEvenWhilePlaying() {
        open("?view=year&play=0&dataset=complaints&year=2014&at=8&speed=0.25");
        page.click("#t-play");
        page.click("#c-year-next");
        await("crimeMap.stats().years[0] === '2015' && crimeMap.stats().playing");
        assertTrue(stat("position") < 5, "month " + stat("position"));
    }

    private void seek(double month) {
        page.evaluate(
                "m => { const s = document.querySelector('#t-scrub'); s.value = m; s.dispatchEvent(new Event('input')); }",
                month);
    }

    private String picture() {
        return text("document.querySelector('canvas.grid').toDataURL()");
    }
}
