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

import nyc.crime.standin.faults.Fault;
import nyc.crime.standin.faults.FaultInjector;

/** The SODA paths. Each answer is made on a worker thread and sent when its latency is over. */
@ApplicationScoped
class SodaRoutes {

    private final Vertx vertx;
    private final Catalog catalog;
    private final SodaQueries endpoint;
    private final FaultInjector faults;
    private final RequestLog log;

    SodaRoutes(Vertx vertx, Catalog catalog, SodaQueries endpoint, FaultInjector faults, RequestLog log) {
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
        Fault fault = faults.next();
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
                    log.add(id, queryText(context), ResponseSender.statusShown(answer, fault));
                    long spent = (System.nanoTime() - received) / 1_000_000;
                    if (fault.delayMs() > spent) {
                        vertx.setTimer(
                                fault.delayMs() - spent, timer -> ResponseSender.send(context, vertx, answer, fault));
                    } else {
                        ResponseSender.send(context, vertx, answer, fault);
                    }
                })
                .onFailure(context::fail);
    }

    private static String queryText(RoutingContext context) {
        String query = context.request().query();
        return query == null ? "" : URLDecoder.decode(query, StandardCharsets.UTF_8);
    }
}
