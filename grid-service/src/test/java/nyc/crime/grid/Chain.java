package nyc.crime.grid;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

import nyc.crime.testkit.ServiceProcess;

/** Stand-in, ingest-service and this service, each a process of its own. */
final class Chain implements AutoCloseable {

    private final Deque<ServiceProcess> processes = new ArrayDeque<>();

    /**
     * @param data the folder that the stand-in serves
     * @param store where months are kept
     * @param city settings that say which city it is
     */
    Chain(Path data, Path store, Map<String, String> city) {
        try {
            processes.push(ServiceProcess.start("deploy/standin", Map.of(), "--data", data.toString()));
            Map<String, String> ingest = new HashMap<>(city);
            ingest.put("UPSTREAM_URL", url());
            ingest.put("INGEST_STORE_DIR", store.toString());
            processes.push(ServiceProcess.start("ingest-service", ingest));
            Map<String, String> grid = new HashMap<>(city);
            grid.put("INGEST_URL", url());
            processes.push(ServiceProcess.start("grid-service", grid));
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /** Address of the last one: of this service. */
    String url() {
        return processes.peek().url();
    }

    @Override
    public void close() {
        processes.forEach(ServiceProcess::close);
    }
}
