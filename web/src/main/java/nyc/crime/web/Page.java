package nyc.crime.web;

import java.nio.charset.StandardCharsets;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

import io.quarkus.qute.Template;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;

/** The one HTML page, with the services' addresses in it. It is the same as long as the process lives. */
@Singleton
class Page {

    private final Kept html;

    /** @param page templates/page.html */
    Page(Template page) {
        html = new Kept(page.render().getBytes(StandardCharsets.UTF_8), "text/html;charset=UTF-8", "no-cache");
    }

    void route(@Observes Router router) {
        router.route("/").method(HttpMethod.GET).method(HttpMethod.HEAD).handler(html::send);
    }
}
