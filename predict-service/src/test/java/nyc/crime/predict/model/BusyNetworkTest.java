package nyc.crime.predict.model;

import jakarta.inject.Inject;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import nyc.crime.predict.FakeGrid;
import nyc.crime.predict.TinyNetwork;

import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.when;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.notNullValue;

/** A network that is busy for too long is no reason to leave it out: the caller is asked to come back. */
@QuarkusTest
@WithTestResource(FakeGrid.class)
@WithTestResource(TinyNetwork.class)
class BusyNetworkTest {

    @Inject
    ConvLstm network;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/scoreboard?from=2015-05-01&to=2015-05-03",
                "/v1/scoreboard/series?from=2015-05-01&to=2015-05-04",
                "/v1/forecasts?origin=2015-05-01&by=city"
            })
    void theCallerIsAskedToComeBack(String path) {
        network.current()
                .network()
                .inTurn(predictor -> when().get(path)
                        .then()
                        .statusCode(503)
                        .contentType("application/problem+json")
                        .header("Retry-After", notNullValue())
                        .body("detail", containsString("too many")));
        when().get(path).then().statusCode(200);
    }

    @Test
    void theProtocolSaysSoInItsOwnForm() {
        network.current()
                .network()
                .inTurn(predictor -> given().body(TinyNetwork.request(1))
                        .when()
                        .post("/v2/models/convlstm/infer")
                        .then()
                        .statusCode(503)
                        .header("Retry-After", notNullValue())
                        .body("error", containsString("too many")));
    }
}
