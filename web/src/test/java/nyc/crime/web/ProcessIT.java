package nyc.crime.web;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;

import com.microsoft.playwright.Page;
import com.sun.net.httpserver.HttpContext;
import com.sun.net.httpserver.HttpServer;
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
        HttpServer news = HttpServer.create(new InetSocketAddress("localhost", 0), 0);
        String site = "http://localhost:" + news.getAddress().getPort();
        news.start();
        try {
            assertEquals(List.of("blocked", "'none'"), framed(news, site, Map.of()));
            assertEquals(List.of("shown", site), framed(news, site, Map.of("FRAME_ANCESTORS", site)));
        } finally {
            news.stop(0);
        }
    }

    /** A site of this machine: from one that is none a browser refuses whatever is local. */
    private static List<String> framed(HttpServer news, String site, Map<String, String> settings) throws Exception {
        try (ServiceProcess web = ServiceProcess.start("web", settings)) {
            byte[] article = ("<h1>News</h1><iframe src='" + web.url() + "/?embed=1'></iframe>").getBytes();
            HttpContext context = news.createContext("/", exchange -> {
                exchange.getResponseHeaders().set("Content-Type", "text/html");
                exchange.sendResponseHeaders(200, article.length);
                exchange.getResponseBody().write(article);
                exchange.close();
            });
            Page page = Chromium.required().page(o -> {});
            page.navigate(site + "/");
            String shown = page.frames().get(1).locator("#stage").count() == 1 ? "shown" : "blocked";
            String policy = page.request()
                    .get(web.url() + "/?embed=1")
                    .headers()
                    .get("content-security-policy")
                    .replaceFirst("(?s).*frame-ancestors ([^;]*).*", "$1");
            page.context().close();
            news.removeContext(context);
            return List.of(shown, policy.strip());
        }
    }

    @Test
    @Tag("native")
    void theExecutableNeedsGlibcAndZlibOnly() throws Exception {
        Executable.checkLibraries("web");
    }
}
