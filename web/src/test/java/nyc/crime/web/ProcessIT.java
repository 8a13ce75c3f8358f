package nyc.crime.web;

import java.util.List;
import java.util.Map;

import com.microsoft.playwright.Frame;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import nyc.crime.testkit.Executable;
import nyc.crime.testkit.ServiceProcess;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** The life of the page's process: its answers are files, so nobody ever waits. */
class ProcessIT {

    @Test
    void itEndsWhenItIsTold() throws Exception {
        try (ServiceProcess web = ServiceProcess.start("web", Map.of())) {
            web.terminate();
            assertEquals(143, web.exitCode());
        }
    }

    /** In a browser, on another site's page: only where the configuration names that site is the page shown in its frame. */
    @Test
    @Tag("jvm")
    void aPageThatIsNamedMayFrameItAndNoOther() throws Exception {
        assertEquals(List.of("blocked", "'none'"), framed(Map.of()));
        String site = "http://news.example.org";
        assertEquals(List.of("shown", site), framed(Map.of("FRAME_ANCESTORS", site)));
    }

    private static List<String> framed(Map<String, String> settings) throws Exception {
        try (ServiceProcess web = ServiceProcess.start("web", settings)) {
            Page page = Chromium.required().page(o -> {});
            page.route(
                    "http://news.example.org/",
                    route -> route.fulfill(new Route.FulfillOptions()
                            .setContentType("text/html")
                            .setBody("<h1>News</h1><iframe src='" + web.url() + "/?embed=1'></iframe>")));
            page.navigate("http://news.example.org/");
            Frame frame = page.frames().get(1);
            String shown = frame.locator("#stage").count() == 1 ? "shown" : "blocked";
            String policy = page.request()
                    .get(web.url() + "/?embed=1")
                    .headers()
                    .get("content-security-policy")
                    .replaceFirst("(?s).*frame-ancestors ([^;]*).*", "$1");
            page.context().close();
            return List.of(shown, policy.strip());
        }
    }

    @Test
    @Tag("native")
    void theExecutableNeedsGlibcAndZlibOnly() throws Exception {
        Executable.checkLibraries("web");
    }
}
