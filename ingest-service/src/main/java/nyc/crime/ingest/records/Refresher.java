package nyc.crime.ingest.records;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Stream;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import org.jboss.logging.Logger;

import nyc.crime.city.CityProfile;
import nyc.crime.ingest.IngestConfig;

/** Keeps the newest months fresh, and fetches the past where that is asked for: one month at a time, with pauses. */
@ApplicationScoped
class Refresher {

    private static final Logger LOG = Logger.getLogger(Refresher.class);
    private static final int MONTHS_PER_LOG_LINE = 12;

    private final MonthService months;
    private final DatasetRanges ranges;
    private final IngestConfig config;
    private final CityProfile city;
    private final AtomicInteger warmed = new AtomicInteger();
    private final AtomicInteger toWarm = new AtomicInteger();

    Refresher(MonthService months, DatasetRanges ranges, IngestConfig config, CityProfile city, MeterRegistry metrics) {
        this.months = months;
        this.ranges = ranges;
        this.config = config;
        this.city = city;
        metrics.gauge("nyc.ingest.warmup.done", warmed);
        metrics.gauge("nyc.ingest.warmup.total", toWarm);
    }

    /** Learns the ranges, so that the first caller need not wait for them; then warms up, if asked. */
    void start(@Observes StartupEvent event) {
        // What fails after its last caller has gone, or after a sibling has failed, is nobody's error any more.
        Infrastructure.setDroppedExceptionHandler(e -> LOG.debug("a failure that nobody waits for", e));
        learn().flatMap(known -> learnOffences())
                .flatMap(known ->
                        config.warmUp().enabled() ? warmUp() : Uni.createFrom().voidItem())
                .subscribe()
                .with(done -> LOG.debug("start is done"), e -> LOG.error("warm-up ended", e));
    }

    /** Asks for the newest published months again; cheap where Socrata can say that nothing changed. */
    @Scheduled(
            every = "{nyc.ingest.refresh.every}",
            delayed = "1m",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> refreshNewest() {
        return learn().flatMap(known -> each(newest(), key -> passing(key + " is not refreshed", months.refresh(key))));
    }

    /** Asks what the datasets hold; the trouble of one is none of the others. Of one that is refused all is said already. */
    private Uni<Void> learn() {
        List<Uni<Void>> all = city.datasets().keySet().stream()
                .map(dataset -> passing(
                        "Socrata does not say what " + dataset + " holds",
                        ranges.refresh(dataset)
                                .replaceWithVoid()
                                .onFailure(e -> ranges.refused().containsKey(dataset))
                                .recoverWithNull()))
                .toList();
        return Uni.join().all(all).andCollectFailures().replaceWithVoid();
    }

    /** Names of offences hardly change; nobody waits for them. */
    @Scheduled(every = "24h", delayed = "24h")
    Uni<Void> learnOffences() {
        return Multi.createFrom()
                .iterable(city.datasets().keySet())
                .onItem()
                .transformToUniAndConcatenate(dataset -> passing(
                        "Socrata does not say which offences " + dataset + " has", ranges.learnOffences(dataset)))
                .collect()
                .last()
                .replaceWithVoid();
    }

    private static Uni<Void> passing(String otherwise, Uni<Void> work) {
        return work.onFailure()
                .invoke(e -> LOG.warnf("%s: %s", otherwise, e.getMessage()))
                .onFailure()
                .recoverWithNull();
    }

    private Uni<Void> warmUp() {
        List<MonthKey> all = city.datasets().keySet().stream()
                .sorted()
                .flatMap(this::newestFirst)
                .toList();
        toWarm.set(all.size());
        LOG.infof(
                "warm-up of %d months begins, with pauses of %s",
                all.size(), config.warmUp().pause());
        return each(
                all,
                key -> months.isKept(key)
                        .flatMap(kept -> kept ? Uni.createFrom().voidItem() : fetchPolitely(key))
                        .invoke(() -> {
                            int done = warmed.incrementAndGet();
                            if (done % MONTHS_PER_LOG_LINE == 0 || done == all.size()) {
                                LOG.infof("warm-up: %d of %d months", done, all.size());
                            }
                        }));
    }

    private Uni<Void> fetchPolitely(MonthKey key) {
        return passing("warm-up leaves out " + key, months.refresh(key))
                .onItem()
                .delayIt()
                .by(config.warmUp().pause());
    }

    private List<MonthKey> newest() {
        return city.datasets().keySet().stream()
                .flatMap(dataset -> newestFirst(dataset).limit(config.refresh().months()))
                .toList();
    }

    /** The published months. */
    private Stream<MonthKey> newestFirst(String dataset) {
        DatasetRanges.Ranges known = ranges.lastKnown(dataset);
        return known == null ? Stream.empty() : known.months();
    }

    private static Uni<Void> each(List<MonthKey> keys, Function<MonthKey, Uni<Void>> action) {
        return Multi.createFrom()
                .iterable(keys)
                .onItem()
                .transformToUniAndConcatenate(action::apply)
                .collect()
                .last()
                .replaceWithVoid();
    }
}
