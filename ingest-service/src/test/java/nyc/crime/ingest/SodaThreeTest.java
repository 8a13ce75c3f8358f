package nyc.crime.ingest;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import nyc.crime.ingest.FakeSocrata.Call;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.lessThan;

/** A Socrata that has given SODA 2 up, on a day gone by. */
@QuarkusTest
@TestProfile(SodaThreeTest.AfterSodaTwo.class)
class SodaThreeTest {

    FakeSocrata socrata;

    /** An application of its own, that may choose. */
    public static class AfterSodaTwo implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("nyc.ingest.upstream.api", "auto", "nyc.ingest.today", "2020-06-15");
        }

        @Override
        public List<TestResourceEntry> testResources() {
            return List.of(new TestResourceEntry(FakeSocrataResource.class));
        }
    }

    @BeforeEach
    void giveSodaTwoUp() {
        socrata.calls().clear();
        socrata.misbehave(call -> call.api() == 2
                ? FakeSocrata.error(410, "{\"code\":\"gone\",\"error\":true,\"message\":\"Use SODA3\"}")
                : null);
    }

    @AfterEach
    void behave() {
        socrata.behave();
    }

    @Test
    void monthsAreVerifiedByTheSameProofs() {
        given().get("/v1/records/arrests/2020-03")
                .then()
                .statusCode(200)
                .header("X-Records-Verified", "50/50")
                .body("rows", equalTo(50));
        assertThat(socrata.calls())
                .filteredOn(call -> call.api() == 3)
                .isNotEmpty()
                .allMatch(call -> call.method().equals("POST") && "expired".equals(call.token()));
        socrata.calls().clear();
        given().get("/v1/records/arrests/2020-03").then().statusCode(200).body("stale", equalTo(false));
        assertThat(socrata.calls())
                .as("asked whether it changed")
                .hasSize(1)
                .allMatch(call -> call.api() == 3 && call.method().equals("GET") && call.ifModifiedSince() != null);
    }

    @Test
    void pagesShorterThanAskedForAreFollowedByTheNext() {
        socrata.misbehave(call -> {
            if (call.api() == 2) {
                return FakeSocrata.error(410, "{}");
            }
            return call.isPage() && call.limit() > 7
                    ? FakeSocrata.page(socrata.select(call.page(7, call.offset())))
                    : null;
        });
        given().get("/v1/records/arrests/2020-04").then().statusCode(200).header("X-Records-Verified", "50/50");
        assertThat(socrata.calls()).filteredOn(Call::isPage).hasSizeGreaterThan(7);
    }

    @Test
    void nothingIsServedOfTheDaysAfterTheDayThatStandsForToday() {
        given().get("/v1/datasets")
                .then()
                .statusCode(200)
                .body("datasets.find { it.id == 'arrests' }.publishedThrough", equalTo("2020-06-15"));
        // the day is not the clock: answers age as ever
        Instant start = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        String fetchedAt = given().get("/v1/records/arrests/2020-05")
                .then()
                .statusCode(200)
                .header("Age", Integer::parseInt, lessThan(300))
                .extract()
                .path("fetchedAt");
        assertThat(Instant.parse(fetchedAt)).isAfterOrEqualTo(start);
        given().get("/v1/records/arrests/2020").then().statusCode(200).body("$", hasSize(6));
        given().get("/v1/records/arrests/2020-07").then().statusCode(404).body("last", equalTo("2020-06"));
    }
}
