package nyc.crime.ingest;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;

import nyc.crime.testkit.RealData;
import nyc.crime.testkit.ServiceProcess;

/** The service against the stand-in in a process of its own: the sample city, or with {@code data=real} real rows. */
public class StandInResource implements QuarkusTestResourceLifecycleManager {

    /** The argument that asks for real rows where there are any. */
    public static final String DATA = "data";

    private boolean real;
    private ServiceProcess standIn;
    private Path folder;

    @Override
    public void init(Map<String, String> arguments) {
        real = "real".equals(arguments.get(DATA));
    }

    @Override
    public Map<String, String> start() {
        Path data = real ? RealData.orNull() : null;
        List<String> arguments = data == null
                ? List.of()
                : List.of("--data", data.resolve("socrata").toString());
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
