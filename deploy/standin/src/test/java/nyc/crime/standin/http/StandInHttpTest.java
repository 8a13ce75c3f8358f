package nyc.crime.standin.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import jakarta.inject.Inject;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.config.RestAssuredConfig;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import nyc.crime.standin.data.DataFolder;
import nyc.crime.standin.data.GzipFile;
import nyc.crime.standin.faults.FaultInjector;
import nyc.crime.standin.faults.FaultSettings;

import static io.restassured.RestAssured.config;
import static io.restassured.RestAssured.given;
import static io.restassured.config.DecoderConfig.decoderConfig;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;

/** The protocol, without faults, over three arrests. */
@QuarkusTest
class StandInHttpTest {

    private static final String ARRESTS = "/resource/8h9b-rp9u.json";

    @TempDir
    Path folder;

    @Inject
    Catalog catalog;

    @Inject
    FaultInjector faults;

    @Inject
    RequestLog log;

    @BeforeEach
    void threeArrests() {
        GzipFile.write(
                folder.resolve("8h9b-rp9u.csv.gz"),
                "arrest_key,arrest_date,ky_cd,ofns_desc,law_cat_cd,latitude,longitude,lon_lat",
                "1,2023-12-29T00:00:00.000,995,FOR OTHER AUTHORITIES,,40.697883,-73.989934,POINT (-73.989934 40.697883)",
                "2,2023-12-30T00:00:00.000,104.0,RAPE,F,0.0,0.0,",
                "3,2023-12-31T00:00:00.000,341,\"PETIT, \"\"LARCENY\"\"\",M,40.75315,-73.911622,POINT (-73.911622 40.75315)");
        catalog.open(DataFolder.read(folder).datasets(), null);
        faults.settings(FaultSettings.NONE);
        log.clear();
    }

    private static RequestSpecification soql(String... parameters) {
        RequestSpecification request = given();
        for (int i = 0; i < parameters.length; i += 2) {
            request.queryParam(parameters[i], parameters[i + 1]);
        }
        return request;
    }

    @Test
    void jsonIsARowALineWithAllValuesAsTextAndNothingMissingWritten() {
        String body = soql("$select", "ky_cd,law_cat_cd,latitude,lon_lat", "$order", "arrest_date,:id")
                .get(ARRESTS)
                .then()
                .statusCode(200)
                .header("Content-Type", "application/json;charset=utf-8")
                .extract()
                .asString();
        assertEquals("""
                [{"ky_cd":"995","latitude":"40.697883","lon_lat":{"type":"Point","coordinates":[-73.989934,40.697883]}}
                ,{"ky_cd":"104.0","law_cat_cd":"F","latitude":"0.0"}
                ,{"ky_cd":"341","law_cat_cd":"M","latitude":"40.75315","lon_lat":{"type":"Point","coordinates":[-73.911622,40.75315]}}]
                """, body);
    }

    @Test
    void csvQuotesAllValuesAndLeavesTheMissingEmpty() {
        String body = soql("$select", "ky_cd,ofns_desc,law_cat_cd,lon_lat", "$order", "arrest_date,:id")
                .get("/resource/8h9b-rp9u.csv")
                .then()
                .statusCode(200)
                .header("Content-Type", startsWith("text/csv"))
                .extract()
                .asString();
        assertEquals("""
                "ky_cd","ofns_desc","law_cat_cd","lon_lat"
                "995","FOR OTHER AUTHORITIES",,"POINT (-73.989934 40.697883)"
                "104.0","RAPE","F",
                "341","PETIT, ""LARCENY""\","M","POINT (-73.911622 40.75315)"
                """, body);
    }

    @Test
    void headersAreSocratas() {
        soql("$select", "law_cat_cd,count(*) as n", "$group", "law_cat_cd")
                .get(ARRESTS)
                .then()
                .header("X-SODA2-Fields", "[\"law_cat_cd\",\"n\"]")
                .header("X-SODA2-Types", "[\"text\",\"number\"]")
                .header("X-SODA2-Data-Out-Of-Date", "false")
                .header("X-Socrata-RequestId", matchesPattern("[0-9a-f]{32}"))
                .header("Access-Control-Allow-Origin", "*")
                .header("Vary", "Accept-Encoding")
                .header("X-Standin", "files")
                .header("ETag", matchesPattern("\".+\""))
                .header("Last-Modified", matchesPattern("\\w{3}, \\d{1,2} \\w{3} \\d{4} [\\d:]{8} GMT"));
    }

    @Test
    void conditionalRequestsAreAnswered304() {
        Response first = soql("$limit", "2").get(ARRESTS);
        soql("$limit", "2")
                .header("If-None-Match", first.header("ETag"))
                .get(ARRESTS)
                .then()
                .statusCode(304)
                .header("ETag", first.header("ETag"))
                .body(is(""));
        soql("$limit", "3")
                .header("If-None-Match", first.header("ETag"))
                .get(ARRESTS)
                .then()
                .statusCode(200);
        soql().header("If-Modified-Since", first.header("Last-Modified"))
                .get(ARRESTS)
                .then()
                .statusCode(304);
        soql().header("If-Modified-Since", "Mon, 1 Jan 2001 00:00:00 GMT")
                .get(ARRESTS)
                .then()
                .statusCode(200);
        soql().header("If-Modified-Since", "yesterday").get(ARRESTS).then().statusCode(200);
    }

    @Test
    void gzipOnlyWhereItIsAskedFor() throws IOException {
        RestAssuredConfig untouched = config().decoderConfig(decoderConfig().noContentDecoders());
        byte[] zipped = given().config(untouched)
                .header("Accept-Encoding", "gzip")
                .get(ARRESTS)
                .then()
                .header("Content-Encoding", "gzip")
                .extract()
                .asByteArray();
        byte[] plain = given().config(untouched)
                .get(ARRESTS)
                .then()
                .header("Content-Encoding", is((String) null))
                .extract()
                .asByteArray();
        byte[] unzipped = new GZIPInputStream(new ByteArrayInputStream(zipped)).readAllBytes();
        assertEquals(3, new ObjectMapper().readTree(unzipped).size());
        assertEquals(3, new ObjectMapper().readTree(plain).size());
    }

    @Test
    void appTokensAreFreeUntilOneIsSet() {
        given().header("X-App-Token", "any").get(ARRESTS).then().statusCode(200);
        catalog.open(DataFolder.read(folder).datasets(), "secret");
        given().header("X-App-Token", "secret").get(ARRESTS).then().statusCode(200);
        soql("$$app_token", "secret").get(ARRESTS).then().statusCode(200);
        given().get(ARRESTS).then().statusCode(200);
        for (Response refused : new Response[] {
            given().header("X-App-Token", "any").get(ARRESTS),
            soql("$$app_token", "any").get(ARRESTS)
        }) {
            refused.then()
                    .statusCode(403)
                    .body("code", is("permission_denied"))
                    .body("error", is(true))
                    .body("message", is("Invalid app_token specified"));
        }
    }

    @Test
    void simpleFiltersAreConditions() {
        soql("law_cat_cd", "F").get(ARRESTS).then().body("arrest_key", contains("2"));
        soql("ky_cd", "341", "$where", "latitude > 1").get(ARRESTS).then().body("arrest_key", contains("3"));
    }

    @Test
    void aWholeQueryInOneParameter() {
        soql("$query", "select arrest_key where law_cat_cd = 'M' limit 5")
                .get(ARRESTS)
                .then()
                .body("arrest_key", contains("3"));
    }

    @Test
    void refusalsHaveSocratasEnvelopes() {
        soql("burst", "1")
                .get(ARRESTS)
                .then()
                .statusCode(400)
                .body("error", is(true))
                .body("message", is("Unrecognized arguments [burst]"));
        soql("$select", "`nosuch`")
                .get(ARRESTS)
                .then()
                .statusCode(400)
                .body("errorCode", is("query.soql.no-such-column"))
                .body("data.column", is("nosuch"))
                .body("data.position.column", is(8))
                .body("$", not(hasKey("code")));
        soql("$where", "arrest_date >")
                .get(ARRESTS)
                .then()
                .statusCode(400)
                .body("code", is("query.compiler.malformed"))
                .body("error", is(true))
                .body("message", startsWith("Could not parse SoQL query \""));
        soql("$limit", "50001").get(ARRESTS).then().statusCode(400).body("code", is("invalid_request"));
        soql("$limit", "many").get(ARRESTS).then().statusCode(400).body("code", is("invalid_request"));
        soql("$offset", "-1").get(ARRESTS).then().statusCode(400).body("code", is("invalid_request"));
        given().get("/resource/zzzz-zzzz.json")
                .then()
                .statusCode(404)
                .body("code", is("dataset.missing"))
                .body("message", is("Not found"))
                .body("data.id", is("zzzz-zzzz"));
        given().get("/resource/8h9b-rp9u.xml").then().statusCode(404);
    }

    @Test
    void requestsAreCounted() {
        soql("$limit", "1", "$where", "law_cat_cd = 'F'").get(ARRESTS);
        soql("$limit", "1", "$where", "law_cat_cd = 'F'").get(ARRESTS);
        soql("nosuch", "1").get(ARRESTS);
        given().get("/admin/requests")
                .then()
                .body("total", is(3))
                .body("queries.count", contains(2, 1))
                .body("queries.status", contains(200, 400))
                .body("queries.query", hasItem("$limit=1&$where=law_cat_cd = 'F'"))
                .body("queries.dataset", everyItem(is("8h9b-rp9u")));
        given().delete("/admin/requests").then().statusCode(204);
        given().get("/admin/requests").then().body("total", is(0)).body("queries", hasSize(0));
    }

    @Test
    void faultsAreChangedFieldByField() {
        given().body("{\"p429\":0.25,\"retryAfter\":3}")
                .put("/admin/faults")
                .then()
                .statusCode(200);
        given().body("{\"latencyMs\":5}")
                .put("/admin/faults")
                .then()
                .body("p429", equalTo(0.25f))
                .body("retryAfter", is(3))
                .body("latencyMs", is(5));
        given().body("{\"retryAfter\":null}").put("/admin/faults").then().body("retryAfter", is((Integer) null));
        for (String wrong :
                new String[] {"{\"p429\":1.5}", "{\"p42\":0}", "{\"latencyMs\":-1}", "[]", "{", "{\"p429\":\"x\"}"}) {
            given().body(wrong).put("/admin/faults").then().statusCode(400).body("error", is(true));
        }
        given().get("/admin/faults").then().body("p429", equalTo(0.25f));
        given().delete("/admin/faults").then().statusCode(204);
        given().get("/admin/faults").then().body("p429", equalTo(0f)).body("seed", is(1));
    }

    @Test
    void itIsReadyOnceThereIsData() {
        given().get("/q/health/ready").then().statusCode(200);
        catalog.open(null, null);
        given().get("/q/health/ready").then().statusCode(503);
        given().get(ARRESTS).then().statusCode(503);
        given().get("/q/health/live").then().statusCode(200);
    }

    @Test
    void aPortalsExportIsServedAsTheApiWould() throws IOException {
        Files.delete(folder.resolve("8h9b-rp9u.csv.gz"));
        Files.writeString(
                folder.resolve("NYPD_Arrests_Data__Historic_.csv"),
                "\uFEFFARREST_KEY,ARREST_DATE,LAW_CAT_CD,Latitude,Longitude,Lon_Lat\r\n"
                        + "7,03/01/2024,F,40.75,-73.98,POINT (-73.98 40.75)\r\n"
                        + "8,03/31/2024 11:59:00 PM,M,40.76,-73.97,POINT (-73.97 40.76)\r\n");
        catalog.open(DataFolder.read(folder).datasets(), null);
        soql("$select", "date_trunc_ym(arrest_date) as month,count(*) as n", "$group", "month")
                .get(ARRESTS)
                .then()
                .body("month", contains("2024-03-01T00:00:00.000"))
                .body("n", contains("2"));
        soql("$where", "arrest_date >= '2024-03-31' and arrest_date < '2024-04-01'")
                .get(ARRESTS)
                .then()
                .body("arrest_key", contains("8"))
                .body("lon_lat.coordinates", contains(contains(-73.97f, 40.76f)));
    }
}
