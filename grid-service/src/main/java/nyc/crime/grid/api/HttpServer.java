package nyc.crime.grid.api;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;

/** What Quarkus' settings do not say, or not cheaply, of the server and of every answer. */
@Singleton
class HttpServer implements HttpServerOptionsCustomizer {

    private static final CharSequence CONTENT_TYPE_OPTIONS = HttpHeaders.createOptimized("X-Content-Type-Options");
    private static final CharSequence NO_SNIFF = HttpHeaders.createOptimized("nosniff");

    /** Nobody speaks WebSocket here, so no handler need look at every message for one. */
    @Override
    public void customizeHttpServer(HttpServerOptions options) {
        options.setPerFrameWebSocketCompressionSupported(false).setPerMessageWebSocketCompressionSupported(false);
    }

    /** As bytes, for {@code quarkus.http.header} checks and writes character by character. */
    void route(@Observes Router router) {
        router.route().order(Integer.MIN_VALUE).handler(exchange -> {
            exchange.response().headers().set(CONTENT_TYPE_OPTIONS, NO_SNIFF);
            exchange.next();
        });
    }
}
