package nyc.crime.web;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

import nyc.crime.testkit.RealData;
import nyc.crime.testkit.ServiceProcess;

/**
 * The whole system as processes of its own, started once for all tests of this run: stand-in (real rows where
 * {@code NYC_DATA_DIR} is set, else its sample city), ingest, grid, predict and this module's page.
 */
final class City {

    private static City running;
    private static City chicago;

    private final String ingest;
    private final String grid;
    private final String predict;
    private final String web;

    /**
     * @param id of its profile
     * @param rows the folder of its real rows, in that of {@code NYC_DATA_DIR}
     */
    private City(String id, String rows) {
        Path data = RealData.orNull();
        String[] source = data == null
                ? new String[0]
                : new String[] {"--data", data.resolve(rows).toString()};
        String standin =
                ServiceProcess.start("deploy/standin", Map.of(), source).url();
        ingest =
                started(id, "ingest-service", Map.of("UPSTREAM_URL", standin, "INGEST_STORE_DIR", folder().toString()));
        grid = started(id, "grid-service", Map.of("INGEST_URL", ingest));
        predict = started(id, "predict-service", Map.of("GRID_URL", grid));
        web = started(id, "web", Map.of("INGEST_URL", ingest, "GRID_URL", grid, "PREDICT_URL", predict));
    }

    private static String started(String id, String module, Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(settings);
        all.put("NYC_CITY", id);
        return ServiceProcess.start(module, all).url();
    }

    /** The running system; the first call starts it. Its processes end with this one. */
    static synchronized City running() {
        if (running == null) {
            running = new City("nyc", "socrata");
        }
        return running;
    }

    /** Chicago by its profile, over its real rows. */
    static synchronized City chicago() {
        if (chicago == null) {
            chicago = new City("chicago", "cities/chicago");
        }
        return chicago;
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
            return Files.createTempDirectory(Path.of("target").toAbsolutePath(), "kept-months");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
