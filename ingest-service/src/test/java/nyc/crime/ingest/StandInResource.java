package nyc.crime.ingest;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;

import nyc.crime.testkit.RealData;
import nyc.crime.testkit.ServiceProcess;

/** The service against the stand-in in a process of its own: the sample city, or with {@code data} one of the folders of real rows. */
public class StandInResource implements QuarkusTestResourceLifecycleManager {

    /** The argument that names a folder of real rows, where there are any: {@code socrata} is New York's. */
    public static final String DATA = "data";

    private String rows;
    private ServiceProcess standIn;
    private Path folder;

    @Override
    public void init(Map<String, String> arguments) {
        rows = arguments.get(DATA);
    }

    @Override
    public Map<String, String> start() {
        Path data = rows == null ? null : RealData.orNull();
        List<String> arguments = data == null || !Files.isDirectory(data.resolve(rows))
                ? List.of()
                : List.of("--data", data.resolve(rows).toString());
        standIn = ServiceProcess.start("deploy/standin", Map.of(), arguments.toArray(String[]::new));
        folder = FakeSocrataResource.folder();
        Map<String, String> config = new HashMap<>();
        config.put("quarkus.rest-client.socrata.url", standIn.url());
        config.put("nyc.ingest.store.folder", folder.toString());
        config.put("nyc.ingest.refresh.every", "off");
        config.put("nyc.ingest.freshness.overview", "PT60S");
        config.put("nyc.ingest.upstream.longest-pause", "PT2S");
        config.put("nyc.ingest.upstream.first-pause", "PT0.05S");
        config.put("quarkus.rest-client.socrata.read-timeout", "60000");
        return config;
    }

    @Override
    public void stop() {
        standIn.close();
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(new Upstream(standIn.url(), folder), new TestInjector.MatchesType(Upstream.class));
    }

    /**
     * What a test can reach.
     *
     * @param url the stand-in
     * @param store the service's folder of kept months
     */
    public record Upstream(String url, Path store) {}
}
