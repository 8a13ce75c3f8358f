package nyc.crime.web;

import java.awt.image.BufferedImage;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;

import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.BoundingBox;
import com.microsoft.playwright.options.ForcedColors;
import com.microsoft.playwright.options.Media;
import com.microsoft.playwright.options.ReducedMotion;
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

/** What every view does alike: address, keyboard, sizes of window, colours, downloads, trouble. */
@Tag("jvm")
class EveryViewIT extends Browsing {

    private static final String OWNER =
            RealData.orNull() == null ? "synthetic sample city, not real records" : "City of New York, NYC Open Data";

    /** Forecasts, scores and history want years of records, which the sample city would first have to send. */
    private static void needsRows(String view) {
        if (List.of("history", "compare", "forecast", "scoreboard", "place").contains(view)) {
            RealData.required();
        }
    }

    private void openView(String view) {
        needsRows(view);
        open("?" + EVERYWHERE + view);
    }

    // --- address

    @ParameterizedTest
    @ValueSource(
            strings = {
                "?dataset=complaints&month=2015-03&day=9&category=felony,violation&heat=1&speed=4&loop=1&palette=safe&theme=light&map=11.5/40.7500/-73.9500",
                "?view=year&year=2024&category=felony&at=6.5&speed=0.5",
                "?view=year&dataset=complaints&year=2015&vs=2014&at=3",
                "?view=history&month=2024-06&category=felony&window=quarter",
                "?view=compare&dataset=complaints&a=2014-01..2014-06&b=2015-01..2015-06&kind=neighbourhoods&map=11/40.7000/-73.9500",
                "?view=forecast&origin=2015-08-31&lead=5&by=precinct&model=climatology&side=1&hot=1&shade=1",
                "?view=scoreboard&from=2015-08-01&to=2015-09-30",
                "?view=place&dataset=complaints&place=precinct:75"
            })
    void aLinkReproducesTheView(String address) {
        needsRows(address.matches(".*view=(history|compare|forecast|scoreboard|place).*") ? "forecast" : "month");
        open(address);
        assertTrue(page.url().endsWith(address), page.url());
        overlaid();
        String shown = seen();
        page.click("#do-palette");
        page.click("#do-palette");
        loaded();
        String copied = page.url();
        page.context().close();
        blank();
        page.navigate(copied);
        loaded();
        overlaid();
        assertEquals(shown, seen());
    }

    /** Waits for the overlays that are switched on. */
    private void overlaid() {
        await(
                "['heat', 'hot', 'shade'].every((o) => !document.querySelector('#c-' + o).checked || crimeMap.stats()[o])");
    }

    /** Everything that the reader sees as text, and every control's value. */
    private String seen() {
        page.waitForTimeout(300);
        return text(
                "JSON.stringify([document.querySelector('#hud').innerText, document.querySelector('#board').innerText,"
                        + " document.querySelector('#places').innerText, document.documentElement.dataset.theme, document.documentElement.dataset.palette,"
                        + " [...document.querySelectorAll('select, input')].filter((c) => c.checkVisibility()).map((c) => c.type === 'checkbox' ? c.checked : c.value),"
                        + " [...document.querySelectorAll('canvas.grid')].map((c) => Math.round(c.getBoundingClientRect().width))])");
    }

    @Test
    void goingBackAndForthIsGoingBackAndForth() {
        open("?play=0&month=" + city.month());
        page.click("nav a[data-view=year]");
        await("crimeMap.stats().view === 'year' && crimeMap.stats().loaded");
        assertEquals("page", page.getAttribute("nav a[data-view=year]", "aria-current") == null ? "" : "page");
        page.goBack();
        await("crimeMap.stats().view === 'month' && crimeMap.stats().loaded");
        assertTrue(page.textContent("#hud-date").contains("March 2024"));
        page.goForward();
        await("crimeMap.stats().view === 'year' && crimeMap.stats().loaded");
    }

    @Test
    void valuesThatMakeNoSenseAreNamedAndLeftOut() {
        open("?play=0&day=99&category=murder&speed=7&month=2024-13&theme=pink&map=99/1/1&by=%3Cb%3E&lead=0");
        page.waitForSelector("#status:visible");
        String text = page.textContent("#status-text");
        for (String name : List.of("month", "day", "category", "speed", "theme", "map", "by", "lead")) {
            assertTrue(text.contains(name), text);
        }
        assertTrue(stat("placed") > 0, "the page shows its default month");
        page.click("#status-close");
        assertFalse(page.isVisible("#status"));
    }

    @Test
    void textInTheAddressIsTextAndNothingElse() {
        open("?play=0&offence=%22%27%26%3B&month=" + city.month());
        assertEquals(0, stat("total"), "no record has that offence");
        assertEquals(List.of(), complaints);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "?play=0&month=1999-01",
                "?view=year&play=0&year=1999",
                "?view=forecast&origin=1999-01-01",
                "?view=scoreboard&from=2015-09-30&to=2015-09-01"
            })
    void whatIsNotThereIsExplained(String address) {
        blank();
        visit(address);
        page.waitForSelector("#status-retry:visible");
        String text = page.textContent("#status-text");
        assertTrue(text.contains("could not be loaded.") && text.length() > 50, text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "month&month=2024-03",
                "year&year=2024",
                "history",
                "forecast",
                "scoreboard&from=2015-08-01&to=2015-09-30"
            })
    void whatThePageNamesBeforehandIsWhatItsScriptsAskFor(String view) {
        needsRows(view.split("&")[0]);
        open("?play=0&view=" + view);
        List<String> named = page.locator("link[rel=preload]").all().stream()
                .map(link -> (String) link.evaluate("link => link.href"))
                .toList();
        assertTrue(named.size() > 2, named::toString);
        for (String address : named) {
            assertEquals(1, requested.stream().filter(address::equals).count(), address);
        }
    }

    // --- keyboard

    @Test
    void theKeyboardIsEnough() {
        open("?play=0&month=" + city.month());
        press("ArrowRight");
        assertEquals(2, stat("day"));
        press("ArrowLeft");
        assertEquals(1, stat("day"));
        press("Space");
        await("crimeMap.stats().playing");
        press("Space");
        await("!crimeMap.stats().playing");
        press(".", ".");
        assertEquals("4", page.inputValue("#t-speed"));
        press(",");
        assertEquals("2", page.inputValue("#t-speed"));
        press("l");
        assertEquals("true", page.getAttribute("#t-loop", "aria-pressed"));
        for (int i = 1; i <= 4; i++) {
            String chip = "#chips button:nth-child(" + i + ")";
            press(String.valueOf(i));
            assertEquals("false", page.getAttribute(chip, "aria-pressed"));
            press(String.valueOf(i));
            assertEquals("true", page.getAttribute(chip, "aria-pressed"));
        }
        press("h");
        await("crimeMap.stats().heat");
        press("]");
        await("location.search.includes('2024-04')");
        press("[");
        await(
                "!location.search.includes('2024-04') && location.search.includes('2024-03') && !crimeMap.stats().loading");
        press("+");
        await("location.search.includes('map=')");
        String zoomed = page.url();
        press("Shift+ArrowRight");
        await("!location.href.endsWith('" + URI.create(zoomed).getRawQuery() + "')");
        press("0");
        assertFalse(page.url().contains("map="), page.url());
        press("-");
        await("location.search.includes('map=')");
        press("t");
        assertTrue(page.isVisible("#sheet table"));
        press("Escape", "y");
        await("crimeMap.stats().view === 'year' && crimeMap.stats().loaded");
        press("ArrowRight");
        assertEquals(2, stat("at"));
        press("m");
        await("crimeMap.stats().view === 'month'");
    }

    @Test
    void theKeyboardIsEnoughForForecastAndScoreboard() {
        RealData.required();
        open("?" + EVERYWHERE + "month");
        press("f");
        await("crimeMap.stats().view === 'forecast' && crimeMap.stats().loaded");
        press("ArrowRight");
        await("crimeMap.stats().date === '2015-09-02'");
        press("[");
        await("crimeMap.stats().date === '2015-09-01' && location.search.includes('origin=2015-08-30')");
        press("t");
        assertEquals(1508, page.locator("#sheet tbody tr").count(), "all places, not only those beside the map");
        press("Escape", "s");
        await("crimeMap.stats().view === 'scoreboard' && crimeMap.stats().plots === 7");
        press("t");
        assertTrue(page.locator("#sheet table").count() >= 5, "a table behind each plot");
    }

    @Test
    void theHelpSheetNamesEveryKey() {
        open("?play=0&month=" + city.month());
        press("?");
        assertTrue(page.isVisible("#help"));
        String keys = text("[...document.querySelectorAll('#help kbd')].map((k) => k.textContent).join(' ')");
        for (String key : "Space ← → [ ] , . 1 4 h n l m y a c f s / t + - Shift 0 ? Esc".split(" ")) {
            assertTrue((" " + keys + " ").contains(" " + key + " "), key + " in " + keys);
        }
        press("ArrowRight");
        assertEquals(1, stat("day"), "keys belong to the sheet while it is open");
        press("Escape");
        assertFalse(page.isVisible("#help"));
        page.click("#do-about-2");
        assertTrue(page.innerText("#about").contains("an arrest is not a conviction".substring(3)));
        page.click("#about button");
        assertFalse(page.isVisible("#about"));
    }

    @Test
    void theFocusGoesThroughThePageInReadingOrder() {
        open("?play=0&month=" + city.month());
        List<String> order = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            press("Tab");
            String at = text("document.activeElement.id || document.activeElement.dataset.view"
                    + " || document.activeElement.dataset.category || document.activeElement.className");
            if (order.contains(at)) {
                break;
            }
            order.add(at);
        }
        assertEquals("skip", order.get(0));
        List<String> expected = List.of(
                "skip",
                "month",
                "year",
                "forecast",
                "scoreboard",
                "do-table",
                "do-help",
                "felony",
                "other",
                "c-dataset",
                "c-month-prev",
                "c-offence",
                "c-heat",
                "t-back",
                "t-play",
                "t-loop",
                "t-scrub",
                "do-about-2");
        List<Integer> places = expected.stream().map(order::indexOf).toList();
        assertFalse(places.contains(-1), order.toString());
        assertEquals(places.stream().sorted().toList(), places, order.toString());
    }

    @ParameterizedTest
    @CsvSource({"month, t-back", "year, t-back", "forecast, sort", "scoreboard, sort", "place, sort"})
    void theSkipLinkLeadsToWhatIsThere(String view, String first) {
        openView(view);
        press("Tab", "Enter", "Tab");
        if (List.of("forecast", "scoreboard", "place").contains(view)) {
            press("Tab");
        }
        assertEquals(first, text("document.activeElement.id || document.activeElement.className"));
    }

    @ParameterizedTest
    @CsvSource({
        "month&month=2024-03, 'Arrests, March 2024'",
        "year&year=2024&vs=2025&category=felony, 'Felony arrests, 2024 and 2025'",
        "history&dataset=complaints&window=year, 'Complaints, month by month'",
        "compare&dataset=complaints&a=2014-01..2014-12&b=2015-04..2015-04, 'Complaints, 2014 and April 2015'",
        "forecast&origin=2015-08-31&lead=3, Forecast for 3 September 2015",
        "scoreboard&from=2015-08-01&to=2015-09-30, 'Scoreboard, 1 August 2015 to 30 September 2015'",
        "place&place=precinct:75, 'Precinct 75, arrests'"
    })
    void theDocumentIsCalledWhatItShows(String view, String title) {
        needsRows(view.split("&")[0]);
        open("?play=0&view=" + view);
        assertEquals(title + " · NYC Crime in Motion", page.title());
    }

    @Test
    void theLeadHasItsName() {
        RealData.required();
        openView("forecast");
        assertEquals("Day of the forecast", page.getAttribute("#c-lead", "aria-label"));
        assertEquals("1: Tuesday, 1 September 2015", page.getAttribute("#c-lead", "aria-valuetext"));
        assertEquals("31 August 2015", page.getAttribute(".date:has(#c-origin)", "data-text"));
    }

    // --- what is said aloud, and motion

    @Test
    void theMomentIsSaidAloud() {
        open("?play=0&month=" + city.month());
        page.click("#t-forward");
        assertEquals("polite", page.getAttribute("#live", "aria-live"));
        String said = page.textContent("#live");
        assertTrue(said.contains("Saturday, 2 March 2024") && said.contains("arrests so far"), said);
        assertEquals("Saturday, 2 March 2024", page.getAttribute("#t-scrub", "aria-valuetext"));
    }

    @ParameterizedTest
    @CsvSource({"month, 3", "year, 2"})
    void withReducedMotionItMovesInWholeSteps(String view, int reached) {
        blank(o -> o.setReducedMotion(ReducedMotion.REDUCE));
        go("?view=" + view + "&year=2024&month=" + city.month());
        assertEquals(false, page.evaluate("() => crimeMap.stats().playing"), "nothing moves by itself");
        page.selectOption("#t-speed", "8");
        page.click("#t-play");
        await("crimeMap.stats().position >= " + reached);
        for (int i = 0; i < 20; i++) {
            double position = exact("position");
            assertEquals(Math.rint(position), position, "whole steps only");
        }
    }

    @Test
    void withReducedMotionThePlainAddressStaysStill() {
        blank(o -> o.setReducedMotion(ReducedMotion.REDUCE));
        go("");
        page.waitForTimeout(700);
        assertEquals(0, stat("position"));
    }

    // --- sizes of window

    @ParameterizedTest
    @ValueSource(
            strings = {
                "month",
                "year",
                "year&vs=2025",
                "history",
                "compare",
                "forecast",
                "forecast&side=1",
                "scoreboard",
                "place"
            })
    void aPhoneShowsEverything(String view) {
        needsRows(view.split("&")[0]);
        blank(o ->
                o.setViewportSize(360, 740).setHasTouch(true).setIsMobile(true).setDeviceScaleFactor(2));
        go("?" + EVERYWHERE + view + "&day=15&at=7");
        fits(view);
        if (page.isVisible("#stage")) {
            assertTrue(
                    page.isVisible("#hud-note") || page.textContent("#hud-note").isBlank(),
                    "phones keep the note line");
        }
        if (!view.contains("&")) {
            page.waitForTimeout(300);
            screenshot(view + "-phone");
        }
        page.click("#do-more");
        for (String tool : List.of("#do-table", "#do-png", "#do-csv", "#do-palette", "#do-theme", "#do-help")) {
            assertTrue(page.isVisible(tool), tool);
        }
        page.click("#do-more");
        if (page.isVisible("#stage")) {
            page.click("#panel-toggle");
            assertTrue(page.locator("#panel-body select, #panel-body input").count() > 3);
            fits(view + " with its choices");
            page.click("#panel-toggle");
            assertFalse(page.isVisible("#panel-body"));
        }
    }

    @Test
    void aPhonePlaysTheWholeCity() {
        blank(o ->
                o.setViewportSize(360, 740).setHasTouch(true).setIsMobile(true).setDeviceScaleFactor(2));
        go("?play=0&day=31&month=" + city.month());
        assertTrue(stat("offscreen") * 100 <= stat("drawn"), "the city fits the phone");
        page.tap("#t-back");
        assertEquals(30, stat("day"));
        page.tap("#t-play");
        await("crimeMap.stats().playing");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"month", "year&vs=2025", "history", "compare", "forecast&side=1&hot=1", "scoreboard", "place"})
    void fromALaptopToAWallNothingIsCutOff(String view) {
        needsRows(view.split("&")[0]);
        blank(o -> o.setViewportSize(3840, 2160));
        go("?" + EVERYWHERE + view);
        fits(view + " at 4K");
        double letter = Double.parseDouble(text("parseFloat(getComputedStyle(document.documentElement).fontSize)"));
        assertTrue(letter >= 24, "letters grow with the window: " + letter);
        for (int[] size : new int[][] {
            {1920, 1080}, {1440, 900}, {1400, 900}, {1366, 768}, {1280, 800}, {1280, 720}, {1024, 768}, {820, 1180}
        }) {
            page.setViewportSize(size[0], size[1]);
            page.waitForTimeout(150);
            fits(view + " at " + size[0] + " × " + size[1]);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"month&heat=1&day=31", "year", "year&vs=2025", "history", "compare", "forecast"})
    void theMapHasHalfOfASmallWindow(String view) {
        RealData.required();
        blank(o -> o.setViewportSize(640, 360));
        go("?" + EVERYWHERE + view);
        for (int[] size : new int[][] {{640, 360}, {844, 390}, {768, 1024}, {360, 640}, {390, 844}}) {
            String where = view + " at " + size[0] + " × " + size[1];
            page.setViewportSize(size[0], size[1]);
            page.waitForTimeout(150);
            assertMapHasHalf(where);
            fits(where);
            reachable(where);
            page.click("#panel-toggle");
            fits(where + " with its choices");
            reachable(where + " with its choices");
            page.click("#panel-toggle");
            page.click("#do-more");
            reachable(where + " with its tools");
            page.click("#do-more");
            double used = Double.parseDouble(
                    text(
                            "[...document.querySelectorAll('.pane')].map((p) => p.offsetWidth * p.offsetHeight).reduce((a, b) => a + b)"
                                    + " / (document.querySelector('#stage').offsetWidth * document.querySelector('#stage').offsetHeight)"));
            assertTrue(used > 0.97, where + ": maps use " + used + " of their stage");
        }
    }

    /** Every control that is shown can be scrolled to where nothing lies over it. */
    private void reachable(String where) {
        String open = "document.querySelector('#tools.open')";
        assertEquals(
                List.of(),
                page.evaluate("() => [..." + "(" + open + " ?? document.body)"
                        + ".querySelectorAll('button, select, input, a[href], summary')].filter((n) => n.checkVisibility({ visibilityProperty: true })"
                        + " && !n.closest('dialog, .skip') && getComputedStyle(n.closest('.sr') ?? n).clipPath === 'none').filter((n) => {"
                        + "   n.scrollIntoView({ block: 'nearest', inline: 'nearest' });"
                        + "   const b = n.getClientRects()[0], hit = document.elementFromPoint(b.left + b.width / 2, b.top + b.height / 2);"
                        + "   return !(hit && (n.contains(hit) || hit.contains(n) && hit.matches('label, .date') || hit.closest('label')?.contains(n)));"
                        + " }).map((n) => n.outerHTML.slice(0, 90))"),
                where);
    }

    @Test
    void largeLettersAreAsASmallWindow() {
        RealData.required();
        for (String view : List.of("month", "year&vs=2025", "forecast", "scoreboard", "place")) {
            page = chromium.pageOfLargeLetters();
            go("?" + EVERYWHERE + view);
            assertTrue(
                    Double.parseDouble(text("parseFloat(getComputedStyle(document.documentElement).fontSize)")) >= 30);
            fits(view);
            if (page.isVisible("#stage")) {
                assertMapHasHalf(view);
                page.click("#panel-toggle");
                fits(view + " with its choices");
                reachable(view + " with its choices");
            }
            page.context().close();
        }
    }

    /** Of points all over the window, at least half lie on a map. */
    private void assertMapHasHalf(String view) {
        double share = Double.parseDouble(
                text("(() => { let on = 0; for (let x = 0.5; x < 60; x++) for (let y = 0.5; y < 60; y++)"
                        + " on += Boolean(document.elementFromPoint(x / 60 * innerWidth, y / 60 * innerHeight)?.closest('#stage'));"
                        + " return on / 3600; })()"));
        assertTrue(share >= 0.5, view + ": the map has " + share);
    }

    @ParameterizedTest
    @ValueSource(strings = {"month", "year", "history", "compare", "forecast", "scoreboard", "place"})
    void littleMovesWhileItLoads(String view) {
        // what says that the sample city is one takes room of its own
        RealData.required();
        for (int[] size : new int[][] {{1280, 800}, {390, 844}}) {
            blank(o -> o.setViewportSize(size[0], size[1]));
            page.addInitScript(
                    "window.shifted = 0; new PerformanceObserver((list) => list.getEntries().forEach((e) =>"
                            + " { if (!e.hadRecentInput) shifted += e.value; })).observe({ type: 'layout-shift', buffered: true });");
            go("?" + EVERYWHERE + view);
            page.waitForTimeout(500);
            double shifted = Double.parseDouble(text("window.shifted"));
            assertTrue(shifted <= 0.1, view + " at " + size[0] + ": " + shifted);
            page.context().close();
        }
    }

    @ParameterizedTest
    @CsvSource({"month, 1", "year, 1", "history, 1", "compare, 1", "forecast, 1", "scoreboard, 0", "place, 0"})
    void aSheetOfPaperHoldsTheWholeViewWithSourceAndAddress(String view, int sheets) {
        openView(view);
        byte[] pdf = page.pdf(new Page.PdfOptions().setPreferCSSPageSize(true).setPrintBackground(true));
        long count = Pattern.compile("/Type ?/Page\\b")
                .matcher(new String(pdf, StandardCharsets.ISO_8859_1))
                .results()
                .count();
        assertTrue(sheets == 0 ? count > 1 : count == sheets, count + " sheets");
        long a4 = Pattern.compile("/MediaBox ?\\[ ?0 0 84[12][.\\d]* 59[45]")
                .matcher(new String(pdf, StandardCharsets.ISO_8859_1))
                .results()
                .count();
        assertEquals(count, a4, "sheets of A4 on their side");
        page.evaluate("() => dispatchEvent(new Event('beforeprint'))");
        page.emulateMedia(new Page.EmulateMediaOptions().setMedia(Media.PRINT));
        assertEquals("light", page.getAttribute("html", "data-theme"));
        String foot = text(
                "document.querySelector('#foot').textContent + getComputedStyle(document.querySelector('#foot'), '::after').content + document.querySelector('#foot').dataset.address");
        assertTrue(foot.contains(OWNER) && foot.contains(page.url()), foot);
        for (String there : List.of("#credit", "#foot a", sheets == 1 ? "#hud-date" : "#board h2")) {
            assertTrue(page.isVisible(there), there + " is on the sheet");
        }
        if (sheets == 1) {
            BoundingBox key = page.locator("#legend").boundingBox();
            BoundingBox room = page.locator("#hud").boundingBox();
            assertTrue(key.height > 10 && key.y + key.height <= room.y + room.height + 1, "the legend is on the sheet");
        }
        assertFalse(page.isVisible("#bar") || page.isVisible("#panel"));
        page.emulateMedia(new Page.EmulateMediaOptions().setMedia(Media.SCREEN));
        page.evaluate("() => dispatchEvent(new Event('afterprint'))");
        assertEquals("dark", page.getAttribute("html", "data-theme"));
    }

    @Test
    void forcedColoursKeepTheKey() {
        blank(o -> o.setForcedColors(ForcedColors.ACTIVE));
        go("?play=0&month=" + city.month());
        assertEquals(
                "rgb(255, 197, 61)",
                text("getComputedStyle(document.querySelector('[data-category=felony] i')).backgroundColor"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"month&heat=1", "year&vs=2025", "history", "compare", "forecast&side=1", "scoreboard", "place"})
    void theConsoleHasNoWarning(String view) {
        needsRows(view.split("&")[0]);
        blank();
        List<String> warnings = new ArrayList<>();
        page.onConsoleMessage(message -> {
            if (message.type().equals("warning")) {
                warnings.add(message.text());
            }
        });
        go("?" + EVERYWHERE + view);
        if (page.isVisible("#zoom-in")) {
            page.click("#zoom-in");
        }
        assertEquals(List.of(), warnings);
    }

    @Test
    void noWordOfAControlIsCut() {
        for (int width : new int[] {1440, 1024, 390}) {
            blank(o -> o.setViewportSize(width, 844));
            go("?play=0&month=2024-09");
            if (page.isVisible("#panel-toggle")) {
                page.click("#panel-toggle");
            }
            double room = Double.parseDouble(
                    text(
                            "(() => { const s = document.querySelector('#c-month-m'), css = getComputedStyle(s);"
                                    + " const c = document.createElement('canvas').getContext('2d'); c.font = `${css.fontSize} ${css.fontFamily}`;"
                                    + " return s.clientWidth - parseFloat(css.paddingLeft) - 20 - c.measureText('September').width; })()"));
            assertTrue(room >= 0, "September lacks " + -room + " px at " + width);
            page.context().close();
        }
    }

    /** Nothing is wider than the window, no card lies over another or outside, and text is of a readable size. */
    private void fits(String view) {
        Object wide = page.evaluate("() => document.documentElement.scrollWidth - innerWidth");
        assertTrue(((Number) wide).intValue() <= 0, view + " is wider than the window by " + wide);
        List<?> faults = (List<?>) page.evaluate("() => {"
                + " const cards = ['#bar', '#hud', '#panel', '#dock', '#places', '#zoom', '#foot'].map((s) => document.querySelector(s))"
                + "   .filter((n) => n.checkVisibility()).map((n) => [n.id, n.getBoundingClientRect()]);"
                + " const faults = [];"
                + " for (const [id, a] of cards) {"
                + "   if (a.left < -1 || a.right > innerWidth + 1 || a.bottom > innerHeight + 1) faults.push(id + ' is outside');"
                + "   for (const [other, b] of cards) {"
                + "     const over = Math.min(a.right, b.right) - Math.max(a.left, b.left) > 2 && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 2;"
                + "     if (id < other && over) faults.push(id + ' lies over ' + other);"
                + "   }"
                + " }"
                + " for (const n of document.querySelectorAll('#bar *, #hud *, #dock *, #places *, #board *')) {"
                + "   const own = [...n.childNodes].some((c) => c.nodeType === 3 && c.textContent.trim());"
                + "   if (own && n.checkVisibility() && parseFloat(getComputedStyle(n).fontSize) < 10) faults.push('tiny: ' + n.outerHTML.slice(0, 80));"
                + " }"
                + " return faults; }");
        assertEquals(List.of(), faults, view);
    }

    // --- colours

    @Test
    void coloursCanBeChanged() {
        open("?play=0&day=20&theme=light&palette=safe&month=" + city.month());
        assertEquals("light", page.getAttribute("html", "data-theme"));
        String chip = "getComputedStyle(document.querySelector('[data-category=felony] i')).backgroundColor";
        String ground = "getComputedStyle(document.body).backgroundColor";
        String safeLight = text(chip);
        String light = text(ground);
        String dots = text("document.querySelector('canvas.dots').toDataURL()");
        page.click("#do-theme");
        assertEquals("dark", page.getAttribute("html", "data-theme"));
        assertNotEquals(light, text(ground));
        String safeDark = text(chip);
        assertNotEquals(safeLight, safeDark);
        page.click("#do-palette");
        assertEquals("rgb(255, 197, 61)", text(chip), "the original gold");
        assertNotEquals(safeDark, text(chip));
        assertNotEquals(dots, text("document.querySelector('canvas.dots').toDataURL()"));
        assertFalse(page.url().contains("palette"), "the default is not in the address: " + page.url());
    }

    @Test
    void allMapsOfCountsHaveTheStepsOfOneScale() {
        RealData.required();
        Set<Object> scales = new HashSet<>();
        for (String view : List.of("month&heat=1", "year", "history", "forecast")) {
            openView(view);
            overlaid();
            List<?> colours = (List<?>) page.evaluate("() => ['.ramp', 'canvas.grid'].map((name) => {"
                    + " const c = document.querySelector(name), d = c.getContext('2d').getImageData(0, 0, c.width, c.height).data;"
                    + " return [...new Set(new Uint32Array(d.buffer))].filter((pixel) => pixel >>> 24); })");
            List<?> steps = (List<?>) colours.get(0);
            assertEquals(8, steps.size(), view);
            assertTrue(steps.containsAll((List<?>) colours.get(1)), view + " has colours of its own: " + colours);
            scales.add(steps);
            page.context().close();
        }
        assertEquals(1, scales.size(), scales.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"year", "history", "forecast", "scoreboard"})
    void everyPictureFollowsThePalette(String view) {
        openView(view);
        String picture = view.equals("scoreboard") ? "canvas.cells" : "canvas.grid";
        String before = text("document.querySelector('" + picture + "').toDataURL()");
        page.click("#do-palette");
        await("document.querySelector('" + picture + "')?.toDataURL() !== " + "'" + before + "'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"month", "year", "history", "compare", "forecast", "scoreboard", "place"})
    void axeFindsNoSeriousFault(String view) {
        needsRows(view);
        blank(o -> o.setViewportSize(1280, 800));
        go("?" + EVERYWHERE + view + "&side=1&hot=1&heat=1&theme=light");
        page.evaluate(Chromium.axe());
        for (int[] size :
                new int[][] {{1280, 801}, {1280, 800}, {390, 844}, {844, 390}, {640, 360}, {768, 1024}, {360, 640}}) {
            String theme = size[1] == 801 ? "light" : "dark";
            if (!theme.equals(text("document.documentElement.dataset.theme"))) {
                page.click("#do-theme");
            }
            page.setViewportSize(size[0], size[1]);
            page.waitForTimeout(300);
            List<?> faults = (List<?>) page.evaluate(
                    "async () => (await axe.run()).violations.filter(v => ['serious', 'critical'].includes(v.impact))"
                            + ".map(v => v.id + ': ' + v.nodes.map(n => n.html).join(' '))");
            assertEquals(List.of(), faults, view + " " + theme + " at " + size[0] + " × " + size[1]);
        }
    }

    // --- to take away

    @ParameterizedTest
    @CsvSource({
        "month, 'day,felony,misdemeanor,violation,other,all', 31",
        "year, 'month,2024', 12",
        "forecast, 'place,neighbourhood,latitude,longitude,expected,p05,p25,p75,p95,actual', 1508",
        "scoreboard, 'model,MSE,RMSE,MAE', 5",
        "place, 'month,felony,misdemeanor,violation,other,all', 18"
    })
    void theViewCanBeTakenAwayAsTableCsvAndPng(String view, String header, int rows) throws Exception {
        openView(view);
        if (view.equals("scoreboard")) {
            await("crimeMap.stats().plots === 7");
        }
        page.click("#do-table");
        assertEquals(
                rows, page.locator("#sheet table").first().locator("tbody tr").count());
        press("Escape");
        List<String> lines = csv();
        assertEquals("\ufeff# NYC Crime in Motion", lines.get(0), "marked as UTF-8");
        List<String> head = lines.stream().filter(line -> line.startsWith("# ")).toList();
        assertTrue(head.contains("# " + page.url()), "it names its view: " + head);
        assertTrue(head.toString().contains(OWNER), head.toString());
        List<String> table = lines.stream().filter(line -> !line.contains("# ")).toList();
        assertTrue(table.get(0).startsWith(header), table.get(0));
        assertEquals(1 + rows, table.size(), "one table a file");
        if (view.equals("forecast")) {
            assertTrue(
                    head.toString().contains("Model: convlstm, version ")
                            && head.toString().contains("Offences: BURGLARY"),
                    head.toString());
            for (String cell :
                    table.get(1).replaceFirst("^r\\d+c\\d+,[^,]*,", "").split(",")) {
                Double.parseDouble(cell);
            }
        }
        Download png = page.waitForDownload(() -> page.click("#do-png"));
        BufferedImage image = ImageIO.read(png.path().toFile());
        assertTrue(image.getWidth() >= 1200 && image.getHeight() > 600, image.getWidth() + " × " + image.getHeight());
        Set<Integer> colours = new HashSet<>();
        for (int x = 0; x < image.getWidth(); x += 3) {
            for (int y = 0; y < image.getHeight(); y += 3) {
                colours.add(image.getRGB(x, y));
            }
        }
        assertTrue(colours.size() > 30, "a picture, not a blank sheet: " + colours.size() + " colours");
    }

    @Test
    void theRecordsShownCanBeTakenAway() throws Exception {
        open("?play=0&category=felony&month=" + city.month());
        press("t");
        Download file =
                page.waitForDownload(() -> page.locator("#sheet .csv").last().click());
        assertEquals("arrests-2024-03-records.csv", file.suggestedFilename());
        List<String> lines = Files.readAllLines(file.path()).stream()
                .filter(line -> !line.contains("# "))
                .toList();
        List<Integer> categories =
                json(city.ingest() + "/v1/records/arrests/" + city.month()).getList("category");
        assertEquals(categories.stream().filter(c -> c == 0).count(), lines.size() - 1);
        assertTrue(lines.get(1).matches("2024-03-01,felony,.*,40\\.\\d+,-7\\d\\.\\d+"), lines.get(1));
    }

    @Test
    void theAddressFollowsThePlayHeadAndIsOfItsViewOnly() {
        open("?" + EVERYWHERE + "month&speed=4");
        page.click("#t-play");
        await("location.search.includes('day=') && crimeMap.stats().playing");
        page.click("#t-play");
        assertTrue(page.url().contains("day=" + stat("day")), page.url());
        for (String other : List.of("year=", "origin=", "from=", "to=")) {
            assertFalse(page.url().contains(other), page.url());
        }
        page.click("nav a[data-view=year]");
        await("crimeMap.stats().view === 'year' && crimeMap.stats().loaded");
        assertFalse(page.url().contains("day="), page.url());
        page.goBack();
        await("crimeMap.stats().view === 'month' && crimeMap.stats().loaded");
    }

    @Test
    void thePictureHoldsTimelineAndWhatIsSwitchedOff() {
        open("?play=0&day=20&category=felony,other&month=" + city.month());
        page.evaluate(
                "() => { window.written = []; window.struck = 0; const { prototype } = CanvasRenderingContext2D, { fillText, fillRect } = prototype;"
                        + " prototype.fillText = function (text, ...at) { written.push([text, this.font]); fillText.call(this, text, ...at); };"
                        + " prototype.fillRect = function (...at) { struck += at[3] === 1; fillRect.apply(this, at); }; }");
        page.waitForDownload(() -> page.click("#do-png"));
        String words = text("written.map(([text]) => text).join(' ')");
        assertTrue(words.contains(" 8 15 22 31"), words);
        assertEquals("4", text("struck"), "Misdemeanor and Violation with their numbers are struck through");
        assertTrue(text("written.at(-1)[1]").contains("system-ui"), text("written.at(-1)[1]"));
    }

    @Test
    void theLinkCanBeCopied() {
        blank(o -> o.setPermissions(List.of("clipboard-read", "clipboard-write")));
        go("?play=0&day=7&month=" + city.month());
        page.click("#do-link");
        page.waitForSelector("#status:visible");
        assertEquals(page.url(), page.evaluate("() => navigator.clipboard.readText()"));
    }

    @Test
    void embeddedThereIsMapDisplayAndPlayerOnly() {
        blank(o -> o.setViewportSize(700, 600));
        go("?play=0&embed=1&month=" + city.month());
        for (String gone : List.of("#bar", "#panel", ".skip")) {
            assertFalse(page.isVisible(gone), gone);
        }
        for (String there : List.of("#stage", "#hud", "#t-play", "#credit")) {
            assertTrue(page.isVisible(there), there);
        }
        assertMapHasHalf("embedded");
        assertTrue(page.url().contains("embed=1"));
    }

    // --- trouble

    @ParameterizedTest
    @CsvSource({
        "month, **/v1/records/**, ingest",
        "year, **/v1/grids/**, grid",
        "forecast, **/v1/forecasts**, predict",
        "scoreboard, **/v1/scoreboard**, predict"
    })
    void aServiceThatIsDownIsNamedAndCanBeTriedAgain(String view, String pattern, String service) {
        needsRows(view);
        blank();
        page.route(pattern, Route::abort);
        visit("?" + EVERYWHERE + view);
        page.waitForSelector("#status-retry:visible");
        assertTrue(
                page.textContent("#status-text").contains("The " + service + " service does not answer"),
                page.textContent("#status-text"));
        page.unroute(pattern);
        page.click("#status-retry");
        loaded();
        assertFalse(page.isVisible("#status"));
    }

    @ParameterizedTest
    @CsvSource({
        "month, **/v1/records/**",
        "year, **/v1/grids/**",
        "forecast, **/v1/forecasts**",
        "scoreboard, **/v1/scoreboard**"
    })
    void aSlowAnswerShowsThatItIsLoading(String view, String pattern) {
        needsRows(view);
        blank();
        List<Route> held = new ArrayList<>();
        page.route(pattern, held::add);
        visit("?" + EVERYWHERE + view);
        page.waitForSelector("#status-cancel:visible");
        assertTrue(page.textContent("#status-text").startsWith("Loading "), page.textContent("#status-text"));
        assertTrue(page.isVisible("#status-bar"));
        page.unroute(pattern);
        List.copyOf(held).forEach(Route::resume);
        loaded();
        assertFalse(page.isVisible("#status"));
    }

    @Test
    void aSlowLoadCanBeCancelledAndIsOvertakenByTheNext() {
        blank();
        List<Route> held = new ArrayList<>();
        page.route("**/v1/records/*/2024-03*", held::add);
        visit("?play=0&month=2024-03");
        page.waitForSelector("#status-cancel:visible");
        page.waitForCondition(() -> held.size() == 1);
        page.click("#status-cancel");
        assertTrue(page.textContent("#status-text").contains("cancelled"));
        page.click("#status-retry");
        page.waitForSelector("#status-cancel:visible");
        page.waitForCondition(() -> held.size() == 2);
        List<String> aborted = new ArrayList<>();
        page.onRequestFailed(request -> aborted.add(request.url()));
        press("]");
        await("crimeMap.stats().loaded && location.search.includes('2024-04')");
        page.waitForCondition(() -> !aborted.isEmpty());
        assertEquals(1, aborted.size(), "the old load was aborted");
        assertEquals(2, held.size());
        assertTrue(page.textContent("#hud-unit").contains("April 2024"));
    }

    /** The reader goes on to something slow, and back before it came: what it brings, or that it was given up, must not be seen. */
    @ParameterizedTest
    @CsvSource({
        "month, **/v1/records/*/2024-11*, #c-month-m, 11",
        "year, **/v1/grids/*/2025*, #c-vs, 2025",
        "forecast, **/v1/forecasts*2015-09-01*, #c-origin, 2015-09-01",
        "scoreboard, **/v1/scoreboard*2015-07-01*, #c-score-from, 2015-07-01"
    })
    void goingBackFromASlowLoadLeavesNothingOfIt(String view, String pattern, String control, String value) {
        openView(view);
        String shown = seen();
        String address = text("location.search");
        List<Route> held = new ArrayList<>();
        page.route(pattern, held::add);
        page.evalOnSelector(
                control, "(node, value) => { node.value = value; node.dispatchEvent(new Event('change')); }", value);
        page.waitForCondition(() -> !held.isEmpty());
        page.goBack();
        await("location.search === '" + address + "'");
        loaded();
        page.unroute(pattern);
        List.copyOf(held).forEach(Route::resume);
        assertEquals(shown, seen());
        assertFalse(page.isVisible("#status"), page.textContent("#status-text"));
    }

    @Test
    void aProblemIsToldInTheServicesWords() {
        blank();
        page.route(
                "**/v1/records/**",
                route -> route.fulfill(
                        new Route.FulfillOptions()
                                .setStatus(503)
                                .setContentType("application/problem+json")
                                .setHeaders(Map.of(
                                        "Access-Control-Allow-Origin", "*",
                                        "Access-Control-Expose-Headers", "Retry-After",
                                        "Retry-After", "10"))
                                .setBody(
                                        "{\"status\":503,\"title\":\"Service unavailable\",\"detail\":\"Socrata does not answer.\"}")));
        visit("?play=0&month=" + city.month());
        page.waitForSelector("#status-retry:visible");
        String text = page.textContent("#status-text");
        assertTrue(text.contains("Socrata does not answer.") && text.contains("wait 10 s"), text);
    }

    @Test
    void anAnswerThatIsCutShortIsAnError() {
        blank();
        answer("**/v1/records/**", "{\"dataset\":\"arrests\",\"period\":\"2024-");
        visit("?play=0&month=" + city.month());
        page.waitForSelector("#status-retry:visible");
        assertTrue(page.textContent("#status-text").contains("cut short"));
    }

    @ParameterizedTest
    @CsvSource({
        "month, **/v1/records/**, #hud",
        "year, **/v1/grids/**, #hud",
        "history, **/v1/history/**, #hud",
        "compare, **/v1/changes/**, #hud",
        "place, **/v1/series/**, #board",
        "forecast, **/v1/forecasts**, #hud",
        "scoreboard, **/v1/scoreboard**, #board"
    })
    void staleAndSyntheticDataAreMarked(String view, String pattern, String where) throws Exception {
        needsRows(view);
        open("?" + EVERYWHERE + view);
        assertFalse(page.textContent(where).contains("Kept copy"), "fresh data has no badge");
        page.context().close();
        blank();
        page.route(pattern, route -> {
            APIResponse answer = route.fetch();
            Map<String, String> headers = new java.util.HashMap<>(answer.headers());
            headers.putAll(
                    Map.of("cache-status", "grid-service; hit; ttl=-3600", "age", "7200", "x-data-source", "sample"));
            headers.remove("content-encoding");
            headers.remove("content-length");
            byte[] body = answer.body();
            if (headers.getOrDefault("content-type", "").contains("json")) {
                body = answer.text()
                        .replaceFirst("\"source\":\"[a-z]+\"", "\"source\":\"sample\"")
                        .getBytes(java.nio.charset.StandardCharsets.UTF_8);
            }
            route.fulfill(new Route.FulfillOptions()
                    .setStatus(200)
                    .setHeaders(headers)
                    .setBodyBytes(body));
        });
        go("?" + EVERYWHERE + view);
        String badges = page.textContent(where + " .badges");
        assertTrue(badges.contains("Kept copy"), badges);
        assertTrue(badges.contains("Synthetic sample city"), badges);
        assertTrue(page.isVisible(where + " .badges .stale"));
        assertTrue(page.textContent("#foot").contains("synthetic sample city"), page.textContent("#foot"));
        assertTrue(csv().subList(0, 8).toString().contains("synthetic sample city"), "the CSV says it first");
        page.evaluate(
                "() => { window.written = []; const { prototype } = CanvasRenderingContext2D, { fillText } = prototype;"
                        + " prototype.fillText = function (text, ...at) { written.push(text); fillText.call(this, text, ...at); }; }");
        page.waitForDownload(() -> page.click("#do-png"));
        assertTrue(text("written.join(' ')").contains("synthetic sample city"), "the picture says it");
        page.evaluate("() => dispatchEvent(new Event('beforeprint'))");
        page.emulateMedia(new Page.EmulateMediaOptions().setMedia(Media.PRINT));
        assertTrue(
                page.isVisible("#credit") && page.textContent("#credit").contains("synthetic sample city"),
                "the sheet of paper says it");
        page.emulateMedia(new Page.EmulateMediaOptions().setMedia(Media.SCREEN));
        page.evaluate("() => dispatchEvent(new Event('afterprint'))");
        page.setViewportSize(360, 740);
        fits(view + " with badges");
    }

    @Test
    void nothingComesFromAThirdParty() {
        RealData.required();
        open("?" + EVERYWHERE + "month&heat=1");
        await("crimeMap.stats().heat");
        for (String key : List.of("y", "f", "s")) {
            press(key);
            loaded();
        }
        await("crimeMap.stats().plots === 7");
        assertTrue(requested.size() > 10, requested::toString);
        for (String address : requested) {
            String host = URI.create(address.split("\\?")[0]).getHost();
            assertEquals("127.0.0.1", host, address);
        }
        assertEquals(List.of(), complaints);
    }

    @ParameterizedTest
    @CsvSource({
        "month, arrests to 30 June 2025",
        "year, arrests to 30 June 2025",
        "history, arrests to 30 June 2025",
        "compare, arrests to 30 June 2025",
        "place, arrests to 30 June 2025",
        "forecast, complaints to 30 September 2015",
        "scoreboard, complaints to 30 September 2015"
    })
    void everyViewSaysToWhatDayTheDataAre(String view, String words) {
        RealData.required();
        openView(view);
        assertTrue(page.innerText("#foot").contains(words), page.innerText("#foot"));
        String shown = page.locator(":is(#hud, #places, #board):visible")
                .allInnerTexts()
                .toString();
        assertFalse(Pattern.compile("\\b20\\d\\d-\\d\\d\\b").matcher(shown).find(), "one way to write dates: " + shown);
    }

    @Test
    void toWhatDayTheDataAreIsNotKnownUntilTheServiceSays() {
        blank();
        page.route("**/v1/datasets", Route::abort);
        page.route("**/v1/records/**", Route::abort);
        visit("?" + EVERYWHERE + "month");
        page.waitForSelector("#status-retry:visible");
        assertTrue(
                page.textContent("#credit").endsWith("arrests to a day that is not known"),
                page.textContent("#credit"));
        page.unroute("**/v1/datasets");
        await("/arrests to \\d+ [A-Z]/.test(document.querySelector('#credit').textContent)");
    }

    @Test
    void dataIsCreditedToItsSource() {
        open("?play=0&month=" + city.month());
        assertTrue(page.textContent("#foot").contains(OWNER));
    }
}
