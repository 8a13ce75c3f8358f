package nyc.crime.standin.http;

import java.io.IOException;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;

import nyc.crime.standin.faults.FaultInjector;
import nyc.crime.standin.faults.FaultSettings;

/** The paths with which tests switch faults and protocol, publish, and see what was asked. Faults do not reach them. */
@ApplicationScoped
class AdminRoutes {

    private final Vertx vertx;
    private final Catalog catalog;
    private final FaultInjector faults;
    private final Protocol protocol;
    private final RequestLog log;
    private final ObjectMapper mapper;

    AdminRoutes(
            Vertx vertx,
            Catalog catalog,
            FaultInjector faults,
            Protocol protocol,
            RequestLog log,
            ObjectMapper mapper) {
        this.vertx = vertx;
        this.catalog = catalog;
        this.faults = faults;
        this.protocol = protocol;
        this.log = log;
        this.mapper = mapper.copy().enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
    }

    void register(@Observes Router router) {
        settings(router, "/admin/faults", FaultSettings.NONE, faults::settings, faults::settings);
        settings(router, "/admin/protocol", ProtocolSettings.DEFAULT, protocol::settings, protocol::settings);
        router.get("/admin/as-of").handler(context -> send(context, 200, state()));
        router.post("/admin/as-of").handler(this::publish);
        router.get("/admin/requests")
                .handler(context -> send(context, 200, Map.of("total", log.total(), "queries", log.entries())));
        router.delete("/admin/requests").handler(context -> {
            log.clear();
            context.response().setStatusCode(204).end();
        });
    }

    /** GET gives the settings, PUT replaces the fields that its body names, DELETE goes back to the defaults. */
    private <T> void settings(Router router, String path, T defaults, Supplier<T> get, Consumer<T> set) {
        router.get(path).handler(context -> send(context, 200, get.get()));
        router.put(path).handler(BodyHandler.create(false)).handler(context -> {
            try {
                JsonNode change = mapper.readTree(context.body().asString());
                ObjectNode merged = mapper.valueToTree(get.get());
                if (!(change instanceof ObjectNode fields)) {
                    throw new IllegalArgumentException("a JSON object is wanted");
                }
                merged.setAll(fields);
                @SuppressWarnings("unchecked")
                Class<T> type = (Class<T>) defaults.getClass();
                set.accept(mapper.treeToValue(merged, type));
                send(context, 200, get.get());
            } catch (JsonMappingException | IllegalArgumentException e) {
                refuse(context, String.valueOf(e.getMessage()));
            } catch (JsonProcessingException e) {
                refuse(context, "not JSON");
            }
        });
        router.delete(path).handler(context -> {
            set.accept(defaults);
            context.response().setStatusCode(204).end();
        });
    }

    /** Publishes the state of {@code ?date=}. */
    private void publish(RoutingContext context) {
        try {
            LocalDate date =
                    LocalDate.parse(String.valueOf(context.queryParams().get("date")));
            vertx.executeBlocking(
                            () -> {
                                catalog.publish(date);
                                return state();
                            },
                            true)
                    .onSuccess(published -> send(context, 200, published))
                    .onFailure(context::fail);
        } catch (DateTimeParseException e) {
            refuse(context, "date must be a date, YYYY-MM-DD");
        }
    }

    private Map<String, Object> state() {
        Map<String, Object> datasets = new TreeMap<>();
        catalog.datasets()
                .forEach((id, dataset) ->
                        datasets.put(id, Map.of("rows", dataset.rows(), "updatedAt", dataset.updatedAt())));
        Map<String, Object> state = new LinkedHashMap<>();
        state.put("asOf", catalog.asOf());
        state.put("datasets", datasets);
        return state;
    }

    private void refuse(RoutingContext context, String message) {
        send(context, 400, Map.of("error", true, "message", message));
    }

    private void send(RoutingContext context, int status, Object value) {
        try {
            context.response()
                    .setStatusCode(status)
                    .putHeader("Content-Type", "application/json; charset=utf-8")
                    .end(mapper.writeValueAsString(value));
        } catch (IOException e) {
            context.fail(e);
        }
    }
}
