package nyc.crime.web;

import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.Header;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import nyc.crime.testkit.Negotiation;

import static io.restassured.RestAssured.get;
import static org.hamcrest.CoreMatchers.allOf;
import static org.hamcrest.CoreMatchers.containsString;
import static org.hamcrest.CoreMatchers.hasItems;
import static org.hamcrest.CoreMatchers.is;
import static org.hamcrest.CoreMatchers.not;
import static org.hamcrest.MatcherAssert.assertThat;

/** What the page's server answers: the services' addresses in the page, headers, libraries from webjars. */
@QuarkusTest
class PageTest {

    @TestHTTPResource
    URI web;

    @Test
    void thePageNamesTheServices() {
        get("/").then()
                .statusCode(200)
                .contentType("text/html")
                .body(containsString("name=\"nyc:ingest\" content=\"http://localhost:8081\""))
                .body(containsString("name=\"nyc:tiles\" content=\"\""));
    }

    @ParameterizedTest
    @CsvSource({
        "?month=2024-03&dataset=complaints, 'Complaints, March 2024 · NYC Crime in Motion'",
        "?view=year&year=2024, 'Arrests, 2024 · NYC Crime in Motion'",
        "?view=history&dataset=complaints, 'Complaints, month by month · NYC Crime in Motion'",
        "?view=forecast&origin=2015-08-31, 'Forecast, days after 31 August 2015 · NYC Crime in Motion'",
        "?view=scoreboard, Scoreboard · NYC Crime in Motion",
        "?month=%3Cscript%3E, Arrests · NYC Crime in Motion",
        "?view=x, NYC Crime in Motion"
    })
    void anAddressSaysWhatItIsAboutBeforeItIsOpened(String query, String title) {
        get(web + query)
                .then()
                .statusCode(200)
                .body(containsString("<title>" + title + "</title>"))
                .body(containsString("property=\"og:title\" content=\"" + title + '"'))
                .body(containsString("property=\"og:image\" content=\"" + web + "app/preview.jpg\""))
                .body(not(containsString("<script>")));
        get("/app/preview.jpg").then().statusCode(200).contentType("image/jpeg");
    }

    @TestFactory
    Stream<DynamicTest> everyFileIsNegotiated() {
        return Stream.of("?view=year&utm_source=mail", "app/main.js", "app/app.css", "webjars/leaflet/dist/leaflet.js")
                .flatMap(path -> Negotiation.cases(web + path, "*/*"));
    }

    @Test
    void thePageIsAskedForEachTimeAndItsFilesForAWhile() {
        get("/").then().header("Cache-Control", "no-cache");
        get("/app/main.js").then().contentType("text/javascript").header("Cache-Control", "public, max-age=300");
        get("/app/app.css").then().contentType("text/css");
    }

    @Test
    void imagesAreSentToo() {
        get("/webjars/leaflet/dist/images/marker-icon.png")
                .then()
                .statusCode(200)
                .contentType("image/png");
        get("/app/icon.svg").then().statusCode(200).contentType("image/svg+xml");
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

    @ParameterizedTest
    @ValueSource(strings = {"/", "/app/main.js", "/webjars/leaflet/dist/images/marker-icon.png", "/none", "/q/health"})
    void everyAnswerHasTheSecurityHeaders(String path) {
        List<String> names =
                get(path).headers().asList().stream().map(Header::getName).toList();
        assertThat(
                names,
                hasItems(
                        "Content-Security-Policy",
                        "X-Content-Type-Options",
                        "Referrer-Policy",
                        "Permissions-Policy",
                        "Cross-Origin-Opener-Policy"));
        assertThat("no header twice", Set.copyOf(names).size(), is(names.size()));
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
        get("/app/../application.properties").then().statusCode(404);
        get("/app/%2e%2e/%2e%2e/page.html").then().statusCode(404);
    }
}
