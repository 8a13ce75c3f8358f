package nyc.crime.ingest.records;

import java.time.Clock;
import java.time.YearMonth;
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

import nyc.crime.ingest.IngestConfig;

/** Keeps the newest months fresh, and fetches the past where that is asked for: one month at a time, with pauses. */
@ApplicationScoped
class Refresher {

    private static final Logger LOG = Logger.getLogger(Refresher.class);
    private static final int MONTHS_PER_LOG_LINE = 12;

    private final MonthService months;
    private final DatasetRanges ranges;
    private final IngestConfig config;
    private final Clock clock;
    private final AtomicInteger warmed = new AtomicInteger();
    private final AtomicInteger toWarm = new AtomicInteger();

    Refresher(MonthService months, DatasetRanges ranges, IngestConfig config, Clock clock, MeterRegistry metrics) {
        this.months = months;
        this.ranges = ranges;
        this.config = config;
        this.clock = clock;
        metrics.gauge("nyc.ingest.warmup.done", warmed);
        metrics.gauge("nyc.ingest.warmup.total", toWarm);
    }

    /** Learns the ranges, so that the first caller need not wait for them; then warms up, if asked. */
    void start(@Observes StartupEvent event) {
        // What fails after its last caller has gone, or after a sibling has failed, is nobody's error any more.
        Infrastructure.setDroppedExceptionHandler(e -> LOG.debug("a failure that nobody waits for", e));
        Uni<Void> learned = Multi.createFrom()
                .iterable(config.datasets().keySet())
                .onItem()
                .transformToUniAndMerge(ranges::of)
                .collect()
                .last()
                .replaceWithVoid()
                .onFailure()
                .invoke(e -> LOG.warnf("Socrata does not say which dates it has: %s", e.getMessage()))
                .onFailure()
                .recoverWithNull();
        learned.flatMap(known ->
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
        return Multi.createFrom()
                .iterable(config.datasets().keySet())
                .onItem()
                .transformToUniAndConcatenate(ranges::of)
                .collect()
                .last()
                .flatMap(known -> each(newest(), months::refresh))
                .onFailure()
                .invoke(e -> LOG.warnf("the newest months could not be refreshed: %s", e.getMessage()))
                .onFailure()
                .recoverWithNull();
    }

    private Uni<Void> warmUp() {
        List<MonthKey> all = config.datasets().keySet().stream()
                .sorted()
                .flatMap(dataset -> Stream.iterate(
                                lastMonth(dataset), m -> !m.isBefore(config.firstMonth()), m -> m.minusMonths(1))
                        .map(month -> new MonthKey(dataset, month)))
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
        return months.refresh(key)
                .onFailure()
                .invoke(e -> LOG.warnf("warm-up leaves out %s: %s", key, e.getMessage()))
                .onFailure()
                .recoverWithNull()
                .onItem()
                .delayIt()
                .by(config.warmUp().pause());
    }

    private List<MonthKey> newest() {
        return config.datasets().keySet().stream()
                .flatMap(dataset -> Stream.iterate(lastMonth(dataset), month -> month.minusMonths(1))
                        .limit(config.refresh().months())
                        .map(month -> new MonthKey(dataset, month)))
                .toList();
    }

    private YearMonth lastMonth(String dataset) {
        DatasetRanges.Ranges known = ranges.lastKnown(dataset);
        return known == null || known.last() == null ? YearMonth.now(clock) : YearMonth.from(known.last());
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
