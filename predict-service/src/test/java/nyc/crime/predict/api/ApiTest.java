package nyc.crime.predict.api;

import java.net.URL;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import org.junit.jupiter.api.Test;

import nyc.crime.predict.FakeGrid;
import nyc.crime.testkit.OpenApiDocument;

import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.when;
import static org.hamcrest.Matchers.equalTo;
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

    @TestHTTPResource
    URL service;

    @Test
    void theCommittedDocumentDescribesIt() throws Exception {
        OpenApiDocument.check("predict-service", service.toString());
    }

    @Test
    void everyOperationHasANameASummaryAndSchemas() {
        Map<String, Map<String, Map<String, Object>>> paths = document().getMap("paths");
        Set<Object> names = new HashSet<>();
        paths.forEach((path, methods) -> methods.forEach((method, operation) -> {
            String at = method + " " + path;
            assertTrue(names.add(operation.get("operationId")), at);
            assertNotNull(operation.get("summary"), at);
            String responses = operation.get("responses").toString();
            assertTrue(responses.matches(".*200=.*schema=.*4XX=.*schema=.*5XX=.*schema=.*"), at + responses);
        }));
        assertTrue(names.containsAll(Set.of("forecast", "scoreboard", "scoreboardLeads", "model", "modelInfer")));
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
                .header("Access-Control-Allow-Origin", "*")
                .header("Access-Control-Expose-Headers", equalTo("*"))
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
