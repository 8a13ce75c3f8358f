package nyc.crime.http;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;

/** Starts a service, every one of the four. */
@QuarkusMain
public final class Main {

    /** Without it Quarkus ends a request whose URI is none with an empty 400, before {@link MalformedRequests} can say why. */
    static final String LEAVE_URIS = "vertx.disableURIValidation";

    /** Traces are made only for who collects them. */
    private static final String COLLECTOR = "QUARKUS_OTEL_EXPORTER_OTLP_ENDPOINT";

    /** Returns when the service has ended. */
    public static void main(String... args) {
        System.setProperty(LEAVE_URIS, "true");
        System.setProperty(IncomingRequests.SWITCH, "serviceload");
        if (System.getenv(COLLECTOR) != null) {
            System.setProperty("quarkus.otel.sdk.disabled", "false");
        }
        Quarkus.run(args);
    }
}
