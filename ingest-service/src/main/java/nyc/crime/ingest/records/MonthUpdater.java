package nyc.crime.ingest.records;

import java.time.Clock;
import jakarta.enterprise.context.ApplicationScoped;

import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import org.jboss.logging.Logger;

import nyc.crime.ingest.IngestConfig;
import nyc.crime.ingest.socrata.UpstreamException;
import nyc.crime.ingest.socrata.UpstreamException.Kind;

/**
 * Reads months and keeps them. One that has suddenly lost rows is doubted: it is read again, and if it stays so it is
 * kept beside the old one, which is served as stale, until the loss has lasted long enough to be believed. Only the
 * living city's data are doubted: a folder of files is its owner's business.
 */
@ApplicationScoped
class MonthUpdater {

    private static final Logger LOG = Logger.getLogger(MonthUpdater.class);

    private final MonthFetcher fetcher;
    private final MonthKeeper keeper;
    private final DatasetRanges ranges;
    private final IngestConfig config;
    private final Clock clock;
    private final MeterRegistry metrics;

    MonthUpdater(
            MonthFetcher fetcher,
            MonthKeeper keeper,
            DatasetRanges ranges,
            IngestConfig config,
            Clock clock,
            MeterRegistry metrics) {
        this.fetcher = fetcher;
        this.keeper = keeper;
        this.ranges = ranges;
        this.config = config;
        this.clock = clock;
        this.metrics = metrics;
    }

    /** A month that is not kept yet. */
    Uni<MonthRecords> fetch(MonthKey key) {
        return fetcher.fetch(key)
                .invoke(month -> {
                    int expected = ranges.lastKnown(key.dataset()).facts().expected(key.month());
                    if (hasLost(month, expected)) {
                        throw shrunk(key, expected, month.rows());
                    }
                })
                .ifNoItem()
                .after(config.upstream().deadline())
                .failWith(() -> new UpstreamException(Kind.TIMEOUT, "the month did not arrive in time"))
                .call(keeper::put);
    }

    /** A kept month as it is now, or a failure that says why the kept one has to do. */
    Uni<MonthRecords> refresh(MonthRecords kept) {
        MonthKey key = kept.key();
        return keeper.getDoubted(key)
                .flatMap(doubted -> doubted == null || isConfirmed(doubted)
                        ? Uni.createFrom().item(false)
                        : fetcher.isUnchanged(doubted))
                .flatMap(stillDoubted -> {
                    if (stillDoubted) {
                        throw new UpstreamException(Kind.SHRUNK, key + " has lost rows and is doubted");
                    }
                    return fetcher.refresh(kept);
                })
                .flatMap(now -> hasLost(now, kept.rows())
                        ? fetcher.fetch(key)
                        : Uni.createFrom().item(now))
                .flatMap(now -> hasLost(now, kept.rows()) ? doubt(kept, now) : keeper.put(now));
    }

    private Uni<MonthRecords> doubt(MonthRecords kept, MonthRecords now) {
        MonthKey key = kept.key();
        return keeper.getDoubted(key).flatMap(doubted -> {
            if (doubted != null && isConfirmed(doubted)) {
                LOG.warnf("%s has had %d rows since %s: believed", key, now.rows(), doubted.fetchedAt());
                return keeper.put(now);
            }
            UpstreamException shrunk = shrunk(key, kept.rows(), now.rows());
            if (doubted != null) {
                throw shrunk;
            }
            LOG.warn(shrunk.getMessage());
            metrics.counter("nyc.ingest.doubts", "dataset", key.dataset()).increment();
            return keeper.putDoubted(now).map(ignored -> {
                throw shrunk;
            });
        });
    }

    private boolean isConfirmed(MonthRecords doubted) {
        return !clock.instant().isBefore(doubted.fetchedAt().plus(config.doubt().confirmAfter()));
    }

    private boolean hasLost(MonthRecords now, int before) {
        return now.origin().equals("live")
                && now.rows() < before * (1 - config.doubt().loss());
    }

    private static UpstreamException shrunk(MonthKey key, int before, int now) {
        return new UpstreamException(
                Kind.SHRUNK, "Socrata has %d rows of %s now and had %d; they are doubted".formatted(now, key, before));
    }
}
