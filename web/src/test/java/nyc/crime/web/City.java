package nyc.crime.web;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import nyc.crime.testkit.RealData;
import nyc.crime.testkit.ServiceProcess;

/**
 * The whole system as processes of its own, started once for all tests of this run: stand-in (real rows where
 * {@code NYC_DATA_DIR} is set, else its sample city), ingest, grid, predict and this module's page.
 */
final class City {

    private static City running;

    private final String ingest;
    private final String grid;
    private final String predict;
    private final String web;

    private City() {
        Path data = RealData.orNull();
        String[] source = data == null
                ? new String[0]
                : new String[] {"--data", data.resolve("socrata").toString()};
        String standin =
                ServiceProcess.start("deploy/standin", Map.of(), source).url();
        ingest = ServiceProcess.start(
                        "ingest-service", Map.of("UPSTREAM_URL", standin, "INGEST_STORE_DIR", folder().toString()))
                .url();
        grid = ServiceProcess.start("grid-service", Map.of("INGEST_URL", ingest))
                .url();
        predict = ServiceProcess.start("predict-service", Map.of("GRID_URL", grid))
                .url();
        web = ServiceProcess.start("web", Map.of("INGEST_URL", ingest, "GRID_URL", grid, "PREDICT_URL", predict))
                .url();
    }

    /** The running system; the first call starts it. Its processes end with this one. */
    static synchronized City running() {
        if (running == null) {
            running = new City();
        }
        return running;
    }

    String ingest() {
        return ingest;
    }

    String grid() {
        return grid;
    }

    String predict() {
        return predict;
    }

    String web() {
        return web;
    }

    /** A month that is complete both in the real rows and in the sample city. */
    String month() {
        return "2024-03";
    }

    private static Path folder() {
        try {
            return Files.createTempDirectory("nyc-crime-store");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
