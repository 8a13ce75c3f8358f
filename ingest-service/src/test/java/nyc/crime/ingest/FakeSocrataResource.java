package nyc.crime.ingest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;

/**
 * The service against a {@link FakeSocrata}: arrests from 2006 on, 50 a month in 2020, some of 2021 in the year-to-date
 * dataset, which also repeats December 2020; complaints from 2010 on. No month stays fresh, so that every request asks.
 */
public class FakeSocrataResource implements QuarkusTestResourceLifecycleManager {

    /** Rows of each month of 2020. */
    public static final int ROWS = 50;

    /** What it is asked. */
    protected FakeSocrata socrata;

    @Override
    public Map<String, String> start() {
        socrata = new FakeSocrata();
        for (int month = 1; month <= 12; month++) {
            socrata.fill("8h9b-rp9u", LocalDate.of(2020, month, 1), ROWS, "arrest_date", "arrest_precinct");
        }
        socrata.fill("8h9b-rp9u", LocalDate.of(2006, 1, 1), 20, "arrest_date", "arrest_precinct");
        for (int month = 1; month <= 12; month++) {
            socrata.fill("8h9b-rp9u", LocalDate.of(2017, month, 1), 10, "arrest_date", "arrest_precinct");
        }
        socrata.fill("uip8-fykc", LocalDate.of(2020, 12, 1), ROWS, "arrest_date", "arrest_precinct");
        socrata.fill("uip8-fykc", LocalDate.of(2021, 1, 1), 30, "arrest_date", "arrest_precinct");
        for (LocalDate day : List.of(LocalDate.of(2010, 1, 1), LocalDate.of(2019, 1, 1), LocalDate.of(2019, 4, 1))) {
            socrata.fill("qgea-i56i", day, 10, "cmplnt_fr_dt", "addr_pct_cd");
        }
        Map<String, String> config = new HashMap<>();
        config.put("quarkus.rest-client.socrata.url", socrata.url());
        config.put("nyc.ingest.upstream.app-token", "expired");
        config.put("nyc.ingest.upstream.page-size", "20");
        config.put("nyc.ingest.upstream.largest-page", "1000");
        config.put("nyc.ingest.upstream.ceiling", "500");
        config.put("nyc.ingest.upstream.readings", "3");
        config.put("nyc.ingest.upstream.concurrency", "4");
        config.put("nyc.ingest.upstream.retries", "8");
        config.put("nyc.ingest.upstream.first-pause", "PT0.01S");
        config.put("nyc.ingest.upstream.longest-pause", "PT2S");
        config.put("quarkus.rest-client.socrata.read-timeout", "2500");
        config.put("nyc.ingest.upstream.breaker-requests", "60");
        config.put("nyc.ingest.upstream.breaker-pause", "PT1S");
        config.put("nyc.ingest.freshness.settled", "PT0S");
        config.put("nyc.ingest.freshness.filling", "PT0S");
        config.put("nyc.ingest.freshness.stale", "PT0S");
        config.put("nyc.ingest.freshness.patience", "PT3S");
        config.put("nyc.ingest.refresh.every", "off");
        config.put("nyc.ingest.freshness.overview", "PT60S");
        config.put("nyc.ingest.store.folder", folder().toString());
        return config;
    }

    @Override
    public void stop() {
        socrata.close();
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(socrata, new TestInjector.MatchesType(FakeSocrata.class));
    }

    static Path folder() {
        try {
            return Files.createTempDirectory("ingest-store-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
