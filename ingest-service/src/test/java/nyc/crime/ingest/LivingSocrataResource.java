package nyc.crime.ingest;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;

/** A {@link FakeSocrata} with a dataset for each way in which living data go wrong, empty until a test fills it. */
public class LivingSocrataResource implements QuarkusTestResourceLifecycleManager {

    private static final List<String> NAMES = List.of(
            "joined",
            "stray",
            "columnless",
            "misdated",
            "away",
            "never",
            "lossy",
            "shorter",
            "states",
            "readings",
            "blank",
            "late",
            "thinner",
            "unplaced",
            "timely",
            "less-timely",
            "written");

    private FakeSocrata socrata;

    @Override
    public Map<String, String> start() {
        socrata = new FakeSocrata();
        socrata.hide(historic("never"), true);
        Map<String, String> config = new HashMap<>();
        config.put("quarkus.rest-client.socrata.url", socrata.url());
        for (String name : NAMES) {
            String dataset = "nyc.cities.nyc.datasets." + name + '.';
            config.put(dataset + "title", name);
            config.put(dataset + "sources", historic(name) + ',' + current(name));
            config.put(dataset + "date-column", "cmplnt_fr_dt");
            config.put(dataset + "join-column", "rpt_dt");
            config.put(dataset + "category-column", "law_cat_cd");
            config.put(dataset + "offence-column", "ofns_desc");
            config.put(dataset + "time-column", "cmplnt_fr_tm");
            config.put(dataset + "precinct-column", "addr_pct_cd");
        }
        config.put("nyc.ingest.upstream.page-size", "20");
        config.put("nyc.ingest.upstream.retries", "1");
        config.put("nyc.ingest.upstream.first-pause", "PT0.01S");
        config.put("nyc.ingest.freshness.settled", "PT0S");
        config.put("nyc.ingest.freshness.filling", "PT0S");
        config.put("nyc.ingest.freshness.stale", "PT0S");
        config.put("nyc.ingest.refresh.every", "off");
        config.put("nyc.ingest.freshness.overview", "PT60S");
        config.put("nyc.ingest.store.folder", FakeSocrataResource.folder().toString());
        return config;
    }

    static String historic(String name) {
        return "%4.4s-hist".formatted(name);
    }

    static String current(String name) {
        return "%4.4s-curr".formatted(name);
    }

    @Override
    public void stop() {
        socrata.close();
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(socrata, new TestInjector.MatchesType(FakeSocrata.class));
    }
}
