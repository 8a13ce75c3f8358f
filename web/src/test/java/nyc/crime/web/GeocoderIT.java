package nyc.crime.web;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import com.sun.net.httpserver.HttpServer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import nyc.crime.testkit.ServiceProcess;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** The search for addresses in a real browser, with a geocoder on this machine and without one. */
@Tag("jvm")
class GeocoderIT extends Browsing {

    private static final byte[] FOUND = """
            {"type":"FeatureCollection","licence":"Data © OpenStreetMap contributors","features":[
             {"type":"Feature","properties":{"display_name":"350, 5th Avenue"},"geometry":{"type":"Point","coordinates":[-73.98566,40.74844]}},
             {"type":"Feature","properties":{"display_name":"350, 5th Avenue, Brooklyn"},"geometry":{"type":"Point","coordinates":[-73.98,40.67]}}]}
            """.getBytes(StandardCharsets.UTF_8);

    private void type(String text) {
        press("/");
        page.fill("#find-text", "");
        page.keyboard().type(text);
        await("document.querySelector('#find-told').textContent.startsWith('There is no place “" + text + "”.')");
    }

    @Test
    void itIsAskedByEnterOnlyAndTheMapGoesToWhatIsChosen() throws Exception {
        List<String> asked = new CopyOnWriteArrayList<>();
        HttpServer geocoder = HttpServer.create(new InetSocketAddress("localhost", 0), 0);
        geocoder.createContext("/search", exchange -> {
            asked.add(exchange.getRequestURI().getRawQuery());
            exchange.getResponseHeaders().set("Access-Control-Allow-Origin", "*");
            exchange.sendResponseHeaders(200, FOUND.length);
            exchange.getResponseBody().write(FOUND);
            exchange.close();
        });
        geocoder.start();
        Map<String, String> settings = Map.of(
                "INGEST_URL", city.ingest(),
                "GRID_URL", city.grid(),
                "PREDICT_URL", city.predict(),
                "GEOCODER_URL", "http://localhost:" + geocoder.getAddress().getPort() + "/search");
        try (ServiceProcess web = ServiceProcess.start("web", settings)) {
            blank();
            page.navigate(web.url() + "/?" + EVERYWHERE + "month");
            loaded();
            type("350 5th ave");
            assertTrue(page.innerText("#find-told").endsWith("Press Enter to look for an address."));
            assertEquals(List.of(), asked);
            press("Enter");
            page.waitForSelector("#find-list li");
            assertEquals(
                    List.of("350, 5th Avenue", "350, 5th Avenue, Brooklyn"),
                    page.locator("#find-list button").allInnerTexts());
            assertEquals("Data © OpenStreetMap contributors", page.innerText("#find-told"));
            press("Enter");
            await("new URLSearchParams(location.search).get('map') === '16/40.7484/-73.9857'");
            assertEquals(
                    List.of("format=geojson&limit=5&bounded=1&viewbox=-74.256,40.496,-73.7,40.916&q=350%205th%20ave"),
                    asked);
            assertEquals(List.of(), complaints);
        } finally {
            geocoder.stop(0);
        }
    }

    @Test
    void withoutOneNothingIsAsked() {
        open("?" + EVERYWHERE + "month");
        type("350 5th ave");
        press("Enter");
        assertEquals("There is no place “350 5th ave”.", page.innerText("#find-told"));
        List<String> ours = List.of(city.web(), city.ingest(), city.grid(), city.predict());
        assertTrue(requested.stream().allMatch(address -> ours.stream().anyMatch(address::startsWith)), "" + requested);
    }
}
