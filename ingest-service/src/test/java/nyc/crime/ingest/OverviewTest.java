package nyc.crime.ingest;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import org.junit.jupiter.api.Test;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.nullValue;

/** The list of datasets while Socrata takes its time to say what they hold. */
@QuarkusTest
@TestProfile(OverviewTest.AtTheStart.class)
class OverviewTest {

    private static final CountDownLatch SOCRATA_HAS_THOUGHT = new CountDownLatch(1);

    /** An application of its own. */
    public static class AtTheStart implements QuarkusTestProfile {
        @Override
        public List<TestResourceEntry> testResources() {
            return List.of(new TestResourceEntry(SlowSocrata.class));
        }
    }

    /** A Socrata that answers nothing until it is let. */
    public static class SlowSocrata extends FakeSocrataResource {
        @Override
        public Map<String, String> start() {
            Map<String, String> config = super.start();
            socrata.misbehave(call -> {
                try {
                    SOCRATA_HAS_THOUGHT.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                return null;
            });
            config.put("nyc.ingest.freshness.overview", "PT0.1S");
            config.put("quarkus.rest-client.socrata.read-timeout", "60000");
            return config;
        }
    }

    @Test
    void whatIsKnownIsSaidAtOnceAndTheRestIsLearnedMeanwhile() throws InterruptedException {
        given().get("/v1/datasets")
                .then()
                .statusCode(200)
                .header("Cache-Control", "public, max-age=0")
                .body("datasets.id", equalTo(List.of("arrests", "complaints")))
                .body("datasets.rows", everyItem(nullValue()))
                .body("datasets.publishedThrough", everyItem(nullValue()))
                .body("datasets.stale", everyItem(equalTo(true)))
                .body("datasets.trouble", everyItem(containsString("not said yet")));
        SOCRATA_HAS_THOUGHT.countDown();
        // nobody else asks meanwhile: what is learned is learned in the background
        for (int i = 0; i < 600 && rows() == null; i++) {
            Thread.sleep(50);
        }
        assertThat(rows()).isPositive();
    }

    private static Integer rows() {
        return given().get("/v1/datasets").jsonPath().get("datasets[0].rows");
    }
}
