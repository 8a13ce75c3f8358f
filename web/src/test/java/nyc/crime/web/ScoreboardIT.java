package nyc.crime.web;

import java.util.List;
import java.util.Locale;
import java.util.Map;

import io.restassured.path.json.JsonPath;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import nyc.crime.testkit.RealData;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** The Scoreboard in a real browser against the real services. */
@Tag("jvm")
class ScoreboardIT extends Browsing {

    private static final String WINDOW = "?view=scoreboard&from=2015-08-01&to=2015-09-30";
    private static final String SCORES = "/v1/scoreboard?from=2015-08-01&to=2015-09-30";

    @BeforeAll
    static void rows() {
        RealData.required();
    }

    private void openDrawn(String query) {
        open(query);
        await("crimeMap.stats().plots === 7");
    }

    @Test
    void theTableHoldsAllModelsAndTheNoiseFloor() throws Exception {
        openDrawn(WINDOW);
        JsonPath scores = json(city.predict() + SCORES);
        List<Map<String, Object>> models = scores.getList("models");
        assertTrue(models.size() >= 4);
        for (Map<String, Object> model : models) {
            String row = page.locator("#board tbody tr")
                    .filter(new com.microsoft.playwright.Locator.FilterOptions()
                            .setHasText((String) model.get("model")))
                    .first()
                    .innerText();
            double mse = ((Number) model.get("mse")).doubleValue();
            assertTrue(row.contains(String.format(Locale.ROOT, "%.4f", mse).substring(0, 5)), row + " against " + mse);
        }
        String floor = page.locator(
                        "#board tbody tr", new com.microsoft.playwright.Page.LocatorOptions().setHasText("noise floor"))
                .innerText();
        assertTrue(
                floor.contains(String.format(Locale.ROOT, "%.3f", scores.getDouble("noiseFloor"))
                        .substring(0, 4)),
                floor);
        screenshot("scoreboard-desktop");
        assertEquals(List.of(), complaints);
    }

    @Test
    void everyPlotIsThereAndDrawn() {
        openDrawn(WINDOW);
        for (String label : List.of(
                "Mean squared error of all models",
                "Prediction against actual",
                "Error over time",
                "Better or worse than the average",
                "Totals",
                "Error distribution: box plot",
                "Error distribution: how often",
                "Spatial error of",
                "Too high, too low:")) {
            Object colours = page.evaluate(
                    "label => { const c = document.querySelector(`#board canvas[aria-label^=\"${label}\"]`);"
                            + " const d = new Uint32Array(c.getContext('2d').getImageData(0, 0, c.width, c.height).data.buffer);"
                            + " return new Set(d).size; }",
                    label);
            assertTrue(((Number) colours).intValue() > 10, label + " has " + colours + " colours");
        }
    }

    @Test
    void theVerdictIsTheServices() throws Exception {
        openDrawn(WINDOW);
        List<Map<String, Object>> models = json(city.predict() + SCORES).getList("models");
        String best = models.stream()
                .min((a, b) ->
                        Double.compare(((Number) a.get("mse")).doubleValue(), ((Number) b.get("mse")).doubleValue()))
                .map(model -> (String) model.get("model"))
                .orElseThrow();
        String verdict = page.textContent("#board .verdict");
        assertTrue(verdict.contains(best), verdict);
        assertTrue(page.textContent("#board h3:has-text('Spatial error')").contains(best));
    }

    @Test
    void theVerdictNamesCoverageAndWhoHasSeenTheDays() throws Exception {
        openDrawn(WINDOW);
        List<Map<String, Object>> models = json(city.predict() + SCORES).getList("models");
        String verdict = page.textContent("#board .verdict");
        double covered = ((Number) ((Map<?, ?>) ((Map<?, ?>) models.get(0).get("coverage")).get("city")).get("p90"))
                .doubleValue();
        assertTrue(verdict.contains(String.format(Locale.ROOT, "%.1f %%", 100 * covered)), verdict);
        page.context().close();
        blank();
        page.route(
                "**/v1/scoreboard?*",
                route -> route.fulfill(fulfilled(route.fetch()
                        .text()
                        .replaceFirst("\"verdict\":\"[^\"]*\",", "")
                        .replaceAll("\"inSample\":(true|false),", "")
                        .replace("\"model\":\"convlstm\",", "\"model\":\"convlstm\",\"inSample\":true,"))));
        go(WINDOW);
        verdict = page.textContent("#board .verdict");
        assertTrue(verdict.contains("Not judged here") && verdict.endsWith("convlstm."), verdict);
        assertFalse(verdict.contains("The best model, convlstm"), verdict);
        assertTrue(page.textContent("#board tbody").contains("convlstm (in sample)"));
    }

    @Test
    void theModelCardAndItsResponsibleUseAreWhole() throws Exception {
        openDrawn(WINDOW);
        JsonPath card = json(city.predict() + "/v1/model");
        String shown = page.textContent("#card");
        for (String list : List.of("limits", "responsibleUse")) {
            List<String> sentences = card.getList(list);
            assertTrue(sentences.size() > 1);
            sentences.forEach(sentence -> assertTrue(shown.contains(sentence), sentence));
        }
        assertTrue(page.textContent("#board").contains("Do not use these forecasts to decide where to send police"));
    }

    @Test
    void aModelThatIsMissingIsNamed() {
        String note = "convlstm is missing: TensorFlow's libraries are not there.";
        blank();
        noteWell("**/v1/scoreboard?*", note);
        go(WINDOW);
        assertEquals(note, page.locator("#board .note").first().innerText());
    }

    @Test
    void anotherWindowIsAnotherScore() {
        openDrawn(WINDOW);
        String before = page.locator("#board tbody").first().innerText();
        page.fill("#c-score-from", "2015-09-01");
        await(
                "location.search.includes('from=2015-09-01') && crimeMap.stats().plots === 7 && !crimeMap.stats().loading");
        assertTrue(
                page.locator("#board caption").first().textContent().contains("1 September 2015 to 30 September 2015"));
        assertTrue(!before.equals(page.locator("#board tbody").first().innerText()));
        page.fill("#c-score-to", "2015-09-20");
        await("document.querySelector('#board caption')?.textContent.includes('20 September 2015')");
    }

    @Test
    void theTableIsSortedByTheColumnThatIsPressed() {
        openDrawn(WINDOW);
        page.click("#board thead button:text-is('MSE')");
        List<Double> mse =
                page.locator("#board .table").first().locator("tbody td:nth-child(2)").allTextContents().stream()
                        .map(Double::valueOf)
                        .toList();
        assertEquals(mse.stream().sorted(java.util.Collections.reverseOrder()).toList(), mse);
    }
}
