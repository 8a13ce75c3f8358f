package nyc.crime.standin.http;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;

import nyc.crime.standin.faults.Fault;
import nyc.crime.standin.faults.FaultInjector;

/** The SODA paths. Each answer is made on a worker thread and sent when its latency is over. */
@ApplicationScoped
class SodaRoutes {

    private static final String TOKEN = "$$app_token";

    private final Vertx vertx;
    private final Catalog catalog;
    private final SodaQueries queries;
    private final Protocol protocol;
    private final FaultInjector faults;
    private final RequestLog log;

    SodaRoutes(
            Vertx vertx,
            Catalog catalog,
            SodaQueries queries,
            Protocol protocol,
            FaultInjector faults,
            RequestLog log) {
        this.vertx = vertx;
        this.catalog = catalog;
        this.queries = queries;
        this.protocol = protocol;
        this.faults = faults;
        this.log = log;
    }

    void register(@Observes Router router) {
        router.get("/resource/:name").handler(context -> {
            String name = context.pathParam("name");
            MultiMap parameters = context.queryParams();
            answer(
                    context,
                    idOf(name),
                    () -> queryText(context),
                    () -> queries.rows(() -> new SodaCall(
                            2,
                            idOf(name),
                            formatOf(name),
                            sorted(parameters),
                            schema -> Soda2Query.read(parameters, schema),
                            token(context),
                            context.request().headers(),
                            true)));
        });
        router.get("/api/v3/views/:id/:name")
                .handler(context -> soda3(context, () -> Soda3Query.ofParameters(context.queryParams())));
        router.post("/api/v3/views/:id/:name")
                .handler(BodyHandler.create(false))
                .handler(context ->
                        soda3(context, () -> Soda3Query.ofBody(context.body().asString())));
        router.get("/api/views/:name").handler(context -> {
            String id = idOf(context.pathParam("name"));
            answer(context, id, () -> "metadata", () -> queries.metadata(id));
        });
    }

    private void soda3(RoutingContext context, Supplier<Soda3Query> reader) {
        String id = context.pathParam("id");
        String name = context.pathParam("name");
        AtomicReference<String> asked = new AtomicReference<>("unreadable");
        answer(
                context,
                id,
                asked::get,
                () -> queries.rows(() -> {
                    Soda3Query query = reader.get();
                    asked.set(query.asText());
                    return new SodaCall(
                            3,
                            id,
                            idOf(name).equals("query") ? formatOf(name) : null,
                            query.toString(),
                            schema -> query.read(protocol.settings().rowCap()),
                            token(context),
                            context.request().headers(),
                            context.request().method() == HttpMethod.GET);
                }));
    }

    private void answer(RoutingContext context, String id, Supplier<String> asked, Supplier<SodaResponse> work) {
        if (!catalog.isOpen()) {
            context.response().setStatusCode(503).end();
            return;
        }
        long received = System.nanoTime();
        Fault fault = faults.next();
        vertx.executeBlocking(work::get, false)
                .onSuccess(answer -> {
                    log.add(id, asked.get(), ResponseSender.statusShown(answer, fault));
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

    private static String idOf(String name) {
        int dot = name.lastIndexOf('.');
        return dot < 0 ? name : name.substring(0, dot);
    }

    private static RowFormat formatOf(String name) {
        String extension = name.contains(".") ? name.substring(name.lastIndexOf('.') + 1) : "json";
        return Arrays.stream(RowFormat.values())
                .filter(format -> format.name().equalsIgnoreCase(extension))
                .findFirst()
                .orElse(null);
    }

    private static String token(RoutingContext context) {
        String parameter = context.queryParams().get(TOKEN);
        return parameter != null ? parameter : context.request().getHeader("X-App-Token");
    }

    private static String sorted(MultiMap parameters) {
        return parameters.entries().stream()
                .filter(parameter -> !parameter.getKey().equals(TOKEN))
                .map(parameter -> parameter.getKey() + "=" + parameter.getValue())
                .sorted()
                .collect(Collectors.joining("&"));
    }

    private static String queryText(RoutingContext context) {
        String query = context.request().query();
        return query == null ? "" : URLDecoder.decode(query, StandardCharsets.UTF_8);
    }
}
