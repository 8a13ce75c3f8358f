package nyc.crime.standin.http;

import java.io.IOException;
import java.util.Map;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;

import nyc.crime.standin.faults.FaultInjector;
import nyc.crime.standin.faults.FaultSettings;

/** The paths with which tests switch faults and see what was asked. FaultInjector do not reach them. */
@ApplicationScoped
class AdminRoutes {

    private final FaultInjector faults;
    private final RequestLog log;
    private final ObjectMapper mapper;

    AdminRoutes(FaultInjector faults, RequestLog log, ObjectMapper mapper) {
        this.faults = faults;
        this.log = log;
        this.mapper = mapper.copy().enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
    }

    void register(@Observes Router router) {
        router.get("/admin/faults").handler(context -> send(context, 200, faults.settings()));
        router.put("/admin/faults").handler(BodyHandler.create(false)).handler(this::changeFaults);
        router.delete("/admin/faults").handler(context -> {
            faults.settings(FaultSettings.NONE);
            context.response().setStatusCode(204).end();
        });
        router.get("/admin/requests")
                .handler(context -> send(context, 200, Map.of("total", log.total(), "queries", log.entries())));
        router.delete("/admin/requests").handler(context -> {
            log.clear();
            context.response().setStatusCode(204).end();
        });
    }

    /** Replaces the fields that the body names and leaves the others. */
    private void changeFaults(RoutingContext context) {
        try {
            JsonNode change = mapper.readTree(context.body().asString());
            ObjectNode merged = mapper.valueToTree(faults.settings());
            if (!(change instanceof ObjectNode fields)) {
                throw new IllegalArgumentException("a JSON object is wanted");
            }
            merged.setAll(fields);
            faults.settings(mapper.treeToValue(merged, FaultSettings.class));
            send(context, 200, faults.settings());
        } catch (JsonMappingException | IllegalArgumentException e) {
            send(context, 400, Map.of("error", true, "message", String.valueOf(e.getMessage())));
        } catch (JsonProcessingException e) {
            send(context, 400, Map.of("error", true, "message", "not JSON"));
        }
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
