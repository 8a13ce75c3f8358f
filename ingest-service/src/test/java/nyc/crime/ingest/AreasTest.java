package nyc.crime.ingest;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.client.WireMock;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import nyc.crime.ingest.FakeSocrata.Call;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

/** Outlines of areas: kept, asked for again, stale, refused. Each test has a kind of its own. */
@QuarkusTest
@TestProfile(AreasTest.Alone.class)
class AreasTest {

    private static final String CUT_SHORT = "{\"type\":\"FeatureCollection\",\"features\":[";
    private static final List<String> KINDS =
            List.of("kept", "changed", "away", "missing", "fewer", "many", "nameless", "points");

    FakeSocrata socrata;

    /** An application of its own, with kinds that a test can do with as it likes. */
    public static class Alone implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            Map<String, String> config = KINDS.stream()
                    .collect(Collectors.toMap(
                            kind -> "nyc.cities.nyc.areas." + kind + ".source", kind -> "%4.4s-area".formatted(kind)));
            for (String kind : KINDS) {
                String area = "nyc.cities.nyc.areas." + kind;
                config.put(area + ".id-property", "precinct");
                config.put(area + ".word", kind);
                config.put(area + ".words", kind);
            }
            config.put("nyc.ingest.upstream.most-areas", "5");
            config.put("nyc.ingest.upstream.retries", "1");
            return config;
        }

        @Override
        public List<TestResourceEntry> testResources() {
            return List.of(new TestResourceEntry(FakeSocrataResource.class));
        }
    }

    @BeforeEach
    @AfterEach
    void behave() {
        socrata.behave();
    }

    @Test
    void areasAreAsSocrataGivesThemAndHaveAnId() {
        give("kept", 3, features(3, "precinct"));
        ValidatableResponse first = areas("kept")
                .statusCode(200)
                .contentType("application/geo+json")
                .header("X-Data-Source", "live")
                .body("kind", equalTo("kept"))
                .body("stale", equalTo(false))
                .body("fetchedAt", notNullValue())
                .body("features.id", equalTo(List.of("0", "1", "2")))
                .body("features[1].properties", equalTo(Map.of("precinct", "1", "synthetic", "true")))
                .body("features[1].geometry.coordinates[0][2][1]", equalTo(40.7123456789012f))
                .body("features[2].geometry", nullValue());
        socrata.calls().clear();
        given().header("If-None-Match", first.extract().header("ETag"))
                .get("/v1/areas/kept")
                .then()
                .statusCode(304);
        assertThat(ofAreas()).as("kept").isEmpty();
    }

    @Test
    void keptAreasAreAskedForAgainByAConditionalRequest() {
        give("changed", 2, features(2, "precinct"));
        areas("changed").statusCode(200);
        SettableClock.pass(Duration.ofHours(25));
        socrata.misbehave(call -> {
            if (!isAreas(call)) {
                return null;
            }
            assertThat(call.ifNoneMatch()).isEqualTo("\"changed\"");
            return WireMock.status(304);
        });
        areas("changed").statusCode(200).body("stale", equalTo(false)).body("features.size()", equalTo(2));
        SettableClock.pass(Duration.ofHours(25));
        give("changed", 3, features(3, "precinct"));
        areas("changed").statusCode(200).body("features.size()", equalTo(3));
    }

    @Test
    void keptAreasAreStaleWhileSocrataIsAway() {
        give("away", 2, features(2, "precinct"));
        areas("away").statusCode(200);
        for (ResponseDefinitionBuilder trouble : List.of(
                WireMock.status(500),
                FakeSocrata.error(404, "{\"code\":\"dataset.missing\"}"),
                WireMock.ok(CUT_SHORT),
                WireMock.ok("<html>we will be back</html>"))) {
            SettableClock.pass(Duration.ofHours(25));
            socrata.misbehave(call -> isAreas(call) ? trouble : null);
            areas("away")
                    .statusCode(200)
                    .body("stale", equalTo(true))
                    .body("features.size()", equalTo(2))
                    .header("Cache-Status", matchesPattern("ingest-service; hit; ttl=-\\d+"));
        }
        give("away", 2, features(2, "precinct"));
        areas("away").statusCode(200).body("stale", equalTo(false));
    }

    @Test
    void areasThatSocrataDoesNotHaveAre404() {
        socrata.misbehave(call -> isAreas(call) ? FakeSocrata.error(404, "{\"code\":\"dataset.missing\"}") : null);
        areas("missing").statusCode(404).body("parameter", equalTo("kind")).body("detail", containsString("miss-area"));
        areas("wards")
                .statusCode(404)
                .contentType("application/problem+json")
                .body("parameter", equalTo("kind"))
                .body("detail", containsString("boroughs"));
    }

    @Test
    void areasInFormOnlyAreRefused() {
        give("fewer", 3, features(2, "precinct"));
        areas("fewer").statusCode(502).body("kind", equalTo("incomplete"));
        give("many", 6, features(5, "precinct"));
        areas("many").statusCode(502).body("kind", equalTo("over_ceiling"));
        give("nameless", 2, features(2, "ward"));
        areas("nameless").statusCode(502).body("detail", containsString("property precinct"));
        give(
                "points",
                1,
                "{\"type\":\"FeatureCollection\",\"features\":[{\"type\":\"Feature\",\"properties\":{\"precinct\":\"1\"},"
                        + "\"geometry\":{\"type\":\"Point\",\"coordinates\":[-74,40.7]}}]}");
        areas("points").statusCode(502).body("kind", equalTo("malformed"));
    }

    private void give(String kind, int counted, String geoJson) {
        socrata.misbehave(call -> {
            if (isAreas(call)) {
                return WireMock.ok(geoJson)
                        .withHeader("Content-Type", "application/vnd.geo+json;charset=utf-8")
                        .withHeader("ETag", '"' + kind + '"');
            }
            return call.dataset().endsWith("-area") ? FakeSocrata.json("[{\"rows\":\"" + counted + "\"}]") : null;
        });
    }

    private List<Call> ofAreas() {
        return socrata.calls().stream().filter(AreasTest::isAreas).toList();
    }

    private static boolean isAreas(Call call) {
        return call.dataset().endsWith("-area") && call.select().equals("*");
    }

    private static ValidatableResponse areas(String kind) {
        return given().get("/v1/areas/" + kind).then();
    }

    /** So many areas, the last one of several without an outline. */
    private static String features(int count, String property) {
        return IntStream.range(0, count)
                .mapToObj(i ->
                        ("{\"type\":\"Feature\",\"geometry\":%s,\"properties\":{\"%s\":\"%d\",\"synthetic\":\"true\"}}")
                                .formatted(
                                        i == 2
                                                ? "null"
                                                : "{\"type\":\"Polygon\",\"coordinates\":"
                                                        + "[[[-74,40.7],[-73.9,40.7],[-73.9,40.7123456789012],[-74,40.7]]]}",
                                        property,
                                        i))
                .collect(Collectors.joining(",", "{\"type\":\"FeatureCollection\",\"features\":[", "],\"crs\":null}"));
    }
}
