package nyc.crime.ingest;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import org.junit.jupiter.api.Test;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

/** Chicago, by configuration alone: other ids, columns, categories, box, zone and first month. */
@QuarkusTest
@TestProfile(OtherCityTest.Chicago.class)
class OtherCityTest {

    /** An application of its own, configured for the other city. */
    public static class Chicago implements QuarkusTestProfile {
        @Override
        public List<TestResourceEntry> testResources() {
            return List.of(new TestResourceEntry(ChicagosSocrata.class));
        }

        @Override
        public Map<String, String> getConfigOverrides() {
            Map<String, String> city = new HashMap<>();
            city.put("nyc.ingest.datasets.crimes.title", "Crimes, 2001 to present");
            city.put("nyc.ingest.datasets.crimes.sources", "ijzp-q8t2");
            city.put("nyc.ingest.datasets.crimes.date-column", "date");
            city.put("nyc.ingest.datasets.crimes.category-column", "fbi_code");
            city.put("nyc.ingest.datasets.crimes.offence-column", "primary_type");
            city.put("nyc.ingest.datasets.crimes.precinct-column", "district");
            city.put("nyc.ingest.datasets.crimes.latitude-column", "lat");
            city.put("nyc.ingest.datasets.crimes.longitude-column", "lng");
            city.put("nyc.ingest.categories.felony", "01A,03");
            city.put("nyc.ingest.categories.misdemeanor", "14");
            city.put("nyc.ingest.first-month", "2001-01");
            city.put("nyc.ingest.zone", "America/Chicago");
            city.put("nyc.ingest.precincts", "11,31");
            city.put("nyc.ingest.coordinates.south", "41.6");
            city.put("nyc.ingest.coordinates.north", "42.1");
            city.put("nyc.ingest.coordinates.west", "-87.95");
            city.put("nyc.ingest.coordinates.east", "-87.5");
            city.put("nyc.ingest.coordinates.scale", "1000");
            city.put("nyc.ingest.refresh.every", "off");
            city.put("nyc.ingest.store.kind", "none");
            return city;
        }
    }

    /** Three rows, as Chicago writes them. */
    public static class ChicagosSocrata implements QuarkusTestResourceLifecycleManager {

        private FakeSocrata socrata;

        @Override
        public Map<String, String> start() {
            socrata = new FakeSocrata();
            add(
                    1,
                    Map.of(
                            "fbi_code",
                            "03",
                            "primary_type",
                            "ROBBERY",
                            "district",
                            "011",
                            "lat",
                            "41.881",
                            "lng",
                            "-87.7"));
            add(
                    2,
                    Map.of(
                            "fbi_code",
                            "14",
                            "primary_type",
                            "CRIMINAL DAMAGE",
                            "district",
                            "31",
                            "lat",
                            "42",
                            "lng",
                            "-87.6"));
            add(3, Map.of("fbi_code", "06", "primary_type", "THEFT", "district", "77", "lat", "40.7", "lng", "-73.9"));
            return Map.of("quarkus.rest-client.socrata.url", socrata.url());
        }

        private void add(int day, Map<String, String> values) {
            LocalDate date = LocalDate.of(2001, 2, day);
            Map<String, String> fields = new HashMap<>(values);
            fields.put("date", date + "T11:30:00.000");
            socrata.add("ijzp-q8t2", new FakeSocrata.Row("row-" + day, date, fields));
        }

        @Override
        public void stop() {
            socrata.close();
        }
    }

    @Test
    void monthOfAnotherCityIsServed() {
        given().get("/v1/records/crimes/2001-02?columns=offence,precinct")
                .then()
                .statusCode(200)
                .header("X-Records-Verified", "3/3")
                .body("rows", equalTo(3))
                .body("placed", equalTo(2))
                .body("odd.outside", equalTo(1))
                .body("base.lat", equalTo(41.6f))
                .body("scale", equalTo(1000))
                .body("lat", contains(281, 400))
                .body("lon", contains(250, 350))
                .body("category", contains(0, 1))
                .body("offences", contains("CRIMINAL DAMAGE", "ROBBERY", "THEFT"))
                .body("precinct", contains(11, 31));
        given().get("/v1/datasets")
                .then()
                .statusCode(200)
                .body("datasets.id", hasItem("crimes"))
                .body("datasets.find { it.id == 'crimes' }.firstDate", equalTo("2001-02-01"));
    }

    @Test
    void itsOwnFirstMonthHolds() {
        given().get("/v1/records/crimes/2000-12").then().statusCode(404).body("parameter", equalTo("period"));
    }
}
