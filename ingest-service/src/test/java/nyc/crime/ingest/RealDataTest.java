package nyc.crime.ingest;

import java.util.List;
import java.util.Map;
import jakarta.inject.Inject;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import nyc.crime.city.CityProfile;
import nyc.crime.ingest.records.DatasetRanges;
import nyc.crime.testkit.RealData;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.anEmptyMap;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;

/** Real rows, behind the stand-in. Skipped where there are none. */
@QuarkusTest
@TestProfile(RealDataTest.RealRows.class)
class RealDataTest {

    /** An application of its own, with real rows. */
    public static class RealRows implements QuarkusTestProfile {
        @Override
        public List<TestResourceEntry> testResources() {
            return List.of(new TestResourceEntry(StandInResource.class, Map.of(StandInResource.DATA, "socrata")));
        }
    }

    @Inject
    DatasetRanges ranges;

    @Inject
    CityProfile city;

    @BeforeEach
    void realRows() {
        RealData.required();
    }

    @Test
    void marchOf2024() {
        JsonPath month = given().get("/v1/records/arrests/2024-03?columns=offence,precinct")
                .then()
                .statusCode(200)
                .header("X-Records-Verified", "21219/21219")
                .header("X-Data-Source", "files")
                .extract()
                .jsonPath();
        assertThat(month.getInt("rows")).isEqualTo(21_219);
        assertThat(month.getInt("placed") + month.getInt("unplaced")).isEqualTo(21_219);
        assertThat(month.getList("offences")).contains("", "ASSAULT 3 & RELATED OFFENSES");
        assertThat(month.getInt("odd.category")).isEqualTo(61);
    }

    @Test
    void monthsOf2024AddUp() {
        JsonPath year = given().get("/v1/records/arrests/2024").jsonPath();
        assertThat(year.<Integer>getList("rows"))
                .containsExactly(
                        21_247, 20_472, 21_219, 20_357, 22_349, 21_839, 22_460, 22_734, 20_900, 22_750, 21_884, 19_948);
        assertThat(year.<Integer>getList("rows").stream().mapToInt(r -> r).sum())
                .isEqualTo(258_159);
        assertThat(year.<Integer>getList("odd.noCoordinates").stream()
                        .mapToInt(r -> r)
                        .sum())
                .isEqualTo(12);
        assertThat(year.<Integer>getList("odd.offence").stream()
                        .mapToInt(r -> r)
                        .sum())
                .isEqualTo(45);
    }

    @Test
    void rangesComeFromSocrata() throws InterruptedException {
        for (int i = 0; i < 600 && ranges.offences("complaints") == null; i++) {
            Thread.sleep(100);
        }
        given().get("/v1/datasets")
                .then()
                .statusCode(200)
                .body("datasets[0].firstDate", equalTo("2024-01-01"))
                .body("datasets[0].rows", equalTo(268_159))
                .body("datasets[0].unusedRows", anEmptyMap())
                .body("datasets[0].offences.name", hasItems("MURDER & NON-NEGL. MANSLAUGHTER", "RAPE"))
                .body(
                        "datasets[0].offences.find { it.name.startsWith('MURDER') }.spellings",
                        equalTo(List.of("MURDER & NON-NEGL. MANSLAUGHTE")))
                .body("datasets[1].firstDate", equalTo("2014-01-01"))
                .body("datasets[1].publishedThrough", equalTo("2015-09-30"))
                // the files have no days of report
                .body("datasets[1].completeThrough", equalTo("2015-09-02"))
                .body("datasets[1].rows", equalTo(167_633))
                .body("datasets[1].unusedRows", anEmptyMap());
        given().get("/v1/records/complaints/2015-11").then().statusCode(404).body("last", equalTo("2015-09"));
        given().get("/v1/records/arrests/2025-03").then().statusCode(200).body("rows", equalTo(492));
    }

    /** 77 of 78 in use in 2024: a number such as 483 is none. */
    @Test
    void precinctsAreTheCitys() {
        List<Integer> precincts = given().get("/v1/records/arrests/2024-12?columns=precinct")
                .jsonPath()
                .getList("precinct");
        assertThat(precincts).doesNotContain(2, 3, 4, 8, 16, 483).contains(14, 75, 123);
        List<String> outlines = given().get("/v1/areas/precincts").jsonPath().getList("features.id");
        assertThat(city.precincts().stream().map(String::valueOf))
                .hasSize(78)
                .containsExactlyInAnyOrderElementsOf(outlines);
    }
}
