package nyc.crime.predict;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;

import nyc.crime.testkit.RealData;
import nyc.crime.testkit.ServiceProcess;

/** The way of the real rows up to this service: stand-in, ingest-service and grid-service as processes. */
public class RealCity implements QuarkusTestResourceLifecycleManager {

    private final Deque<ServiceProcess> started = new ArrayDeque<>();

    @Override
    public Map<String, String> start() {
        Path data = RealData.orNull();
        if (data == null) {
            return Map.of();
        }
        ServiceProcess standin = run(
                "deploy/standin", Map.of(), "--data", data.resolve("socrata").toString());
        ServiceProcess ingest =
                run("ingest-service", Map.of("UPSTREAM_URL", standin.url(), "INGEST_STORE_DIR", store().toString()));
        ServiceProcess grid = run("grid-service", Map.of("INGEST_URL", ingest.url()));
        return Map.of("quarkus.rest-client.grid.url", grid.url());
    }

    @Override
    public void stop() {
        started.forEach(ServiceProcess::close);
    }

    private ServiceProcess run(String module, Map<String, String> environment, String... arguments) {
        ServiceProcess process = ServiceProcess.start(module, environment, arguments);
        started.push(process);
        return process;
    }

    private static Path store() {
        try {
            return Files.createTempDirectory(Path.of("target").toAbsolutePath(), "store-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
