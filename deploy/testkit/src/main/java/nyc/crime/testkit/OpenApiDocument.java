package nyc.crime.testkit;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** The OpenAPI document that is committed beside each service, which its callers build on. */
public final class OpenApiDocument {

    private OpenApiDocument() {}

    /**
     * Expects a service to give the committed document. Where it does not, the one it gives is left in the module's
     * target folder, to be looked at and committed.
     *
     * @param module the module's folder
     * @param url the service's address
     */
    public static void check(String module, String url) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url).resolve("/q/openapi?format=yaml"))
                .build();
        String given = HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofString())
                .body();
        Path folder = ServiceProcess.repository().resolve(module);
        Path committed = folder.resolve("openapi.yaml");
        Path found = folder.resolve("target/openapi.yaml");
        Files.writeString(found, given);
        assertEquals(
                Files.exists(committed) ? Files.readString(committed) : "",
                given,
                "the API changed: look at it and run cp " + found + " " + committed);
    }
}
