package nyc.crime.ingest;

import java.io.IOException;
import java.util.List;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

/** Months kept in a real Redis, until it goes away. */
@QuarkusTest
@TestProfile(RedisStoreTest.WithRedis.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
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
    @Order(1)
    void monthsAreKeptInRedis() {
        get("2020-01");
        socrata.behave();
        get("2020-01");
        assertThat(socrata.calls()).as("Redis had the month").isEmpty();
        assertThat(monthsReady()).isEqualTo(1);
    }

    @Test
    @Order(3)
    void monthsAreFetchedWithoutIt() {
        redis.stop();
        socrata.behave();
        assertThat(monthsReady()).as("nobody can tell").isNull();
        get("2020-01");
        get("2020-02");
        assertThat(socrata.calls()).filteredOn(FakeSocrata.Call::isPage).hasSize(6);
    }

    /** Redis that has had too many callers, or knows another password, is used again as soon as it can be. */
    @Test
    @Order(2)
    void whoHasBeenRefusedComesAgain() throws IOException {
        get("2020-05");
        for (String[] refusal :
                new String[][] {{"maxclients", "1", "100"}, {"requirepass", "another", "kept-months"}}) {
            try (RedisResource.Caller first = redis.caller()) {
                first.say("CONFIG SET " + refusal[0] + " " + refusal[1]);
                first.say("CLIENT KILL TYPE normal SKIPME yes");
                for (int month = 6; month <= 12; month++) {
                    get("2020-%02d".formatted(month));
                }
                first.say("CONFIG SET " + refusal[0] + " " + refusal[2]);
            }
            socrata.behave();
            get("2020-05");
            assertThat(socrata.calls())
                    .as("Redis had the month after its %s", refusal[0])
                    .isEmpty();
        }
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
