package nyc.crime.standin.http;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

import nyc.crime.standin.faults.Fate;
import nyc.crime.standin.faults.Faults;

/** The SODA paths. Each answer is made on a worker thread and sent when its latency is over. */
@ApplicationScoped
class SodaRoutes {

    private final Vertx vertx;
    private final Catalog catalog;
    private final SodaEndpoint endpoint;
    private final Faults faults;
    private final RequestLog log;

    SodaRoutes(Vertx vertx, Catalog catalog, SodaEndpoint endpoint, Faults faults, RequestLog log) {
        this.vertx = vertx;
        this.catalog = catalog;
        this.endpoint = endpoint;
        this.faults = faults;
        this.log = log;
    }

    void register(@Observes Router router) {
        router.get("/resource/:name").handler(this::handle);
    }

    private void handle(RoutingContext context) {
        if (!catalog.isOpen()) {
            context.response().setStatusCode(503).end();
            return;
        }
        long received = System.nanoTime();
        Fate fate = faults.next();
        String name = context.pathParam("name");
        int dot = name.lastIndexOf('.');
        String id = dot < 0 ? name : name.substring(0, dot);
        RowFormat format = Map.of("json", RowFormat.JSON, "csv", RowFormat.CSV)
                .get(dot < 0 ? "json" : name.substring(dot + 1).toLowerCase(Locale.ROOT));
        vertx.executeBlocking(
                        () -> endpoint.answer(
                                id,
                                format,
                                context.queryParams(),
                                context.request().headers()),
                        false)
                .onSuccess(answer -> {
                    log.add(id, queryText(context), Delivery.statusShown(answer, fate));
                    long spent = (System.nanoTime() - received) / 1_000_000;
                    if (fate.delayMs() > spent) {
                        vertx.setTimer(fate.delayMs() - spent, timer -> Delivery.send(context, vertx, answer, fate));
                    } else {
                        Delivery.send(context, vertx, answer, fate);
                    }
                })
                .onFailure(context::fail);
    }

    private static String queryText(RoutingContext context) {
        String query = context.request().query();
        return query == null ? "" : URLDecoder.decode(query, StandardCharsets.UTF_8);
    }
}
