package nyc.crime.predict.api;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import nyc.crime.predict.FakeGrid;
import nyc.crime.predict.TinyNetwork;
import nyc.crime.predict.baseline.Baseline;

import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.when;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

@QuarkusTest
@WithTestResource(FakeGrid.class)
@WithTestResource(TinyNetwork.class)
class ScoreboardResourceTest {

    private static final LocalDate FROM = LocalDate.of(2015, 7, 1);
    private static final int DAYS = 10;
    private static final String WINDOW = "from=2015-07-01&to=2015-07-10";
    private static final List<Integer> LAND = IntStream.range(0, FakeGrid.ROWS * FakeGrid.COLS)
            .filter(FakeGrid::isLand)
            .boxed()
            .toList();

    private static JsonPath get(String path) {
        return when().get("/v1/scoreboard" + path)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    private static int records(LocalDate day, int cell) {
        return IntStream.range(0, 4)
                .map(offence -> FakeGrid.count(day, cell, offence))
                .sum();
    }

    /** The mean of the 365 days up to an origin, counted one by one. */
    private static double yearMean(LocalDate origin, int cell) {
        return IntStream.range(0, 365)
                        .map(day -> records(origin.minusDays(day), cell))
                        .sum()
                / 365.0;
    }

    @Test
    void scoresEqualAnIndependentCalculation() {
        double squares = 0;
        double absolutes = 0;
        double deviances = 0;
        long records = 0;
        long hits = 0;
        for (int day = 0; day < DAYS; day++) {
            LocalDate target = FROM.plusDays(day);
            double[] means = LAND.stream()
                    .mapToDouble(cell -> yearMean(target.minusDays(1), cell))
                    .toArray();
            for (int i = 0; i < means.length; i++) {
                int y = records(target, LAND.get(i));
                double mu = Math.max(means[i], 1e-4);
                squares += (y - means[i]) * (y - means[i]);
                absolutes += Math.abs(y - means[i]);
                deviances += 2 * ((y == 0 ? 0 : y * Math.log(y / mu)) - y + mu);
                records += y;
            }
            // a fifth of twenty cells
            List<Integer> order =
                    new ArrayList<>(IntStream.range(0, means.length).boxed().toList());
            order.sort(Comparator.comparingDouble(i -> -means[i]));
            hits += order.subList(0, 4).stream()
                    .mapToInt(i -> records(target, LAND.get(i)))
                    .sum();
        }
        int n = DAYS * LAND.size();
        JsonPath board = get("?" + WINDOW);
        String model = "models.find { it.model == 'ha-global' }.";
        assertEquals(20, board.getInt("cells"));
        assertEquals(10, board.getInt("days"));
        assertEquals(records, board.getLong("records"));
        assertEquals(squares / n, board.getDouble(model + "mse"), 1e-5);
        assertEquals(Math.sqrt(squares / n), board.getDouble(model + "rmse"), 1e-5);
        assertEquals(absolutes / n, board.getDouble(model + "mae"), 1e-5);
        assertEquals(deviances / n, board.getDouble(model + "poissonDeviance"), 1e-5);
        assertEquals(hits / (double) records, board.getDouble(model + "hitRate.'20'"), 1e-5);
        assertEquals(hits / (double) records / 0.2, board.getDouble(model + "pai.'20'"), 1e-5);
        assertEquals(records / (double) n, board.getDouble("noiseFloor"), 1e-5);
    }

    @Test
    void everyModelIsScoredOnTheSameDays() {
        JsonPath board = get("?" + WINDOW);
        assertEquals(List.of("convlstm", "climatology", "ha-global", "ha-weekday"), board.getList("models.model"));
        assertEquals(List.of(true, false, false, false), board.getList("models.default"));
        assertEquals(0, board.getDouble("models[1].mseSkill"));
        assertEquals(
                1 - board.getDouble("models[2].mse") / board.getDouble("models[1].mse"),
                board.getDouble("models[2].mseSkill"),
                1e-5);
        for (int model = 0; model < 4; model++) {
            for (String level : List.of("cell", "precinct", "city")) {
                double p50 = board.getDouble("models[" + model + "].coverage." + level + ".p50");
                double p90 = board.getDouble("models[" + model + "].coverage." + level + ".p90");
                assertTrue(0 <= p50 && p50 <= p90 && p90 <= 1, level);
            }
            assertTrue(board.getDouble("models[" + model + "].crps") > 0);
        }
        assertTrue(board.getDouble("windowMean.mse") < board.getDouble("models[2].mse"));
    }

    /** The tiny network says that it learnt from 2014-04-01 to 2014-09-30. */
    @ParameterizedTest
    @CsvSource({"2014-09-01, 2014-09-30, true", "2014-10-01, 2014-10-20, false", "2015-01-01, 2015-01-20, false"})
    void aModelThatKnewTheDaysIsNotJudgedByThem(String from, String to, boolean inSample) {
        JsonPath board = get("?from=" + from + "&to=" + to);
        assertEquals(List.of(inSample, false, false, false), board.getList("models.inSample"));
        assertEquals(inSample, board.get("models[0].mseSkill") == null);
        assertEquals(inSample, board.get("models[0].devianceSkill") == null);
        assertEquals(inSample, board.getString("verdict").contains("convlstm is not judged here"));
        assertFalse(inSample && board.getString("verdict").startsWith("convlstm has"));
    }

    /** Two days on which the network, which learnt from them, has the least errors. */
    @Test
    void theBestModelIsOneThatDidNotKnowTheDays() {
        JsonPath board = get("?from=2014-07-08&to=2014-07-09&lead=1");
        assertEquals("convlstm", board.getString("models.min { it.mse }.model"));
        assertEquals("convlstm", board.getString("models.min { it.poissonDeviance }.model"));
        String verdict = board.getString("verdict");
        assertTrue(verdict.startsWith("climatology has the lowest squared error"), verdict);
        assertFalse(verdict.contains("convlstm has"), verdict);
    }

    @Test
    void theVerdictNamesTheBestModelAndWhatItsIntervalsCover() {
        JsonPath board = get("?" + WINDOW);
        String best = board.getString("models.min { it.mse }.model");
        double city = board.getDouble("models.min { it.mse }.coverage.city.p90");
        String verdict = board.getString("verdict");
        assertTrue(verdict.contains(best), verdict);
        assertTrue(verdict.contains(String.format(Locale.ROOT, "%.1f %% of the city's", 100 * city)), verdict);
        assertEquals("four felonies", board.getString("offence"));
        assertEquals(FakeGrid.OFFENCES, board.getList("offences"));
        assertEquals("2015-12-31", board.getString("publishedThrough"));
        double floor = board.getDouble("noiseFloorDeviance");
        assertTrue(board.getDouble("noiseFloorDevianceBounds.low") < floor);
        assertTrue(board.getDouble("noiseFloorDevianceBounds.high") > floor);
    }

    @Test
    void theViewsShowTheSameErrors() {
        JsonPath board = get("?" + WINDOW);
        JsonPath series = get("/series?" + WINDOW);
        JsonPath cells = get("/cells?" + WINDOW);
        JsonPath distribution = get("/distribution?" + WINDOW);
        JsonPath totals = get("/totals?" + WINDOW);
        assertEquals("2015-07-10", series.getString("days[9]"));
        assertEquals(LAND, cells.getList("cells"));
        assertEquals(board.getLong("records"), totals.getLong("actual"));
        assertEquals(
                board.getLong("records"),
                series.getList("actual", Integer.class).stream()
                        .mapToInt(Integer::intValue)
                        .sum());
        for (int model = 0; model < 4; model++) {
            String at = "models[" + model + "].";
            double mse = board.getDouble(at + "mse");
            assertEquals(mse, mean(series, at + "mse"), 1e-5);
            assertEquals(mse, mean(cells, at + "mse"), 1e-5);
            assertEquals(mean(cells, at + "error"), distribution.getDouble(at + "mean"), 1e-5);
            assertEquals(
                    DAYS * LAND.size(),
                    distribution.getList(at + "counts", Integer.class).stream()
                            .mapToInt(Integer::intValue)
                            .sum());
            assertEquals(DAYS * mean(series, at + "expected"), totals.getDouble(at + "expected"), 1e-3);
        }
    }

    private static double mean(JsonPath json, String path) {
        return json.getList(path, Double.class).stream()
                .mapToDouble(Double::doubleValue)
                .average()
                .orElseThrow();
    }

    /** No date of the training or of the known window is built in: later days are scored by the same request. */
    @Test
    void daysLongAfterTheTrainingAreScoredTheSameWay() {
        JsonPath sequel = get("?from=2015-10-01&to=2015-12-31");
        assertEquals(92, sequel.getInt("days"));
        assertEquals(get("?" + WINDOW).getList("models.model"), sequel.getList("models.model"));
        assertEquals(List.of(), sequel.getList("missing"));
        assertTrue(sequel.getList("notes").toString().contains("learnt from days up to 2014-09-30"));
        assertFalse(get("?" + WINDOW).getList("notes").toString().contains("learnt"));
    }

    @Test
    void fartherLeadsAreScoredOnTheSameWindow() {
        JsonPath leads = get("/leads?from=2015-07-01&to=2015-07-03");
        assertEquals(List.of(1, 7, 14), leads.getList("leads.lead"));
        assertEquals("2015-12-31", leads.getString("leads[2].publishedThrough"));
        assertEquals("2015-12-10", leads.getString("leads[2].completeThrough"));
        assertEquals(
                get("?from=2015-07-01&to=2015-07-03&lead=7").getDouble("models[2].mse"),
                leads.getDouble("leads[1].models[2].mse"));
    }

    @Test
    void daysFarAheadAreScoredAndSoAreFortnights() {
        JsonPath far = get("?from=2015-07-01&to=2015-07-20&lead=120");
        assertEquals(120, far.getInt("lead"));
        assertEquals(List.of("convlstm", "climatology", "ha-global", "ha-weekday"), far.getList("models.model"));
        for (int model = 0; model < 4; model++) {
            double p90 = far.getDouble("models[" + model + "].coverage.fortnight.p90");
            assertTrue(p90 >= 0 && p90 <= 1);
        }
        assertNull(get("?" + WINDOW).get("models[0].coverage.fortnight"));
    }

    @Test
    void theNetworksForecastIsServedAndIsTheDefault() {
        JsonPath forecast = when().get("/v1/forecasts?origin=2015-06-30&days=14&by=city")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
        assertEquals("convlstm", forecast.getString("model.id"));
        assertEquals(14, forecast.getList("days").size());
        // its rates are the sum of the offences' climatologies
        double sum = 0;
        for (String offence : FakeGrid.OFFENCES) {
            sum += given().queryParam("origin", "2015-06-30")
                    .queryParam("by", "city")
                    .queryParam("offence", offence)
                    .when()
                    .get("/v1/forecasts")
                    .jsonPath()
                    .getDouble("days[0].places[0].expected");
        }
        assertEquals(forecast.getDouble("days[0].places[0].expected"), sum, 1e-3);
        assertEquals(TinyNetwork.VERSION, forecast.getString("model.version"));
        assertEquals("2014-09-30", forecast.getString("model.trainedThrough"));
        assertEquals(TinyNetwork.VERSION, get("?" + WINDOW).getString("models[0].version"));
        for (String view : List.of("?", "/series?", "/cells?", "/distribution?", "/totals?")) {
            JsonPath board = get(view + WINDOW);
            assertEquals(forecast.getMap("model"), board.getMap("versions[0]"), view);
            assertEquals(Map.of("id", "climatology", "version", Baseline.VERSION), board.getMap("versions[1]"), view);
            assertEquals(forecast.getString("unit"), board.getString("unit"), view);
            assertEquals(forecast.getList("levels"), board.getList("levels"), view);
            assertEquals("2015-12-31", board.getString("publishedThrough"), view);
            assertEquals("2015-12-10", board.getString("completeThrough"), view);
        }
        assertEquals("2014-04-01", forecast.getString("model.trainedFrom"));
        assertEquals(1, forecast.getInt("model.trainingSeed"));
        when().get("/v1/model")
                .then()
                .statusCode(200)
                .body("version", equalTo(TinyNetwork.VERSION))
                .body("default", equalTo("convlstm"))
                .body("available", equalTo(true))
                .body("network.inputs.size()", equalTo(5))
                .body("responsibleUse[0]", containsString("not made for decisions"));
        when().get("/q/health/ready").then().statusCode(200).body(containsString("loaded"));
    }

    /** What an outsider gets, posted as it is, gives what the forecast says. */
    @Test
    void theNetworksInputsCanBePostedAsTheyAre() {
        String inputs = when().get("/v1/model/inputs?origin=2015-06-30&lead=120")
                .then()
                .statusCode(200)
                .body("date", equalTo("2015-10-28"))
                .body("publishedThrough", equalTo("2015-12-31"))
                .body("completeThrough", equalTo("2015-12-10"))
                .body("model.version", equalTo(TinyNetwork.VERSION))
                .body("offences", equalTo(FakeGrid.OFFENCES))
                .extract()
                .asString();
        List<Float> rates = given().contentType("application/json")
                .body(inputs)
                .when()
                .post("/v2/models/convlstm/versions/" + TinyNetwork.VERSION + "/infer")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath()
                .getList("outputs[0].data", Float.class);
        double total = 0;
        for (int i = 4; i < rates.size(); i += 5) {
            total += rates.get(i);
        }
        assertEquals(
                when().get("/v1/forecasts?origin=2015-06-30&start=2015-10-28&by=city")
                        .jsonPath()
                        .getDouble("days[0].total.expected"),
                total,
                1e-3);
        when().get("/v1/model/inputs?origin=2015-06-30&lead=161")
                .then()
                .statusCode(400)
                .body("parameter", equalTo("lead"));
    }

    @ParameterizedTest
    @CsvSource({
        "to=2015-07-10, 400, from",
        "from=2015-07-01, 400, to",
        "from=2015-07-10&to=2015-07-01, 400, to",
        "from=2014-07-10&to=2015-09-01, 400, to",
        "from=2015-07-01&to=2015-07-10&lead=161, 400, lead",
        "from=2015-07-01&to=2016-02-01, 422, to",
        "from=2014-01-20&to=2014-03-01, 422, from"
    })
    void aBadWindowIsNamed(String query, int status, String parameter) {
        when().get("/v1/scoreboard?" + query)
                .then()
                .statusCode(status)
                .contentType("application/problem+json")
                .body("parameter", equalTo(parameter));
    }
}
