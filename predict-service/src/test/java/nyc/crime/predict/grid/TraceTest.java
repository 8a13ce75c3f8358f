package nyc.crime.predict.grid;

import java.util.Map;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import org.junit.jupiter.api.Test;

import nyc.crime.predict.FakeGrid;

import static io.restassured.RestAssured.given;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.startsWith;

/** A trace that a caller began goes on in the service before this one (W3C Trace Context). */
@QuarkusTest
@TestProfile(TraceTest.Traced.class)
@WithTestResource(FakeGrid.class)
class TraceTest {

    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";

    /** As with a collector, to which nothing is sent. */
    public static class Traced implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("quarkus.otel.sdk.disabled", "false", "quarkus.otel.traces.exporter", "none");
        }
    }

    @Test
    void aTraceGoesThrough() {
        given().header("traceparent", "00-" + TRACE + "-00f067aa0ba902b7-01")
                .get("/v1/forecasts?origin=2015-06-30&by=city&model=ha-global")
                .then()
                .statusCode(200);
        assertThat(FakeGrid.heard("traceparent"), hasItem(startsWith("00-" + TRACE)));
    }
}
