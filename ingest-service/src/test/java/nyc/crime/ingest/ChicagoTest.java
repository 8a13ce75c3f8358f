package nyc.crime.ingest;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import nyc.crime.testkit.RealData;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

/** Chicago by its profile, over its real rows of January to 8 August 2018 from the stand-in. */
@QuarkusTest
@TestProfile(ChicagoTest.Chicago.class)
class ChicagoTest {

    private static final List<Integer> MONTHS = List.of(20_009, 17_033, 20_807, 20_639, 24_069, 23_438, 24_177, 6_213);

    /** The service with NYC_CITY=chicago. */
    public static class Chicago implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("nyc.city", "chicago");
        }

        @Override
        public List<TestResourceEntry> testResources() {
            return List.of(
                    new TestResourceEntry(StandInResource.class, Map.of(StandInResource.DATA, "cities/chicago")));
        }
    }

    @BeforeEach
    void realRows() {
        RealData.required("cities/chicago");
    }

    @Test
    void everyMonthHasExactlyTheRowsOfTheFile() {
        for (int month = 1; month <= MONTHS.size(); month++) {
            JsonPath records = month("2018-0" + month);
            assertThat(records.getInt("rows")).isEqualTo(MONTHS.get(month - 1));
            assertThat(records.getInt("placed") + records.getInt("unplaced")).isEqualTo(records.getInt("rows"));
        }
        given().get("/v1/datasets")
                .then()
                .body("datasets", hasSize(1))
                .body("datasets[0].id", equalTo("crimes"))
                .body("datasets[0].title", equalTo("Chicago Crimes"))
                .body("datasets[0].rows", equalTo(156_385))
                .body("datasets[0].firstDate", equalTo("2018-01-01"))
                .body("datasets[0].publishedThrough", equalTo("2018-08-08"))
                .body("datasets[0].completeThrough", equalTo("2018-08-01"))
                .body("datasets[0].columns", contains("offence", "precinct", "hour"));
    }

    @Test
    void categoriesAreOfTheOffencesWardsAndHoursOfTheRows() {
        JsonPath july = month("2018-07");
        assertThat(july.getList("categories")).containsExactly("violent", "property", "other");
        List<String> offences = july.getList("offences");
        List<Integer> offence = july.getList("offence");
        List<Integer> category = july.getList("category");
        assertThat(offences).contains("CRIMINAL SEXUAL ASSAULT", "THEFT").doesNotContain("CRIM SEXUAL ASSAULT");
        Map<String, Integer> expected = Map.of("HOMICIDE", 0, "BATTERY", 0, "BURGLARY", 1, "THEFT", 1, "NARCOTICS", 2);
        IntStream.range(0, offence.size())
                .filter(i -> expected.containsKey(offences.get(offence.get(i))))
                .forEach(i -> assertThat(category.get(i)).isEqualTo(expected.get(offences.get(offence.get(i)))));
        assertThat(july.<Integer>getList("precinct")).allMatch(ward -> ward >= 1 && ward <= 50);
        assertThat(july.<Integer>getList("hour")).contains(0, 23).allMatch(hour -> hour >= 0);
    }

    @Test
    void itsAreasAreCommunityAreasAndNoOthers() {
        given().get("/v1/areas/neighbourhoods")
                .then()
                .statusCode(200)
                .body("features", hasSize(77))
                .body("features.find { it.properties.area_numbe == '41' }.id", equalTo("HYDE PARK"));
        given().get("/v1/areas/precincts").then().statusCode(404).body("detail", endsWith("there are neighbourhoods"));
    }

    private static JsonPath month(String month) {
        return given().get("/v1/records/crimes/" + month + "?columns=offence,precinct,hour")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }
}
