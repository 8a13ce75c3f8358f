package nyc.crime.standin.http;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import jakarta.inject.Inject;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import nyc.crime.standin.data.DataFolder;
import nyc.crime.standin.data.GzipFile;
import nyc.crime.standin.faults.FaultInjector;
import nyc.crime.standin.faults.FaultSettings;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;

/** SODA 3, metadata, areas, and what a host may say of SODA 2's end, over a hundred arrests of one day. */
@QuarkusTest
class Soda3HttpTest {

    private static final String QUERY = "/api/v3/views/8h9b-rp9u/query.json";
    private static final String ARRESTS = "/resource/8h9b-rp9u.json";

    @TempDir
    Path folder;

    @Inject
    Catalog catalog;

    @Inject
    Protocol protocol;

    @Inject
    FaultInjector faults;

    @Inject
    RequestLog log;

    @BeforeEach
    void aHundredArrests() {
        List<String> lines = new ArrayList<>(List.of("arrest_key,arrest_date,law_cat_cd,latitude"));
        IntStream.range(100, 200)
                .forEach(i -> lines.add(i + ",2024-01-01T00:00:00.000," + (i % 2 == 0 ? "F" : "M") + ",40.7"));
        GzipFile.write(folder.resolve("8h9b-rp9u.csv.gz"), lines.toArray(String[]::new));
        GzipFile.write(
                folder.resolve("y76i-bdw7.geojson.gz"),
                "{\"type\":\"FeatureCollection\",\"features\":[{\"type\":\"Feature\",\"geometry\":"
                        + "{\"type\":\"Polygon\",\"coordinates\":[[[0,0],[1,0],[1,1],[0,0]]]},"
                        + "\"properties\":{\"precinct\":\"14\",\"shape_area\":3.5}}]}");
        catalog.open(DataFolder.read(folder).datasets(), null);
        faults.settings(new FaultSettings(0, 0, 0, null, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, true, 1));
        log.clear();
    }

    @AfterEach
    void defaults() {
        faults.settings(FaultSettings.NONE);
        protocol.settings(ProtocolSettings.DEFAULT);
    }

    private static ValidatableResponse post(String body) {
        return given().header("X-App-Token", "t").body(body).post(QUERY).then();
    }

    private static String page(int number, int size) {
        return "{\"query\":\"SELECT :id, arrest_key WHERE law_cat_cd = 'F'\",\"page\":{\"pageNumber\":" + number
                + ",\"pageSize\":" + size + "},\"includeSynthetic\":false}";
    }

    @Test
    void aPostedQueryIsAnsweredAsSoda2Would() {
        String asked = "SELECT law_cat_cd, count(*) AS n WHERE arrest_key > '1' GROUP BY law_cat_cd HAVING n > 1"
                + " ORDER BY law_cat_cd DESC LIMIT 5 OFFSET 1";
        post("{\"query\":\"" + asked + "\"}")
                .statusCode(200)
                .header("Content-Type", "application/json;charset=utf-8")
                .header("ETag", matchesPattern("\".+\""))
                .header("Last-Modified", notNullValue())
                .header("X-Standin", "files")
                .body("", hasSize(1))
                .body("[0].law_cat_cd", is("F"))
                .body("[0].n", is("50"));
        assertEquals(
                given().queryParam("$query", asked).get(ARRESTS).asString(),
                given().header("X-App-Token", "t")
                        .queryParam("query", asked)
                        .get(QUERY)
                        .asString());
        given().get("/admin/requests").then().body("queries.query", hasItem(asked));
    }

    @Test
    void pagesWithoutAnOrderAreExact() {
        List<String> ids = new ArrayList<>();
        for (int number = 1; number <= 4; number++) {
            ids.addAll(post(page(number, 17)).extract().path("':id'"));
        }
        assertEquals(50, ids.size());
        assertEquals(50, ids.stream().distinct().count());
        post(page(4, 17)).body("", hasSize(0)).statusCode(200);
    }

    @Test
    void aPageMayBeAParameterToo() {
        given().header("X-App-Token", "t")
                .queryParam("query", "SELECT arrest_key ORDER BY arrest_key")
                .queryParam("pageNumber", 10)
                .queryParam("pageSize", 10)
                .get("/api/v3/views/8h9b-rp9u/query.csv")
                .then()
                .statusCode(200)
                .body(containsString("\"199\""), not(containsString("\"189\"")));
    }

    @Test
    void syntheticColumnsComeWithAStarUnlessTheyAreDeclined() {
        post("{\"query\":\"SELECT * LIMIT 1\"}").body("[0]", hasKey(":id"));
        post("{\"query\":\"SELECT * LIMIT 1\",\"includeSynthetic\":false}").body("[0]", not(hasKey(":id")));
        post("{}").body("", hasSize(100));
    }

    @Test
    void itWantsATokenThatIsRight() {
        for (Response refused : new Response[] {given().body("{}").post(QUERY), given().get(QUERY)}) {
            refused.then()
                    .statusCode(403)
                    .body("code", is("permission_denied"))
                    .body("message", containsString("app_token"));
        }
        catalog.open(DataFolder.read(folder).datasets(), "secret");
        post("{}").statusCode(403).body("message", is("Invalid app_token specified"));
    }

    @Test
    void badBodiesAreRefused() {
        post("{").statusCode(400).body("code", is("invalid_request"));
        post(page(0, 10)).statusCode(400).body("message", containsString("pageNumber"));
        post("{\"page\":{\"pageNumber\":1}}").statusCode(400).body("message", containsString("pageSize"));
        post("{\"query\":\"SELECT nosuch\"}").statusCode(400).body("errorCode", is("query.soql.no-such-column"));
        given().header("X-App-Token", "t")
                .get("/api/v3/views/zzzz-zzzz/query.json")
                .then()
                .statusCode(404);
        given().header("X-App-Token", "t")
                .get("/api/v3/views/8h9b-rp9u/export.json")
                .then()
                .statusCode(404);
    }

    @Test
    void anUnchangedAnswerToAGetIs304() {
        String tag = given().header("X-App-Token", "t").get(QUERY).header("ETag");
        given().header("X-App-Token", "t")
                .header("If-None-Match", tag)
                .get(QUERY)
                .then()
                .statusCode(304);
        given().header("X-App-Token", "t")
                .header("If-None-Match", tag)
                .body("{}")
                .post(QUERY)
                .then()
                .statusCode(200);
    }

    @Test
    void soda2MayBeRetired() {
        given().body("{\"soda2Status\":410}").put("/admin/protocol").then().statusCode(200);
        given().get(ARRESTS).then().statusCode(410).body("error", is(true));
        post("{}").statusCode(200);
        given().body("{\"soda2Status\":200}").put("/admin/protocol").then().statusCode(400);
        given().delete("/admin/protocol").then().statusCode(204);
        given().get(ARRESTS).then().statusCode(200);
    }

    @Test
    void soda2MayAnnounceItsEnd() {
        given().get(ARRESTS).then().header("Deprecation", nullValue()).header("Sunset", nullValue());
        given().body("{\"deprecated\":\"2026-01-01\",\"sunset\":\"2026-12-31\"}")
                .put("/admin/protocol")
                .then()
                .statusCode(200);
        given().get(ARRESTS)
                .then()
                .header("Deprecation", "@1767225600")
                .header("Sunset", "Thu, 31 Dec 2026 00:00:00 GMT");
        post("{}").header("Sunset", nullValue());
    }

    @Test
    void dataMayBeOutOfDate() {
        given().body("{\"dataOutOfDate\":true}").put("/admin/protocol").then().statusCode(200);
        given().get(ARRESTS).then().header("X-SODA2-Data-Out-Of-Date", "true");
    }

    @Test
    void limitsAndCapsAreOptions() {
        given().queryParam("$limit", 50_001)
                .get(ARRESTS)
                .then()
                .statusCode(400)
                .body("message", is("length must be <= 50000"));
        given().body("{\"maxLimit\":0}").put("/admin/protocol").then().statusCode(200);
        given().queryParam("$limit", 100_000)
                .get(ARRESTS)
                .then()
                .statusCode(200)
                .body("", hasSize(100));
        given().body("{\"rowCap\":30}").put("/admin/protocol").then().statusCode(200);
        given().queryParam("$limit", 100_000)
                .get(ARRESTS)
                .then()
                .statusCode(200)
                .body("", hasSize(30));
        post(page(2, 40)).body("", hasSize(20));
    }

    @Test
    void metadataNamesTheColumnsThatTheDatasetHas() {
        for (String path : List.of("/api/views/8h9b-rp9u.json", "/api/views/8h9b-rp9u")) {
            given().get(path)
                    .then()
                    .statusCode(200)
                    .body("id", is("8h9b-rp9u"))
                    .body("name", is("NYPD Arrests Data (Historic)"))
                    .body("columns.fieldName", is(List.of("arrest_key", "arrest_date", "law_cat_cd", "latitude")))
                    .body("columns.dataTypeName", is(List.of("text", "calendar_date", "text", "number")))
                    .body("rowsUpdatedAt", notNullValue())
                    .body("metadata.custom_fields.Stand-in.Origin", is("files"));
        }
        given().get("/api/views/5uac-w243.json").then().body("columns.fieldName", hasItems("cmplnt_fr_dt", "rpt_dt"));
        given().get("/api/views/zzzz-zzzz.json").then().statusCode(404).body("code", is("dataset.missing"));
    }

    @Test
    void areasAreGeoJson() {
        String tag = given().get("/resource/y76i-bdw7.geojson")
                .then()
                .statusCode(200)
                .header("Content-Type", is("application/vnd.geo+json;charset=utf-8"))
                .body("type", is("FeatureCollection"))
                .body("features", hasSize(1))
                .body("features.type", everyItem(is("Feature")))
                .body("features[0].properties.precinct", is("14"))
                .body("features[0].properties.shape_area", is("3.5"))
                .body("features[0].geometry.type", is("Polygon"))
                .extract()
                .header("ETag");
        given().header("If-None-Match", tag)
                .get("/resource/y76i-bdw7.geojson")
                .then()
                .statusCode(304);
        given().get("/resource/y76i-bdw7.json").then().body("[0].the_geom.type", is("Polygon"));
        given().get("/resource/enfh-gkve.geojson").then().statusCode(404);
    }
}
