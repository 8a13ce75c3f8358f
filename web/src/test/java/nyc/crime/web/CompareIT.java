package nyc.crime.web;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;

import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.BoundingBox;
import io.restassured.path.json.JsonPath;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import nyc.crime.testkit.RealData;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Two periods side by side in a real browser against the real services, on real rows. */
@Tag("jvm")
class CompareIT extends Browsing {

    private static final String VIEW = "?view=compare&dataset=complaints&a=2014-01..2014-06&b=2015-01..2015-06";
    private static final String CHANGES =
            "/v1/changes/complaints?kind=precincts&a=2014-01-01..2014-06-30&b=2015-01-01..2015-06-30";

    @BeforeAll
    static void rows() {
        RealData.required();
    }

    @Test
    void itsFiguresAreThoseOfTheService() throws Exception {
        open(VIEW);
        JsonPath changes = json(city.grid() + CHANGES);
        int sure = changes.getInt("areas.findAll { it.moreThanChance }.size()");
        assertTrue(sure > 0 && sure < 78, "some are, some are not: " + sure);
        assertEquals(sure, stat("sure"));
        assertEquals(sure, number("#hud-number"));
        assertTrue(page.textContent("#hud-unit").startsWith("of 78 precincts changed by more than chance"));
        List<String> lines = csv();
        assertTrue(
                lines.contains(
                        "place,January to June 2014,January to June 2015,\"change, %\",chance,expected,difference,p,q"),
                lines.toString());
        assertTrue(lines.toString().contains("# Test: two-sample Poisson test"), lines.toString());
        for (String id : List.of("75", "14", "122")) {
            Map<String, Object> change = changes.getMap("areas.find { it.name == '" + id + "' }");
            String start = "Precinct " + id + "," + change.get("a") + "," + change.get("b") + ",";
            String row = lines.stream()
                    .filter(line -> line.startsWith(start))
                    .findFirst()
                    .orElseThrow();
            assertTrue(row.contains((boolean) change.get("moreThanChance") ? ",more than chance," : ",may be chance,"));
        }
        assertEquals(List.of(), complaints);
    }

    @Test
    void whatMayBeChanceIsGreyOnTheMap() throws Exception {
        open(VIEW + "&names=0&map=10/40.7000/-73.9500");
        JsonPath changes = json(city.grid() + CHANGES);
        JsonPath outlines = JsonPath.from(new String(
                bytes(city.grid() + "/v1/areas/precincts?zoom=12", "application/geo+json"), StandardCharsets.UTF_8));
        BoundingBox map = page.locator(".pane").last().boundingBox();
        BufferedImage picture = ImageIO.read(new ByteArrayInputStream(page.screenshot()));
        int seen = 0;
        for (Map<String, Object> change : changes.<Map<String, Object>>getList("areas")) {
            List<Number> label =
                    outlines.getList("features.find { it.id == '" + change.get("name") + "' }.properties.label");
            double x = map.width / 2 + 256 * 1024 * (label.get(0).doubleValue() + 73.95) / 360;
            double y = map.height / 2 - 256 * 1024 * (mercator(label.get(1).doubleValue()) - mercator(40.7));
            if (x < 5 || y < 60 || x > map.width - 70 || y > map.height - 5) {
                continue;
            }
            Color colour = new Color(picture.getRGB((int) (map.x + x), (int) (map.y + y)));
            int grey = Math.abs(colour.getBlue() - colour.getRed());
            assertTrue((boolean) change.get("moreThanChance") ? grey > 25 : grey < 25, change + " is " + colour);
            seen++;
        }
        assertTrue(seen > 40, "precincts seen: " + seen);
    }

    /** How far north a latitude is on a web map whose world is 1 high. */
    private static double mercator(double latitude) {
        return Math.log(Math.tan(Math.PI / 4 + Math.toRadians(latitude) / 2)) / (2 * Math.PI);
    }

    @Test
    void theKeyboardIsEnough() {
        open("?view=history&play=0&dataset=complaints&month=2015-03");
        press("c");
        await("crimeMap.stats().view === 'compare' && crimeMap.stats().loaded && !crimeMap.stats().loading");
        assertEquals("page", page.getAttribute("nav a[data-view=history]", "aria-current"));
        page.focus("#places tbody button");
        press("Enter");
        await("crimeMap.stats().marked");
        String said = page.textContent("#live");
        assertTrue(said.contains("complaints") || said.contains("in January to August 2014"), said);
        assertTrue(said.endsWith("more than chance. Marked on the map."), said);
        page.focus("#c-b-to");
        page.fill("#c-b-to", "2015-03");
        press("Tab");
        await("location.search.includes('b=2015-01..2015-03') && !crimeMap.stats().loading");
        page.selectOption("#c-kind", "neighbourhoods");
        await("location.search.includes('kind=neighbourhoods') && !crimeMap.stats().loading");
        assertTrue(page.textContent("#hud-unit").contains("neighbourhoods changed by more than chance"));
        page.fill("#c-b-from", "2015-09");
        press("Tab");
        page.waitForSelector("#status:visible");
        assertTrue(page.textContent("#status-text").contains("A period ends after it begins"));
    }

    @Test
    void bothPeriodsHaveOneScaleAndAMonthThatIsMissingHasNoMap() {
        open(VIEW);
        assertEquals(3, stat("maps"));
        assertEquals(
                List.of("January to June 2014", "January to June 2015", "Change"),
                page.locator(".pane-title").allInnerTexts());
        assertEquals(
                1,
                page.locator("#legend .ramp[aria-label^='Records per km² and month']")
                        .count());
        assertNotEquals(picture(0), picture(1));
        page.context().close();
        blank();
        page.route("**/v1/history/**from=2014-01**", route -> {
            APIResponse answer = route.fetch();
            // of the same length, so that the head's length stays true
            String changed = new String(answer.body(), StandardCharsets.ISO_8859_1)
                    .replace("\"stale\":false", "\"missing\":[1]");
            route.fulfill(new Route.FulfillOptions()
                    .setResponse(answer)
                    .setBodyBytes(changed.getBytes(StandardCharsets.ISO_8859_1)));
        });
        go(VIEW);
        assertTrue(page.textContent("#hud-note").contains("A month cannot be had now"), page.textContent("#hud-note"));
        assertEquals(2, colours(0), "lines, and nothing between them, where there is no map");
        assertTrue(colours(1) > 5, "a map");
    }

    /** How many colours a map of density has. */
    private int colours(int pane) {
        return Integer.parseInt(
                text(
                        "(() => { const c = document.querySelectorAll('canvas.grid')[" + pane + "];"
                                + " return new Set(new Uint32Array(c.getContext('2d').getImageData(0, 0, c.width, c.height).data.buffer)).size; })()"));
    }

    private String picture(int pane) {
        return text("document.querySelectorAll('canvas.grid')[" + pane + "].toDataURL()");
    }

    @Test
    void axeFindsNoSeriousFaultAndThePictureIsThere() {
        for (int[] size : new int[][] {{1440, 900}, {390, 844}}) {
            blank(o -> o.setViewportSize(size[0], size[1]));
            go(VIEW);
            page.waitForFunction("() => crimeMap.names().length > 0");
            screenshot(size[0] > 600 ? "compare-desktop" : "compare-phone");
            page.evaluate(Chromium.axe());
            List<?> faults = (List<?>) page.evaluate(
                    "async () => (await axe.run()).violations.filter(v => ['serious', 'critical'].includes(v.impact))"
                            + ".map(v => v.id + ': ' + v.nodes.map(n => n.html).join(' '))");
            assertEquals(List.of(), faults, size[0] + " × " + size[1]);
            assertEquals(
                    "Complaints, January to June 2014 and January to June 2015 · NYC Crime in Motion", page.title());
            page.context().close();
        }
    }
}
