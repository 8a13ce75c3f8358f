package nyc.crime.ingest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.matchesPattern;

/** The sample city by SODA 2 until the stand-in gives that up, and by SODA 3 from then on. */
@QuarkusTest
@TestProfile(StandInSodaThreeTest.WithToken.class)
class StandInSodaThreeTest {

    StandInResource.Upstream upstream;

    /** An application of its own, with a token: SODA 3 wants one. */
    public static class WithToken implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("nyc.ingest.upstream.api", "auto", "nyc.ingest.upstream.app-token", "a-token");
        }

        @Override
        public List<TestResourceEntry> testResources() {
            return List.of(new TestResourceEntry(StandInResource.class));
        }
    }

    @AfterEach
    void bringSodaTwoBack() {
        given().delete(upstream.url() + "/admin/protocol").then().statusCode(lessThan(300));
    }

    @Test
    void whatSodaTwoGaveSodaThreeGivesToo() throws IOException {
        Response byTwo = given().get("/v1/records/complaints/2012-05?columns=offence,precinct,hour");
        byTwo.then().statusCode(200);
        given().delete(upstream.url() + "/admin/requests");
        given().contentType("application/json")
                .body("{\"soda2Status\":403}")
                .put(upstream.url() + "/admin/protocol")
                .then()
                .statusCode(lessThan(300));
        forgetKeptMonths();
        SettableClock.pass(Duration.ofHours(25));
        Response byThree = given().get("/v1/records/complaints/2012-05?columns=offence,precinct,hour");
        byThree.then().statusCode(200).header("X-Records-Verified", byTwo.header("X-Records-Verified"));
        assertThat(statuses()).contains(403, 200);
        assertThat(columns(byThree)).isEqualTo(columns(byTwo));
        // from now on nobody asks by SODA 2, for rows or for outlines
        given().delete(upstream.url() + "/admin/requests");
        given().get("/v1/records/complaints/2012-06").then().statusCode(200).body("rows", greaterThan(0));
        given().get("/v1/areas/boroughs").then().statusCode(200).body("features.size()", equalTo(5));
        assertThat(statuses()).isNotEmpty().containsOnly(200);
    }

    @Test
    void yearIsAsOldAsItsOldestMonth() {
        SettableClock.pass(Duration.ofHours(-3));
        given().get("/v1/records/complaints/2013").then().statusCode(200);
        SettableClock.pass(Duration.ofHours(3));
        // months that are kept, in columns that memory has no answer of
        given().get("/v1/records/complaints/2013?columns=offence")
                .then()
                .statusCode(200)
                .header("Age", matchesPattern("1[01]\\d\\d\\d"))
                .header("Cache-Control", equalTo("public, max-age=86400"));
    }

    private static Map<String, Object> columns(Response month) {
        Map<String, Object> columns = month.jsonPath().getMap("");
        columns.remove("fetchedAt");
        return columns;
    }

    private List<Integer> statuses() {
        JsonPath requests = given().get(upstream.url() + "/admin/requests").jsonPath();
        return requests.getList("queries.status");
    }

    private void forgetKeptMonths() throws IOException {
        try (Stream<Path> files = Files.walk(upstream.store())) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.delete(file);
            }
        }
    }
}
