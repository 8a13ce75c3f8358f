package nyc.crime.web;

import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

import static io.restassured.RestAssured.get;
import static org.hamcrest.CoreMatchers.allOf;
import static org.hamcrest.CoreMatchers.containsString;
import static org.hamcrest.CoreMatchers.is;
import static org.hamcrest.CoreMatchers.not;

/** What the page's server answers: the services' addresses in the page, headers, libraries from webjars. */
@QuarkusTest
class PageTest {

    @Test
    void thePageNamesTheServices() {
        get("/").then()
                .statusCode(200)
                .contentType("text/html")
                .body(containsString("name=\"nyc:ingest\" content=\"http://localhost:8081\""))
                .body(containsString("name=\"nyc:tiles\" content=\"\""));
    }

    @Test
    void thePolicyAllowsOurFilesAndTheServicesOnly() {
        get("/").then()
                .header(
                        "Content-Security-Policy",
                        allOf(
                                containsString("default-src 'none'"),
                                containsString("script-src 'self';"),
                                containsString("style-src 'self';"),
                                containsString("http://localhost:8082"),
                                not(containsString("unsafe"))))
                .header("X-Content-Type-Options", is("nosniff"))
                .header("Referrer-Policy", is("no-referrer"));
    }

    @Test
    void librariesComeFromWebjars() {
        get("/webjars/leaflet/dist/leaflet.js").then().statusCode(200);
        get("/webjars/uplot/dist/uPlot.iife.min.js").then().statusCode(200);
    }

    @Test
    void nothingElseIsServed() {
        get("/app/none.js").then().statusCode(404);
        get("/application.properties").then().statusCode(404);
    }
}
