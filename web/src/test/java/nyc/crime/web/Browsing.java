package nyc.crime.web;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import io.restassured.path.json.JsonPath;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** What the tests of all views share: one running city, one browser, a fresh page for each test. */
abstract class Browsing {

    /** Parameters that name data which is there both in the real rows and in the sample city, for every view. */
    static final String EVERYWHERE =
            "play=0&month=2024-03&year=2024&origin=2015-08-31&from=2015-08-01&to=2015-09-30&place=precinct:75&view=";

    // not HTTP/2: its upgrade of a plain connection would be one more thing to go wrong here
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    static Chromium chromium;
    static City city;

    /** Errors on the page's console. */
    final List<String> complaints = new ArrayList<>();

    /** Addresses that the page asked for. */
    final List<String> requested = new ArrayList<>();

    Page page;

    @BeforeAll
    static void start() {
        chromium = Chromium.required();
        city = City.running();
    }

    @AfterEach
    void closePage() {
        if (page != null) {
            page.context().close();
        }
    }

    /** Opens a view on a desktop and waits until it is loaded. */
    void open(String query) {
        blank();
        go(query);
    }

    /** A page that has been nowhere yet. */
    void blank() {
        blank(o -> {});
    }

    void blank(Consumer<Browser.NewContextOptions> options) {
        page = chromium.page(options);
        page.onConsoleMessage(message -> {
            if (message.type().equals("error")) {
                complaints.add(message.text());
            }
        });
        page.onPageError(complaints::add);
        page.onRequest(request -> {
            if (request.url().startsWith("http")) {
                requested.add(request.url());
            }
        });
    }

    void go(String query) {
        visit(query);
        loaded();
    }

    /** Goes to an address without waiting for its data. */
    void visit(String query) {
        page.navigate(city.web() + "/" + query);
    }

    void loaded() {
        await("window.crimeMap && crimeMap.stats().loaded && !crimeMap.stats().loading");
    }

    void await(String condition) {
        page.waitForFunction("() => " + condition);
    }

    void press(String... keys) {
        for (String key : keys) {
            page.keyboard().press(key);
        }
    }

    boolean holds(String condition) {
        return Boolean.TRUE.equals(page.evaluate("() => Boolean(" + condition + ")"));
    }

    String text(String script) {
        return String.valueOf(page.evaluate("() => " + script));
    }

    long stat(String name) {
        return Math.round(exact(name));
    }

    double exact(String name) {
        return ((Number) page.evaluate("name => crimeMap.stats()[name]", name)).doubleValue();
    }

    long number(String selector) {
        return Long.parseLong(page.textContent(selector).replace(",", ""));
    }

    /** Answers every request that matches with this JSON. */
    void answer(String pattern, String json) {
        page.route(pattern, route -> route.fulfill(fulfilled(json)));
    }

    /** Lets the service answer every request that matches, with one more note for the reader. */
    void noteWell(String pattern, String note) {
        page.route(pattern, route -> {
            APIResponse response = route.fetch();
            String body = response.text()
                    .replace("\"notes\":[", "\"notes\":[\"" + note + "\",")
                    .replace("\",]", "\"]");
            route.fulfill(new Route.FulfillOptions().setResponse(response).setBody(body));
        });
    }

    static Route.FulfillOptions fulfilled(String body) {
        return new Route.FulfillOptions()
                .setStatus(200)
                .setContentType("application/json")
                .setHeaders(Map.of("Access-Control-Allow-Origin", "*"))
                .setBody(body);
    }

    /** The lines of the view's first table as CSV, which is chosen where there are several. */
    List<String> csv() throws IOException {
        Download file = page.waitForDownload(() -> {
            page.click("#do-csv");
            if (page.isVisible("#sheet")) {
                page.locator("#sheet .csv").first().click();
            }
        });
        if (page.isVisible("#sheet")) {
            press("Escape");
        }
        return Files.readAllLines(file.path());
    }

    /** The picture that the README shows. */
    void screenshot(String name) {
        page.screenshot(new Page.ScreenshotOptions().setPath(Path.of("target", "screenshots", name + ".png")));
    }

    static JsonPath json(String address) throws IOException, InterruptedException {
        return JsonPath.from(new String(bytes(address, "application/json"), StandardCharsets.UTF_8));
    }

    static byte[] bytes(String address, String accept) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(address))
                .header("Accept", accept)
                .build();
        HttpResponse<byte[]> answer = HTTP.send(request, HttpResponse.BodyHandlers.ofByteArray());
        assertEquals(200, answer.statusCode(), address);
        return answer.body();
    }
}
