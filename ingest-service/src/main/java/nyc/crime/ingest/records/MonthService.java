package nyc.crime.ingest.records;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.cache.CaffeineCacheMetrics;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import org.jboss.logging.Logger;

import nyc.crime.http.CachedResponse;
import nyc.crime.http.Freshness;
import nyc.crime.ingest.CityCalendar;
import nyc.crime.ingest.IngestConfig;
import nyc.crime.ingest.admission.Admission;
import nyc.crime.ingest.socrata.SingleFlight;
import nyc.crime.ingest.socrata.UpstreamException;

/**
 * Months, from the nearest place that has them: encoded in memory, else from the store, else from Socrata. A kept month
 * that is too old is asked for again; where Socrata cannot say in time, the kept one is served as stale.
 *
 * <p>The cache is plain Caffeine and not a quarkus-cache, because it is bounded by bytes and quarkus-cache can bound
 * only by entries: an entry is anything from 1 kB (an empty month) to 10 MB (a big one as GeoJSON).
 */
@ApplicationScoped
// Caffeine chooses its classes by name, which a native executable has to know
@RegisterForReflection(
        classNames = {"com.github.benmanes.caffeine.cache.SSSMW", "com.github.benmanes.caffeine.cache.PSMW"})
public class MonthService {

    private static final Logger LOG = Logger.getLogger(MonthService.class);

    private static final int ROWS_OF_A_BIG_MONTH = 50_000;

    private final Admission admission;
    private final MonthUpdater updater;
    private final MonthKeeper keeper;
    private final MonthEncoder encoder;
    private final DatasetRanges ranges;
    private final IngestConfig config;
    private final Clock clock;
    private final CityCalendar calendar;
    private final MeterRegistry metrics;

    private final Cache<String, Encoded> cache;
    private final SingleFlight<String, CachedResponse> encodings = new SingleFlight<>();
    private final SingleFlight<MonthKey, Kept> months = new SingleFlight<>();
    private final Map<MonthKey, Uni<MonthRecords>> refreshes = new ConcurrentHashMap<>();

    MonthService(
            Admission admission,
            MonthUpdater updater,
            MonthKeeper keeper,
            MonthEncoder encoder,
            DatasetRanges ranges,
            IngestConfig config,
            Clock clock,
            CityCalendar calendar,
            MeterRegistry metrics) {
        this.admission = admission;
        this.updater = updater;
        this.keeper = keeper;
        this.encoder = encoder;
        this.ranges = ranges;
        this.config = config;
        this.clock = clock;
        this.calendar = calendar;
        this.metrics = metrics;
        this.cache = Caffeine.newBuilder()
                .executor(Runnable::run) // upkeep by who reads it: to wake another thread for it costs more
                .maximumWeight(config.cache().maxBytes())
                .weigher((String name, Encoded encoded) -> encoded.answer().weight())
                .recordStats()
                .build();
        CaffeineCacheMetrics.monitor(metrics, cache, "months");
        metrics.gaugeMapSize("nyc.ingest.refreshes", List.of(), refreshes);
    }

    private record Kept(MonthRecords month, boolean stale) {}

    /** An answer, and the epoch milliseconds up to which it is given without asking again. */
    private record Encoded(CachedResponse answer, long goodUntil) {}

    /** The month in the form, if memory has it and it is still good; else null. Does no work. */
    public CachedResponse inMemory(MonthKey key, Form form) {
        Encoded hit = cache.getIfPresent(name(key, form));
        return hit != null && hit.goodUntil() > clock.millis() && (hit.answer().compressible() || !form.gzip())
                ? hit.answer()
                : null;
    }

    /** How long a month that has yet to be asked for is good: no longer than one that turns out to be stale. */
    public Freshness expected(MonthKey key) {
        DatasetRanges.Ranges known = ranges.lastKnown(key.dataset());
        Instant now = clock.instant();
        return new Freshness(
                known == null ? "live" : known.origin(),
                now,
                now.plus(config.freshness().stale()),
                false);
    }

    /** Headers of every answer from the dataset. */
    public Map<String, String> headers(String dataset) {
        DatasetRanges.Ranges known = ranges.lastKnown(dataset);
        return known == null || known.last() == null
                ? Map.of()
                : Map.of(
                        "X-Data-Through", known.last().toString(),
                        "X-Data-Published-Through", known.last().toString(),
                        "X-Data-Complete-Through",
                                known.facts().completeThrough().toString());
    }

    private static String name(MonthKey key, Form form) {
        return key + form.mark();
    }

    /**
     * The month in the form. Fails with an {@link UpstreamException} if Socrata cannot give it and nothing is kept.
     * Callers that want the same at the same time share the work; it stops when all of them have gone away.
     */
    public Uni<CachedResponse> get(MonthKey key, Form form) {
        return get(key, form, false);
    }

    /**
     * The same.
     *
     * @param admitted whether the caller has been admitted elsewhere, and waits however much there is to do
     */
    public Uni<CachedResponse> get(MonthKey key, Form form, boolean admitted) {
        CachedResponse hit = inMemory(key, form);
        return hit != null
                ? Uni.createFrom().item(hit)
                : encoded("", key, form, admitted, () -> months.join(key, () -> load(key)));
    }

    /** The month in the form if Socrata need not be asked: from memory, or as it is kept while that is good; else null. */
    public Uni<CachedResponse> atHand(MonthKey key, Form form) {
        CachedResponse hit = inMemory(key, form);
        return hit != null
                ? Uni.createFrom().item(hit)
                : encoded(
                                " kept",
                                key,
                                form,
                                true,
                                () -> keeper.get(key).map(kept -> kept != null && isGood(kept) ? fresh(kept) : null))
                        .onFailure()
                        .recoverWithNull();
    }

    private Uni<CachedResponse> encoded(
            String mark, MonthKey key, Form form, boolean admitted, Supplier<Uni<Kept>> source) {
        String name = name(key, form);
        return encodings.join(
                name + mark + (form.gzip() ? "" : " plain"),
                () -> admission
                        .reading()
                        .with(
                                cost(key),
                                admitted,
                                () -> source.get()
                                        .emitOn(Infrastructure.getDefaultWorkerPool())
                                        .onItem()
                                        .ifNotNull()
                                        .transform(kept -> encode(kept, form))
                                        .onItem()
                                        .ifNotNull()
                                        .invoke(encoded -> cache.put(name, encoded))
                                        .map(encoded -> encoded == null ? null : encoded.answer())));
    }

    /** Bytes that it takes to read and encode the month, by the rows that it had when last counted. */
    private long cost(MonthKey key) {
        DatasetRanges.Ranges known = ranges.lastKnown(key.dataset());
        int rows = known == null ? ROWS_OF_A_BIG_MONTH : known.facts().expected(key.month());
        return (long) rows * config.admission().bytesPerRow();
    }

    /** Asks Socrata whether the month has changed, and keeps what it says. */
    public Uni<Void> refresh(MonthKey key) {
        return keeper.get(key)
                .flatMap(kept -> kept == null ? updater.fetch(key) : refreshOnce(kept, true))
                .invoke(() -> forget(key.toString()))
                .replaceWithVoid();
    }

    /** Encoded months say what is published; when that changes they are encoded anew. */
    void whatIsPublishedHasChanged(@Observes DatasetRanges.Ranges now) {
        forget(now.dataset() + '/');
    }

    private void forget(String prefix) {
        cache.asMap().keySet().removeIf(name -> name.startsWith(prefix));
    }

    /**
     * How many of a dataset's published months are kept, and need not be fetched from Socrata as a whole any more; null
     * where the store cannot tell.
     */
    public Uni<Integer> ready(DatasetRanges.Ranges dataset) {
        return keeper.count(dataset.months());
    }

    /** Whether a month is kept where a restart does not lose it. */
    public Uni<Boolean> isKept(MonthKey key) {
        return keeper.get(key).map(kept -> kept != null);
    }

    private Uni<Kept> load(MonthKey key) {
        return keeper.get(key).flatMap(kept -> {
            metrics.counter("nyc.ingest.store.reads", "result", kept == null ? "miss" : "hit")
                    .increment();
            return kept == null ? updater.fetch(key).map(MonthService::fresh) : revalidate(kept);
        });
    }

    private static Kept fresh(MonthRecords month) {
        return new Kept(month, month.outOfDate());
    }

    private Uni<Kept> revalidate(MonthRecords kept) {
        if (isGood(kept)) {
            return Uni.createFrom().item(fresh(kept));
        }
        return refreshOnce(kept, false)
                .map(MonthService::fresh)
                .ifNoItem()
                .after(config.freshness().patience())
                .failWith(() -> new TimeoutException("Socrata takes longer than a caller with a copy waits"))
                .onFailure()
                .recoverWithItem(failure -> {
                    LOG.warnf("%s is served as kept at %s: %s", kept.key(), kept.checkedAt(), failure.getMessage());
                    metrics.counter("nyc.ingest.stale").increment();
                    return new Kept(kept, true);
                });
    }

    /** The refresh goes on when a caller's patience ends: the next caller profits. */
    private Uni<MonthRecords> refreshOnce(MonthRecords kept, boolean always) {
        return Uni.createFrom()
                .deferred(() -> refreshes.computeIfAbsent(kept.key(), key -> {
                    Uni<MonthRecords> refresh = ranges.of(key.dataset())
                            .flatMap(known -> !always && known.origin().equals(kept.origin()) && isFresh(kept)
                                    ? Uni.createFrom().item(kept)
                                    : updater.refresh(kept))
                            .onTermination()
                            .invoke(() -> refreshes.remove(key))
                            .memoize()
                            .indefinitely();
                    return refresh;
                }));
    }

    private boolean isGood(MonthRecords kept) {
        DatasetRanges.Ranges known = ranges.lastKnown(kept.key().dataset());
        return known != null && known.origin().equals(kept.origin()) && isFresh(kept);
    }

    private boolean isFresh(MonthRecords month) {
        return clock.instant().isBefore(month.checkedAt().plus(lifetime(month)));
    }

    /** What lags behind the data is asked for again soon. */
    private Duration lifetime(MonthRecords month) {
        return month.outOfDate() ? config.freshness().stale() : lifetime(month.key());
    }

    private Duration lifetime(MonthKey key) {
        return isSettled(key)
                ? config.freshness().settled()
                : config.freshness().filling();
    }

    /** A month is settled when it is over and the city has published all its days. */
    private boolean isSettled(MonthKey key) {
        DatasetRanges.Ranges known = ranges.lastKnown(key.dataset());
        return key.month().isBefore(calendar.month())
                && known != null
                && known.last() != null
                && !known.last().isBefore(key.month().atEndOfMonth());
    }

    private Encoded encode(Kept kept, Form form) {
        MonthRecords month = kept.month();
        if (form.has(Form.Column.hour) && month.hour() == null) {
            throw new NoHoursException(month.key());
        }
        DatasetRanges.Ranges known = ranges.lastKnown(month.key().dataset());
        byte[] plain = encoder.encode(month, form, kept.stale(), known == null ? null : known.facts());
        Freshness freshness = new Freshness(
                month.origin(), month.checkedAt(), month.checkedAt().plus(lifetime(month)), kept.stale());
        CachedResponse answer = new CachedResponse(
                form.format().mediaType(),
                plain,
                form.gzip() ? Gzip.of(plain) : null,
                CachedResponse.tag(plain),
                headers(month),
                freshness);
        Instant goodUntil =
                kept.stale() ? clock.instant().plus(config.freshness().stale()) : freshness.freshUntil();
        return new Encoded(answer, goodUntil.toEpochMilli());
    }

    private Map<String, String> headers(MonthRecords month) {
        String verified = month.rows() + "/" + month.rows();
        Map<String, String> headers = new HashMap<>(headers(month.key().dataset()));
        headers.put("X-Data-Verified", verified);
        headers.put("X-Records-Verified", verified);
        headers.put("X-Data-Rows", Integer.toString(month.rows()));
        headers.put("X-Data-Unplaced", Integer.toString(month.unplaced()));
        return headers;
    }
}
