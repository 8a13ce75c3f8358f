package nyc.crime.ingest.api;

import java.time.Clock;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;

import io.quarkus.vertx.http.runtime.RouteConstants;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

import nyc.crime.ingest.records.Encoded;
import nyc.crime.ingest.records.MonthService;

/**
 * Answers what nearly every request asks for, a month in the usual form that is encoded in memory, before JAX-RS looks at
 * the request, which costs more than all else about such an answer. Whatever is out of the ordinary, and every mistake,
 * goes on to {@link RecordsResource}.
 */
@ApplicationScoped
class KeptMonths {

    private static final String ROOT = "/v1/records/";

    private final MonthService months;
    private final Clock clock;

    KeptMonths(MonthService months, Clock clock) {
        this.months = months;
        this.clock = clock;
    }

    void route(@Observes Router router) {
        // named, for the metrics, as the path it stands for, which costs an expression to match
        router.get(ROOT + "*")
                .setName(ROOT + ":dataset/:month")
                .order(RouteConstants.ROUTE_ORDER_BEFORE_DEFAULT)
                .handler(this::answer);
    }

    private void answer(RoutingContext exchange) {
        HttpServerRequest request = exchange.request();
        Encoded month = isUsual(request) ? months.inMemory(request.path().substring(ROOT.length())) : null;
        if (month == null) {
            exchange.next();
        } else {
            MonthResponse.send(month, request, clock);
        }
    }

    private static boolean isUsual(HttpServerRequest request) {
        String accept = request.getHeader(HttpHeaders.ACCEPT);
        return request.query() == null
                && (accept == null || accept.equals(MediaType.WILDCARD) || accept.equals(MediaType.APPLICATION_JSON));
    }
}
