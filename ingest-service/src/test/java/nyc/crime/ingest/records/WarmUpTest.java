package nyc.crime.ingest.records;

import java.util.List;
import java.util.Map;
import jakarta.inject.Inject;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import org.junit.jupiter.api.Test;

import nyc.crime.ingest.FakeSocrata;
import nyc.crime.ingest.FakeSocrata.Call;
import nyc.crime.ingest.FakeSocrataResource;
import nyc.crime.ingest.store.KeptRecords;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;

/** The walk through the past and the scheduled refresh. */
@QuarkusTest
@TestProfile(WarmUpTest.Warming.class)
class WarmUpTest {

    FakeSocrata socrata;

    @Inject
    MeterRegistry metrics;

    @Inject
    Refresher refresher;

    @Inject
    KeptRecords kept;

    /** An application of its own that fetches the past at once. */
    public static class Warming implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "nyc.ingest.warm-up.enabled", "true",
                    "nyc.ingest.warm-up.pause", "PT0.01S",
                    "nyc.cities.nyc.first-month", "2019-01",
                    "nyc.ingest.freshness.settled", "P1D");
        }

        @Override
        public List<TestResourceEntry> testResources() {
            return List.of(new TestResourceEntry(FakeSocrataResource.class));
        }
    }

    @Test
    void pastIsThereBeforeAnybodyAsksAndTheNewestIsRefreshed() throws InterruptedException {
        // arrests 2020-01..2021-01, complaints 2019-01..2019-04
        for (int i = 0; i < 1200 && gauge("nyc.ingest.warmup.done") < 17; i++) {
            Thread.sleep(50);
        }
        assertThat(gauge("nyc.ingest.warmup.total")).isEqualTo(17);
        assertThat(gauge("nyc.ingest.warmup.done")).isEqualTo(17);
        socrata.behave();
        given().get("/v1/datasets")
                .then()
                .body("datasets.months", contains(13, 4))
                .body("datasets.monthsReady", contains(13, 4));
        given().get("/v1/records/arrests/2020-05").then().statusCode(200).body("rows", equalTo(50));
        assertThat(socrata.calls()).as("the store has it").isEmpty();

        refresher.refreshNewest().await().indefinitely();
        assertThat(socrata.calls())
                .as("conditional questions only, for two months of arrests and of complaints")
                .isNotEmpty()
                .noneMatch(Call::isPage);
        assertThat(socrata.calls())
                .filteredOn(call -> call.dataset().equals("uip8-fykc") && call.isCount())
                .hasSize(1)
                .allMatch(call -> call.ifNoneMatch() != null);

        // as after an end in the middle: two months are not kept yet
        kept.remove("arrests/2020-03.month").await().indefinitely();
        kept.remove("complaints/2019-02.month").await().indefinitely();
        given().get("/v1/datasets").then().body("datasets.monthsReady", contains(12, 3));
        socrata.behave();
        refresher.start(null);
        for (int i = 0; i < 1200 && gauge("nyc.ingest.warmup.done") < 2 * 17; i++) {
            Thread.sleep(50);
        }
        given().get("/v1/datasets").then().body("datasets.monthsReady", contains(13, 4));
        assertThat(socrata.calls())
                .as("it goes on where it was: no page of a month that is kept")
                .filteredOn(Call::isPage)
                .isNotEmpty()
                .allMatch(
                        call -> call.where().contains("2020-03") || call.where().contains("2019-02"));
    }

    private double gauge(String name) {
        return metrics.get(name).gauge().value();
    }
}
