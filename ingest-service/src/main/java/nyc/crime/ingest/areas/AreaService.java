package nyc.crime.ingest.areas;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;
import jakarta.enterprise.context.ApplicationScoped;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import org.jboss.logging.Logger;

import nyc.crime.city.CityProfile;
import nyc.crime.http.CachedResponse;
import nyc.crime.http.Freshness;
import nyc.crime.ingest.IngestConfig;
import nyc.crime.ingest.records.DatasetRanges;
import nyc.crime.ingest.socrata.AreaReader;
import nyc.crime.ingest.socrata.AreaRows;
import nyc.crime.ingest.socrata.SingleFlight;
import nyc.crime.ingest.socrata.UpstreamException;
import nyc.crime.ingest.socrata.Validators;
import nyc.crime.ingest.store.KeptRecords;

/** Areas from memory, else from the store, else from Socrata; kept ones as stale where Socrata cannot say in time. */
@ApplicationScoped
public class AreaService {

    /** What the areas are given as. */
    public static final String MEDIA_TYPE = "application/geo+json";

    private static final Logger LOG = Logger.getLogger(AreaService.class);

    private final AreaReader reader;
    private final KeptRecords store;
    private final DatasetRanges ranges;
    private final IngestConfig config;
    private final CityProfile city;
    private final Clock clock;
    private final ObjectMapper json;
    private final MeterRegistry metrics;
    /** One answer a kind: there are few kinds. */
    private final Map<String, Encoded> encoded = new ConcurrentHashMap<>();

    private final SingleFlight<String, CachedResponse> flights = new SingleFlight<>();
    private final SingleFlight<String, KeptAreas> readings = new SingleFlight<>();

    AreaService(
            AreaReader reader,
            KeptRecords store,
            DatasetRanges ranges,
            IngestConfig config,
            CityProfile city,
            Clock clock,
            ObjectMapper json,
            MeterRegistry metrics) {
        this.reader = reader;
        this.store = store;
        this.ranges = ranges;
        this.config = config;
        this.city = city;
        this.clock = clock;
        this.json = json;
        this.metrics = metrics;
    }

    private record Encoded(CachedResponse answer, Instant goodUntil) {}

    /** The areas of a configured kind; an {@link UpstreamException} if Socrata cannot give them and none are kept. */
    public Uni<CachedResponse> get(String kind) {
        Encoded hit = encoded.get(kind);
        if (hit != null && clock.instant().isBefore(hit.goodUntil())) {
            return Uni.createFrom().item(hit.answer());
        }
        return flights.join(
                kind,
                () -> kept(kind)
                        .flatMap(kept -> kept == null
                                ? reading(kind, null).map(areas -> encode(areas, areas.outOfDate()))
                                : revalidated(kept))
                        .invoke(answer -> encoded.put(kind, answer))
                        .map(Encoded::answer));
    }

    private Uni<KeptAreas> kept(String kind) {
        String id = city.areas().get(kind).source().orElseThrow();
        return store.get(
                name(kind),
                KeptAreas.class,
                areas -> areas.kind().equals(kind) && areas.id().equals(id));
    }

    private Uni<Encoded> revalidated(KeptAreas kept) {
        if (isOfThisHost(kept) && clock.instant().isBefore(kept.checkedAt().plus(lifetime(kept)))) {
            return encodedOnWorker(kept, kept.outOfDate());
        }
        return reading(kept.kind(), kept)
                .ifNoItem()
                .after(config.freshness().patience())
                .failWith(() -> new TimeoutException("Socrata takes longer than a caller with a copy waits"))
                .map(areas -> encode(areas, areas.outOfDate()))
                .onFailure()
                .recoverWithUni(failure -> {
                    LOG.warnf("%s are served as kept at %s: %s", kept.kind(), kept.checkedAt(), failure.getMessage());
                    metrics.counter("nyc.ingest.stale").increment();
                    return encodedOnWorker(kept, true);
                });
    }

    /** The stand-in may have taken the place of another one at the same address. */
    private boolean isOfThisHost(KeptAreas kept) {
        return city.datasets().keySet().stream()
                .map(ranges::lastKnown)
                .filter(Objects::nonNull)
                .allMatch(known -> known.origin().equals(kept.origin()));
    }

    private Uni<KeptAreas> reading(String kind, KeptAreas before) {
        return readings.join(kind, () -> {
            boolean comparable = before != null && !before.outOfDate() && isOfThisHost(before);
            return reader.read(city.areas().get(kind), comparable ? before.validators() : Validators.NONE)
                    .map(rows -> rows == null ? before.checked(now()) : areas(kind, rows))
                    .flatMap(areas -> store.put(name(kind), areas));
        });
    }

    private KeptAreas areas(String kind, AreaRows rows) {
        return new KeptAreas(
                kind,
                city.areas().get(kind).source().orElseThrow(),
                rows.origin(),
                now(),
                now(),
                rows.outOfDate(),
                rows.validators(),
                rows.features());
    }

    private Duration lifetime(KeptAreas areas) {
        return areas.outOfDate()
                ? config.freshness().stale()
                : config.freshness().areas();
    }

    private Uni<Encoded> encodedOnWorker(KeptAreas areas, boolean stale) {
        return Uni.createFrom()
                .item(() -> encode(areas, stale))
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool());
    }

    private Encoded encode(KeptAreas areas, boolean stale) {
        Freshness freshness = new Freshness(
                areas.origin(), areas.checkedAt(), areas.checkedAt().plus(lifetime(areas)), stale);
        AreaCollection collection = new AreaCollection(
                "FeatureCollection",
                areas.kind(),
                areas.origin(),
                stale,
                areas.fetchedAt(),
                new String(areas.features(), StandardCharsets.UTF_8));
        try {
            CachedResponse answer =
                    CachedResponse.of(MEDIA_TYPE, json.writeValueAsBytes(collection), Map.of(), freshness);
            return new Encoded(
                    answer, stale ? clock.instant().plus(config.freshness().stale()) : freshness.freshUntil());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("writing to memory does not fail", e);
        }
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.SECONDS);
    }

    private static String name(String kind) {
        return "areas/" + kind + ".areas";
    }
}
