package nyc.crime.grid.api;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import io.quarkus.vertx.http.runtime.RouteConstants;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/**
 * Answers a grid that is kept, when it is asked for in words that were understood before, without JAX-RS, whose reading
 * of the request and writing of headers cost more than all else about such an answer. Every other request, and every
 * mistake, goes on to {@link GridResource}.
 */
@ApplicationScoped
class KeptAnswers {

    private static final String ROOT = "/v1/grids/";

    private final Answers answers;

    KeptAnswers(Answers answers) {
        this.answers = answers;
    }

    void route(@Observes Router router) {
        // named, for the metrics, as the path it stands for, which costs an expression to match
        router.get(ROOT + "*")
                .setName(ROOT + ":dataset/:period")
                .order(RouteConstants.ROUTE_ORDER_COMPRESSION)
                .handler(this::answer);
    }

    private void answer(RoutingContext exchange) {
        HttpServerRequest request = exchange.request();
        Answer answer = isGrid(request.path()) ? answers.again(request) : null;
        Outgoing out = answer == null
                ? null
                : Outgoing.of(
                        answer,
                        request.getHeader(HttpHeaders.IF_NONE_MATCH),
                        request.getHeader(HttpHeaders.ACCEPT_ENCODING));
        if (out == null || out.isLarge()) {
            exchange.next();
            return;
        }
        HttpServerResponse response = request.response();
        // by way of the map: each putHeader takes the connection's lock
        MultiMap headers = response.headers();
        out.headers(headers::set);
        if (out.body() == null) {
            response.setStatusCode(304).end();
        } else {
            headers.set(HttpHeaders.CONTENT_TYPE, answer.type());
            response.end(out.body());
        }
    }

    /** Whether there are two parts after the root, a dataset and a period, and no more. */
    private static boolean isGrid(String path) {
        int slash = path.indexOf('/', ROOT.length());
        return slash > 0 && path.indexOf('/', slash + 1) < 0;
    }
}
