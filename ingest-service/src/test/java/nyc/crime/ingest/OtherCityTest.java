package nyc.crime.ingest;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

/** Chicago, by configuration alone: other ids, columns, categories, box, zone and first month. */
@QuarkusTest
@TestProfile(OtherCityTest.Chicago.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class OtherCityTest {

    private static final String PROFILE = """
            name=Windy City
            title=Windy
            zone=America/Chicago
            first-month=2001-01
            host=http://localhost
            publisher.name=the city
            publisher.page=http://localhost
            publisher.police=the police
            publisher.records=Crimes
            first-dataset=crimes
            datasets.crimes.title=Crimes, 2001 to present
            datasets.crimes.sources=ijzp-q8t2
            datasets.crimes.date-column=date
            datasets.crimes.category-column=fbi_code
            datasets.crimes.offence-column=primary_type
            datasets.crimes.precinct-column=district
            datasets.crimes.latitude-column=lat
            datasets.crimes.longitude-column=lng
            datasets.arrests.title=Arrests of another city
            datasets.arrests.sources=8h9b-rp9u
            datasets.arrests.date-column=arrest_date
            datasets.arrests.category-column=law_cat_cd
            datasets.arrests.offence-column=ofns_desc
            datasets.arrests.precinct-column=arrest_precinct
            categories[0].name=grave
            categories[0].values=01A,03
            categories[1].name=less
            categories[1].values=14
            categories[2].name=other
            areas.precincts.word=district
            areas.precincts.words=districts
            precincts=11,31
            bounds.south=41.6
            bounds.north=42.1
            bounds.west=-87.95
            bounds.east=-87.5
            heat.south=41.6
            heat.north=42.1
            heat.west=-87.95
            heat.east=-87.5
            forecast.rows=10
            forecast.cols=10
            forecast.dataset=crimes
            forecast.offences=ROBBERY
            forecast.title=robberies
            outlines.kind=precincts
            outlines.attribution=nobody
            outlines.bounds.south=41.6
            outlines.bounds.north=42.1
            outlines.bounds.west=-87.95
            outlines.bounds.east=-87.5
            """;

    /** An application of its own, configured for the other city. */
    public static class Chicago implements QuarkusTestProfile {
        @Override
        public List<TestResourceEntry> testResources() {
            return List.of(new TestResourceEntry(ChicagosSocrata.class));
        }

        @Override
        public Map<String, String> getConfigOverrides() {
            Map<String, String> city = new HashMap<>();
            PROFILE.lines()
                    .map(line -> line.split("=", 2))
                    .forEach(line -> city.put("nyc.cities.windy." + line[0], line[1]));
            city.put("nyc.city", "windy");
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
            LocalDate elsewhere = LocalDate.of(2001, 2, 3);
            socrata.fill("8h9b-rp9u", elsewhere, 40, "arrest_date", "arrest_precinct");
            // nowhere: the box around all places now reaches over the city
            Map<String, String> nowhere = Map.of(
                    "arrest_date", elsewhere + "T00:00:00.000", "law_cat_cd", "F", "latitude", "0", "longitude", "0");
            socrata.add("8h9b-rp9u", new FakeSocrata.Row("stray", elsewhere, nowhere));
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
                .body("categories", contains("grave", "less", "other"))
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

    /** Before anybody has asked for anything: by what is asked at start alone. */
    @Test
    @Order(1)
    void datasetThatLiesOutsideOfTheCityIsRefusedAtStartWithASentence() throws InterruptedException {
        String sentence =
                "all places of 8h9b-rp9u (latitude 0.0 to 40.639, longitude -73.93900000000001 to 0.0) are outside of Windy"
                        + " City (41.6 to 42.1, -87.95 to -87.5, nyc.cities.windy.bounds): it is another city's dataset";
        for (int i = 0; i < 100 && given().get("/q/health/ready").statusCode() == 200; i++) {
            Thread.sleep(100);
        }
        given().get("/q/health/ready")
                .then()
                .statusCode(503)
                .body("checks.find { it.name == 'datasets' }.status", equalTo("DOWN"))
                .body("checks.find { it.name == 'datasets' }.data", equalTo(Map.of("arrests", sentence)));
        given().get("/v1/records/arrests/2001-02")
                .then()
                .statusCode(502)
                .body("kind", equalTo("foreign"))
                .body("detail", equalTo(sentence));
        given().get("/v1/datasets")
                .then()
                .statusCode(200)
                .body("datasets.find { it.id == 'arrests' }.trouble", equalTo(sentence));
    }
}
