package nyc.crime.predict;

import java.util.Collections;
import java.util.List;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import nyc.crime.testkit.RealData;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** The levels that are known of the real rows, through the whole way. */
@QuarkusTest
@WithTestResource(RealCity.class)
class RealDataTest {

    @BeforeEach
    void needsData() {
        RealData.required();
    }

    private static JsonPath get(String path) {
        return given().when().get(path).then().statusCode(200).extract().jsonPath();
    }

    /** Mean squared error, Poisson deviance: DESIGN's levels are of 1,502 cells, grid-service's mask has a few more. */
    @Test
    void theBaselinesReachTheKnownLevels() {
        JsonPath board = get("/v1/scoreboard?from=2015-07-01&to=2015-09-30");
        assertEquals(92, board.getInt("days"));
        double cells = board.getInt("cells") / 1502.0;
        assertEquals(1, cells, 0.01);
        assertLevels(board, "ha-global", cells, 0.2120, 0.4638);
        assertLevels(board, "ha-weekday", cells, 0.2135, 0.4920);
        assertLevels(board, "climatology", cells, 0.2107, 0.4618);
        assertEquals(0.2067, board.getDouble("windowMean.mse") * cells, 0.0005);
        String climatology = "models.find { it.model == 'climatology' }.coverage.";
        for (String level : List.of("precinct", "city")) {
            double covered = board.getDouble(climatology + level + ".p90");
            assertTrue(covered > 0.85 && covered < 0.96, level + " " + covered);
        }
    }

    private static void assertLevels(JsonPath board, String model, double cells, double mse, double deviance) {
        String at = "models.find { it.model == '" + model + "' }.";
        assertEquals(mse, board.getDouble(at + "mse") * cells, 0.0005, model);
        assertEquals(deviance, board.getDouble(at + "poissonDeviance") * cells, 0.001, model);
    }

    /** Three months ahead the season carries; the network is ahead of every baseline, and intervals hold. */
    @Test
    void theNetworkBeatsTheBaselinesThreeMonthsAhead() {
        JsonPath board = get("/v1/scoreboard?from=2015-07-01&to=2015-09-30&lead=90");
        double cells = board.getInt("cells") / 1501.0;
        assertLevels(board, "climatology", cells, 0.2113, 0.4628);
        for (String score : List.of("mse", "poissonDeviance")) {
            List<Double> all = board.getList("models." + score, Double.class);
            double network = all.get(board.getList("models.model").indexOf("convlstm"));
            assertEquals(Collections.min(all), network, score);
        }
        for (String level : List.of("cell", "precinct")) {
            assertEquals(
                    0.9, board.getDouble("models.find { it.model == 'convlstm' }.coverage." + level + ".p90"), 0.03);
        }
    }

    @Test
    void aForecastOfTheRealCityAddsUp() {
        String query = "/v1/forecasts?origin=2015-08-31&days=2&model=climatology&by=";
        double city = get(query + "city").getDouble("days[1].places[0].expected");
        assertTrue(city > 200 && city < 330, "four felonies a day: " + city);
        for (String by : List.of("cell", "precinct", "borough")) {
            double sum = get(query + by).getList("days[1].places.expected", Double.class).stream()
                    .mapToDouble(Double::doubleValue)
                    .sum();
            assertEquals(city, sum, 0.01, by);
        }
        assertEquals(77, get(query + "precinct").getList("days[0].places").size());
    }

    @Test
    void arrestsAreForecastByTheBaselines() {
        JsonPath forecast = get("/v1/forecasts?dataset=arrests&origin=2024-12-31&by=city&model=ha-global");
        // 258,147 arrests in cells less those of 1 January, over 365 days
        assertEquals(707, forecast.getDouble("days[0].places[0].expected"), 3);
    }
}
