package nyc.crime.predict.api;

import java.util.List;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import nyc.crime.predict.FakeGrid;

import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.when;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** What every service offers beside its own paths: API document, metrics, health, CORS. */
@QuarkusTest
@WithTestResource(FakeGrid.class)
class ApiTest {

    private static JsonPath document() {
        return when().get("/q/openapi?format=json")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/forecasts",
                "/v1/scoreboard",
                "/v1/scoreboard/series",
                "/v1/scoreboard/cells",
                "/v1/scoreboard/distribution",
                "/v1/scoreboard/totals",
                "/v1/scoreboard/leads",
                "/v1/model",
                "/v2",
                "/v2/health/live",
                "/v2/health/ready",
                "/v2/models/{model}",
                "/v2/models/{model}/ready"
            })
    void theDocumentHasEveryPathWithASummary(String path) {
        assertFalse(document().getString("paths.'" + path + "'.get.summary").isBlank());
    }

    @Test
    void theDocumentsExamplesCanBeTriedAsTheyAre() {
        for (String path : List.of("/v1/forecasts", "/v1/scoreboard")) {
            var request = given();
            String parameters = "paths.'" + path + "'.get.parameters.";
            List<String> names = document().getList(parameters + "name");
            List<Object> examples = document().getList(parameters + "example");
            for (int i = 0; i < names.size(); i++) {
                assertNotNull(examples.get(i), path + " has no example of " + names.get(i));
                request.queryParam(names.get(i), examples.get(i));
            }
            request.when().get(path).then().statusCode(200);
        }
    }

    @Test
    void metricsHaveTheNamesThatTheDashboardAsksFor() {
        when().get("/v1/model").then().statusCode(200);
        String metrics =
                when().get("/q/metrics").then().statusCode(200).extract().asString();
        for (String name : List.of(
                "http_server_requests_seconds_count{",
                "http_server_requests_seconds_sum{",
                "http_server_requests_seconds_max{",
                "process_cpu_usage",
                "jvm_memory_used_bytes{")) {
            assertTrue(metrics.contains(name), name);
        }
    }

    @Test
    void anyPageMayReadIt() {
        given().header("Origin", "https://example.org")
                .when()
                .get("/v1/model")
                .then()
                .statusCode(200)
                .header("Access-Control-Allow-Origin", "https://example.org")
                .header("Access-Control-Expose-Headers", containsString("ETag"))
                .header("X-Content-Type-Options", equalTo("nosniff"));
    }

    @Test
    void healthSaysWhetherTheNetworkIsThere() {
        for (String path : List.of("/q/health/live", "/q/health/ready", "/q/health/started")) {
            when().get(path).then().statusCode(200).body("status", equalTo("UP"));
        }
        when().get("/q/health/ready").then().body("checks.name", equalTo(List.of("network")));
    }
}
