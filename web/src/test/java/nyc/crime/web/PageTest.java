package nyc.crime.web;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
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

import nyc.crime.http.CachedResponse;
import nyc.crime.testkit.Negotiation;

import static io.restassured.RestAssured.get;
import static org.hamcrest.CoreMatchers.allOf;
import static org.hamcrest.CoreMatchers.containsString;
import static org.hamcrest.CoreMatchers.hasItems;
import static org.hamcrest.CoreMatchers.is;
import static org.hamcrest.CoreMatchers.not;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.lessThanOrEqualTo;
import static org.hamcrest.Matchers.matchesPattern;

/** What the page's server answers: the services' addresses in the page, headers, its bundle. */
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
                .body(containsString("name=\"nyc:tiles\" content=\"\""))
                .body(containsString("name=\"nyc:geocoder\" content=\"\""));
    }

    @ParameterizedTest
    @CsvSource({
        "?month=2024-03&dataset=complaints, 'Complaints, March 2024 · NYC Crime in Motion'",
        "?view=year&year=2024, 'Arrests, 2024 · NYC Crime in Motion'",
        "?view=history&dataset=complaints, 'Complaints, month by month · NYC Crime in Motion'",
        "?view=compare&dataset=complaints, 'Complaints of two periods · NYC Crime in Motion'",
        "?view=forecast&origin=2015-08-31, 'Forecast, days after 31 August 2015 · NYC Crime in Motion'",
        "?view=scoreboard, Scoreboard · NYC Crime in Motion",
        "?place=precinct:75, 'Arrests, Precinct 75 · NYC Crime in Motion'",
        "?place=neighbourhood:<script>, Arrests · NYC Crime in Motion",
        "?month=%3Cscript%3E, Arrests · NYC Crime in Motion",
        "?view=x, NYC Crime in Motion"
    })
    void anAddressSaysWhatItIsAboutBeforeItIsOpened(String query, String title) {
        get(web + query)
                .then()
                .statusCode(200)
                .body(containsString("<title>" + title + "</title>"))
                .body(containsString("property=\"og:title\" content=\"" + title + '"'))
                .body(not(containsString("<script>")));
        get("/static/preview.jpg").then().statusCode(200).contentType("image/jpeg");
    }

    @ParameterizedTest
    @CsvSource({
        "?month=2024-03&dataset=complaints, /v1/grids/complaints/2024-03/preview?smooth=300",
        "?view=year&year=2024, /v1/grids/arrests/2024/preview?smooth=300",
        "?dataset=robberies&month=2024-03, /v1/grids/arrests/2024-03/preview?smooth=300",
        "?month=2024-13, static/preview.jpg",
        "?view=year&year=2024-03, static/preview.jpg",
        "?view=forecast&month=2024-03, static/preview.jpg",
        "'', static/preview.jpg"
    })
    void anAddressShowsWhatItIsAboutBeforeItIsOpened(String query, String image) {
        String address = image.startsWith("/") ? "http://localhost:8082" + image : web + image;
        get(web + query)
                .then()
                .statusCode(200)
                .body(containsString("property=\"og:image\" content=\"" + address + '"'));
    }

    @ParameterizedTest
    @CsvSource({
        "?month=2024-03&dataset=complaints, '8081/v1/records/complaints/2024-03?columns=offence,precinct'",
        "?month=2024-13, ''",
        "?view=year&year=2024, 8082/v1/georef",
        "?view=forecast, '8082/v1/georef 8083/v1/model 8083/v1/forecasts?days=1&start=today&by=cell'",
        "?view=forecast&origin=2015-08-31, 8082/v1/georef 8083/v1/model",
        "?view=forecast&lead=3, 8082/v1/georef 8083/v1/model",
        "?view=scoreboard&from=2015-08-01&to=%3Cscript%3E, 8082/v1/georef 8083/v1/model"
    })
    void thePageNamesWhatItsScriptsAskForFirst(String query, String ofView) {
        List<String> expected = Stream.of("8081/v1/datasets 8082/v1/areas/boroughs?zoom=10", ofView)
                .flatMap(paths -> Stream.of(paths.split(" ")))
                .filter(path -> !path.isEmpty())
                .map(path -> "http://localhost:" + path.replace("&", "&amp;"))
                .toList();
        assertThat(
                names(get(web + query).asString(), "<link rel=\"preload\" as=\"fetch\" crossorigin href=\"([^\"]+)\">"),
                is(expected));
    }

    @TestFactory
    Stream<DynamicTest> thePageIsNegotiated() {
        return Negotiation.cases(web + "?view=year&utm_source=mail", "*/*");
    }

    @Test
    void thePageIsAskedForEachTimeAndItsImagesDaily() {
        get("/").then().header("Cache-Control", "no-cache");
        get("/static/icon.svg")
                .then()
                .statusCode(200)
                .contentType("image/svg+xml")
                .header("Cache-Control", "public, max-age=86400");
    }

    @Test
    void itsScriptsAndStylesAreSentGzipped() {
        for (String file : bundle()) {
            get(file)
                    .then()
                    .statusCode(200)
                    .contentType(file.endsWith(".css") ? "text/css" : "text/javascript")
                    .header("Content-Encoding", "gzip");
        }
    }

    @Test
    void thePageNamesEveryModuleThatItBeginsWithSoThatNoneWaitsForAnother() {
        List<String> named = names(get("/").asString(), "\"(/static/bundle/[^\"]+)\"");
        for (String file : named) {
            List<String> imported = names(get(file).asString(), "(?:from|import)\"(/static/bundle/[^\"]+)\"");
            assertThat(file, named, hasItems(imported.toArray(String[]::new)));
        }
    }

    @Test
    void itsOwnScriptsAndStylesAreSmall() throws IOException {
        int sent = 0;
        for (String file : bundle()) {
            sent += gzipped(get(file).asByteArray());
        }
        // as their makers publish them
        int libraries = 0;
        for (String file : List.of(
                "leaflet/1.9.4/dist/leaflet.js",
                "leaflet/1.9.4/dist/leaflet.css",
                "uplot/1.6.30/dist/uPlot.iife.min.js",
                "uplot/1.6.30/dist/uPlot.min.css")) {
            try (InputStream in = PageTest.class.getResourceAsStream("/META-INF/resources/webjars/" + file)) {
                libraries += gzipped(in.readAllBytes());
            }
        }
        assertThat((sent - libraries) / 1024, is(lessThanOrEqualTo(75)));
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
                                matchesPattern(
                                        ".*connect-src 'self' http://localhost:8081 http://localhost:8082 http://localhost:8083 *;.*"),
                                not(containsString("unsafe"))))
                .header("X-Content-Type-Options", is("nosniff"))
                .header("Referrer-Policy", is("no-referrer"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/static/icon.svg", "/none", "/q/health"})
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
    void nothingElseIsServed() {
        for (String path : List.of("/static/bundle/none.js", "/app/main.js", "/application.properties", "/page.html")) {
            get(path).then().statusCode(404).header("Cache-Control", not(containsString("immutable")));
        }
    }

    /** All scripts and styles: what the page names, and what these name. */
    static Set<String> bundle() {
        Set<String> files = new LinkedHashSet<>();
        Deque<String> unread = new ArrayDeque<>(List.of("/"));
        while (!unread.isEmpty()) {
            for (String name : names(get(unread.pop()).asString(), "\"(/static/bundle/[^\"]+\\.(?:js|css))\"")) {
                if (files.add(name)) {
                    unread.push(name);
                }
            }
        }
        return files;
    }

    private static List<String> names(String text, String pattern) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map(match -> match.group(1))
                .toList();
    }

    private static int gzipped(byte[] plain) {
        return CachedResponse.of("text/plain", plain, Map.of(), null).gzip().length;
    }
}
