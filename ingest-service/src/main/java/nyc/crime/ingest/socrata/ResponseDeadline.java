package nyc.crime.ingest.socrata;

import java.io.FilterInputStream;
import java.io.InputStream;
import jakarta.inject.Singleton;
import jakarta.ws.rs.client.ClientResponseContext;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.resteasy.reactive.client.spi.ResteasyReactiveClientRequestContext;
import org.jboss.resteasy.reactive.client.spi.ResteasyReactiveClientResponseFilter;

/**
 * A body that is closed before its end ends its connection, and so does one that nobody has read after twice the time that
 * an answer may take: else each would keep one of the pool's connections for good.
 */
@Singleton
class ResponseDeadline implements ResteasyReactiveClientResponseFilter {

    private final Vertx vertx;
    private final long readTimeoutMs;

    ResponseDeadline(
            Vertx vertx, @ConfigProperty(name = "quarkus.rest-client.socrata.read-timeout") long readTimeoutMs) {
        this.vertx = vertx;
        this.readTimeoutMs = readTimeoutMs;
    }

    @Override
    public void filter(ResteasyReactiveClientRequestContext asked, ClientResponseContext answer) {
        InputStream body = answer.getEntityStream();
        if (body == null) {
            return;
        }
        HttpClientRequest request = asked.unwrap(HttpClientRequest.class);
        long timer = vertx.setTimer(2 * readTimeoutMs, late -> request.reset());
        request.response().onSuccess(response -> untilEnd(response).onComplete(end -> vertx.cancelTimer(timer)));
        answer.setEntityStream(new FilterInputStream(body) {
            @Override
            public void close() {
                request.reset();
            }
        });
    }

    private static Future<Void> untilEnd(HttpClientResponse response) {
        try {
            return response.end();
        } catch (IllegalStateException e) {
            return Future.succeededFuture(); // all of it has been read
        }
    }
}
