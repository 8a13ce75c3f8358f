package nyc.crime.web;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import com.microsoft.playwright.Route;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import nyc.crime.testkit.RealData;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Names and borders of places over the maps, in a real browser against the real services. */
@Tag("jvm")
class NamesIT extends Browsing {

    private static final String MIDTOWN = "/40.7500/-73.9500";

    private void openAt(String view, String zoom) {
        open("?" + EVERYWHERE + view + "&map=" + zoom + MIDTOWN);
    }

    @SuppressWarnings("unchecked")
    private List<Map<String, Object>> names() {
        return (List<Map<String, Object>>) page.evaluate("() => crimeMap.names()");
    }

    private Set<Object> kinds() {
        return names().stream().map(name -> name.get("kind")).collect(Collectors.toSet());
    }

    @Test
    void fromBoroughsToNeighbourhoodsToPrecinctsAndParks() {
        RealData.required();
        openAt("month", "10.5");
        assertTrue(page.isVisible(".borough-name >> text=Queens"));
        assertEquals(List.of(), names());
        openAt("month", "12.25");
        page.waitForFunction("() => crimeMap.names().length > 10");
        assertEquals(Set.of("neighbourhoods"), kinds());
        assertFalse(page.isVisible(".borough-name >> text=Queens"));
        assertTrue(names().stream().anyMatch(name -> name.get("name").equals("Greenpoint")), names().toString());
        page.evaluate("() => document.querySelector('#zoom-in').click()");
        page.evaluate("() => document.querySelector('#zoom-in').click()");
        page.waitForFunction("() => crimeMap.names().some(({ kind }) => kind === 'parks')");
        assertEquals(Set.of("neighbourhoods", "precincts", "parks"), kinds());
    }

    /** The names are loaded once; after that the search needs no service, and each result is gone to and outlined. */
    @Test
    void anyPlaceIsFoundAsOneTypesAndTheMapGoesThere() {
        RealData.required();
        open("?" + EVERYWHERE + "month");
        find("75", "Precinct 75", "precinct:75", 40.66, -73.88);
        page.route("**/v1/**", Route::abort);
        find("prospect p", "Prospect Park", "neighbourhood:Prospect Park", 40.66, -73.97);
        find("van cort", "Van Cortlandt Park", "neighbourhood:Van Cortlandt Park", 40.9, -73.88);
        find("isle of m", "Isle Of Meadows", "park:Isle Of Meadows", 40.577, -74.203);
        find("stat", "Staten Island", "borough:Staten Island", 40.58, -74.15);
        find("CO OP", "Co-op City", "neighbourhood:Co-op City", 40.87, -73.83);
        press("/");
        page.fill("#find-text", "nowhere at all");
        assertEquals("There is no place “nowhere at all”.", page.innerText("#find-told"));
        assertEquals(0, page.locator("#find-list li").count());
        press("Escape", "0");
        assertFalse(page.url().contains("area="), page.url());
        await("!" + MARKED);
        page.unroute("**/v1/**");
        page.setViewportSize(390, 844);
        page.click("#do-more");
        page.click("#do-find");
        page.fill("#find-text", "75");
        page.locator("#find-list a").first().click();
        await("window.crimeMap && crimeMap.stats().place === 'precinct:75' && crimeMap.stats().loaded");
    }

    private static final String MARKED =
            "[...document.querySelectorAll('.leaflet-names-pane canvas:not(.area-names)')].some((c) => c.getContext('2d').getImageData(0, 0, c.width, c.height).data.some((v) => v))";

    private void find(String typed, String name, String place, double lat, double lon) {
        press("/");
        page.fill("#find-text", "");
        page.keyboard().type(typed);
        page.waitForSelector("#find-list li");
        assertEquals(name, page.locator("#find-list button").first().innerText(), typed);
        press("Enter");
        await("new URLSearchParams(location.search).get('area') === '" + place + "' && " + MARKED);
        String[] map = text("new URLSearchParams(location.search).get('map')").split("/");
        assertTrue(Double.parseDouble(map[0]) > 11 || place.startsWith("borough"), "near: " + map[0]);
        assertEquals(lat, Double.parseDouble(map[1]), 0.05, place);
        assertEquals(lon, Double.parseDouble(map[2]), 0.08, place);
    }

    @Test
    void theSampleCityHasNamesToo() {
        openAt("month", "12.25");
        page.waitForFunction("() => crimeMap.names().length > 3");
    }

    @ParameterizedTest
    @CsvSource({"month, 12", "month, 13.5", "year, 13.5", "forecast, 13.5", "history, 13.5"})
    void noNameLiesOverAnotherOrOutside(String view, String zoom) {
        RealData.required();
        openAt(view, zoom);
        page.waitForFunction("() => crimeMap.names().length > 5");
        assertEquals(
                List.of(),
                page.evaluate(
                        "() => { const list = crimeMap.names(), { width, height } = document.querySelector('.map').getBoundingClientRect();"
                                + " return list.filter((a, i) => a.x - a.width / 2 < 0 || a.y - a.height / 2 < 0 || a.x + a.width / 2 > width || a.y + a.height / 2 > height"
                                + " || list.some((b, j) => j < i && Math.abs(a.x - b.x) * 2 < a.width + b.width && Math.abs(a.y - b.y) * 2 < a.height + b.height)).map(({ name }) => name); }"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"dark", "light"})
    void theyCanBeReadOverDotsAndHeatInBothThemes(String theme) {
        openAt("month&heat=1&day=31&theme=" + theme, "12.25");
        page.waitForFunction("() => crimeMap.names().length > 3");
        double contrast = ((Number) page.evaluate("() => { const c = document.querySelector('canvas.area-names');"
                        + " const { data } = c.getContext('2d').getImageData(0, 0, c.width, c.height); const seen = new Map();"
                        + " for (let i = 0; i < data.length; i += 4) if (data[i + 3] === 255) { const k = data.slice(i, i + 3).join(); seen.set(k, (seen.get(k) ?? 0) + 1); }"
                        + " const light = (k) => k.split(',').map((v) => v / 255).map((v) => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4).reduce((s, v, j) => s + v * [0.2126, 0.7152, 0.0722][j], 0);"
                        + " const [a, b] = [...seen].sort((x, y) => y[1] - x[1]).slice(0, 2).map(([k]) => light(k)).sort((x, y) => y - x);"
                        + " return (a + 0.05) / (b + 0.05); }"))
                .doubleValue();
        assertTrue(contrast >= 4.5, "letters against their rim: " + contrast);
        screenshot("names-" + theme);
    }

    @Test
    void theyCanBeSwitchedOffByKeyAndAddress() {
        openAt("month", "12.25");
        page.waitForFunction("() => crimeMap.names().length > 3");
        press("n");
        page.waitForFunction("() => !crimeMap.names().length");
        assertTrue(page.url().contains("names=0"), page.url());
        assertFalse(page.isChecked("#c-names"));
        page.context().close();
        open("?" + EVERYWHERE + "year&names=0");
        assertFalse(page.isVisible(".borough-name >> text=Queens"));
        page.check("#c-names");
        assertTrue(page.isVisible(".borough-name >> text=Queens"));
    }

    @Test
    void whileAFilmPlaysUnderThemNothingOfThemIsDrawn() {
        openAt("month", "12.25");
        page.waitForFunction("() => crimeMap.names().length > 3");
        page.evaluate(
                "() => { window.drawn = []; const { prototype } = CanvasRenderingContext2D;"
                        + " for (const name of ['fillText', 'stroke', 'clearRect']) { const draw = prototype[name];"
                        + "   prototype[name] = function (...all) { if (this.canvas.closest('.leaflet-lines-pane, .leaflet-names-pane')) drawn.push(name); draw.apply(this, all); }; } }");
        page.click("#t-play");
        await("crimeMap.stats().position > 8");
        page.click("#t-play");
        assertEquals("", text("drawn.join()"));
        page.click("#zoom-in");
        page.waitForFunction("() => drawn.includes('fillText') && drawn.includes('stroke')");
    }

    @Test
    void theCellsOfAForecastAreCalledByTheirNeighbourhood() throws Exception {
        RealData.required();
        open("?" + EVERYWHERE + "forecast");
        String first = page.locator("#places tbody button").first().innerText();
        assertTrue(first.matches("[A-Z].+, r\\d+c\\d+"), first);
        List<String> table = csv().stream().filter(line -> !line.contains("# ")).toList();
        assertTrue(table.get(1).contains(first.substring(0, first.lastIndexOf(','))), table.get(1));
        openAt("forecast&by=precinct", "10.5");
        page.waitForFunction("() => crimeMap.names().length > 3");
        assertEquals(Set.of("precincts"), kinds());
    }
}
