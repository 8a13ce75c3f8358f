package nyc.crime.web;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

import io.quarkus.runtime.LaunchMode;
import io.quarkus.vertx.http.runtime.RouteConstants;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/**
 * The page's scripts and styles, ours and the libraries'. Quarkus' own static files are compressed anew for every caller,
 * which costs milliseconds a file; here each is read and compressed when the first caller asks for it. All else is left to
 * Quarkus.
 */
@Singleton
class Files {

    private static final String ROOT = "META-INF/resources";
    /** Short, so that a new release reaches everybody soon and modules of two releases rarely meet. */
    private static final String CACHE_CONTROL = "public, max-age=300";

    private static final Map<String, String> TYPES =
            Map.of("js", "text/javascript;charset=UTF-8", "css", "text/css;charset=UTF-8", "svg", "image/svg+xml");

    /** Files that there are, so no more than were built in. */
    private final Map<String, Kept> files = new ConcurrentHashMap<>();

    void route(@Observes Router router) {
        if (LaunchMode.current() == LaunchMode.DEVELOPMENT) {
            return; // who edits a file wants to see it
        }
        router.route()
                .method(HttpMethod.GET)
                .method(HttpMethod.HEAD)
                .order(RouteConstants.ROUTE_ORDER_BEFORE_DEFAULT)
                .handler(this::answer);
    }

    private void answer(RoutingContext exchange) {
        String path = exchange.normalizedPath();
        String type = TYPES.get(path.substring(path.lastIndexOf('.') + 1));
        Kept file = type == null ? null : files.computeIfAbsent(path, name -> read(name, type));
        if (file == null) {
            exchange.next();
        } else {
            file.send(exchange);
        }
    }

    private static Kept read(String path, String type) {
        try (InputStream in = Thread.currentThread().getContextClassLoader().getResourceAsStream(ROOT + path)) {
            return in == null ? null : new Kept(in.readAllBytes(), type, CACHE_CONTROL);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
