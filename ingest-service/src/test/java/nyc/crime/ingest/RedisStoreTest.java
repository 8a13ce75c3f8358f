package nyc.crime.ingest;

import java.util.List;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

/** Months kept in a real Redis, until it goes away. */
@QuarkusTest
@TestProfile(RedisStoreTest.WithRedis.class)
class RedisStoreTest {

    FakeSocrata socrata;
    RedisResource.Redis redis;

    /** An application of its own, with Redis for a store and no memory of its own. */
    public static class WithRedis implements QuarkusTestProfile {
        @Override
        public List<TestResourceEntry> testResources() {
            return List.of(
                    new TestResourceEntry(FakeSocrataResource.class), new TestResourceEntry(RedisResource.class));
        }
    }

    @BeforeEach
    void redisIsThere() {
        redis.required();
    }

    @Test
    void monthsAreKeptInRedisAndFetchedWithoutIt() {
        get("2020-01");
        socrata.behave();
        get("2020-01");
        assertThat(socrata.calls()).as("Redis had the month").isEmpty();
        assertThat(monthsReady()).isEqualTo(1);
        redis.stop();
        assertThat(monthsReady()).as("nobody can tell").isNull();
        get("2020-01");
        get("2020-02");
        assertThat(socrata.calls()).filteredOn(FakeSocrata.Call::isPage).hasSize(6);
    }

    private static Integer monthsReady() {
        return given().get("/v1/datasets").jsonPath().get("datasets.find { it.id == 'arrests' }.monthsReady");
    }

    private static void get(String month) {
        given().get("/v1/records/arrests/" + month)
                .then()
                .statusCode(200)
                .body("rows", equalTo(FakeSocrataResource.ROWS))
                .body("stale", equalTo(false));
    }
}
