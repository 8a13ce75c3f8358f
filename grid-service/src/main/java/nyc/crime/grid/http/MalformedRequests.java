package nyc.crime.grid.http;

import java.util.regex.Pattern;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;

/** A request that no resource ever sees, for its address cannot be decoded, is answered with a problem too. */
@ApplicationScoped
class MalformedRequests {

    private static final int BAD_REQUEST = 400;
    private static final int BEFORE_ALL_OTHERS = 1000;
    private static final Pattern LONE_PERCENT = Pattern.compile("%(?!\\p{XDigit}{2})");

    void register(@Observes Filters filters) {
        filters.register(MalformedRequests::check, BEFORE_ALL_OTHERS);
    }

    private static void check(RoutingContext exchange) {
        String address = exchange.request().uri();
        if (address.indexOf('%') < 0 || !LONE_PERCENT.matcher(address).find()) {
            exchange.next();
            return;
        }
        exchange.response()
                .setStatusCode(BAD_REQUEST)
                .putHeader("Content-Type", "application/problem+json")
                .putHeader("Access-Control-Allow-Origin", "*")
                .end(new JsonObject()
                        .put("title", "Bad Request")
                        .put("status", BAD_REQUEST)
                        .put("detail", "the address cannot be read: after a % come two hexadecimal digits")
                        .put("instance", exchange.request().path())
                        .encode());
    }
}
