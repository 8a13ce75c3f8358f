package nyc.crime.predict.api;

import java.util.List;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import nyc.crime.predict.FakeGrid;

import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.when;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;

/** An answer without the network says so. The shipped network does not know the grid of the invented city. */
@QuarkusTest
@WithTestResource(FakeGrid.class)
class MissingNetworkTest {

    private static final String WINDOW = "?from=2015-07-01&to=2015-07-05";

    @ParameterizedTest
    @ValueSource(strings = {"", "/series", "/cells", "/distribution", "/totals"})
    void everyViewOfTheScoreboardNamesTheMissingModelAndWhy(String view) {
        when().get("/v1/scoreboard" + view + WINDOW)
                .then()
                .statusCode(200)
                .body("models.model", equalTo(List.of("climatology", "ha-global", "ha-weekday")))
                .body("missing.model", equalTo(List.of("convlstm")))
                .body("missing[0].reason", containsString("another grid"));
    }

    @Test
    void theLeadsAndTheNotesNameItToo() {
        when().get("/v1/scoreboard/leads" + WINDOW)
                .then()
                .statusCode(200)
                .body("leads[2].missing[0].model", equalTo("convlstm"))
                .body("leads[2].notes", hasItem(containsString("convlstm is missing")));
        when().get("/v1/scoreboard" + WINDOW + "&dataset=arrests")
                .then()
                .statusCode(200)
                .body("missing[0].reason", containsString("complaints only"));
    }

    @Test
    void climatologyStandsInAndTheForecastSaysForWhat() {
        when().get("/v1/forecasts?origin=2015-06-30&by=city")
                .then()
                .statusCode(200)
                .body("model.id", equalTo("climatology"))
                .body("notes", hasItem(containsString("convlstm is missing")))
                .body("notes", hasItem(containsString("synthetic")))
                .body("notes", not(hasItem(containsString("gaps"))));
        given().accept("application/geo+json")
                .when()
                .get("/v1/forecasts?origin=2015-06-30&by=city")
                .then()
                .statusCode(200)
                .body("notes", hasItem(containsString("convlstm is missing")));
    }

    @Test
    void daysThatTheDataLackAreCounted() {
        when().get("/v1/forecasts?dataset=arrests&origin=2014-03-01&by=city")
                .then()
                .statusCode(200)
                .body("notes", hasItem(containsString("3 of the days")));
    }
}
