package nyc.crime.grid.api;

import java.time.YearMonth;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import jakarta.enterprise.context.ApplicationScoped;

import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;

import nyc.crime.grid.GridConfig;
import nyc.crime.grid.ingest.Found;
import nyc.crime.grid.ingest.IngestProblem;
import nyc.crime.grid.ingest.Publication;
import nyc.crime.grid.ingest.RecordMonth;
import nyc.crime.grid.ingest.RecordStore;
import nyc.crime.grid.ingest.Snapshot;
import nyc.crime.grid.ingest.StaleIfErrorCache;
import nyc.crime.http.Freshness;

/**
 * What was counted of months, kept (bounded in bytes) when their records are let go of, and as fresh as these. At no time
 * more records are held than of the few months that are counted.
 */
@ApplicationScoped
class CountedMonths {

    private final RecordStore records;
    private final ResponseCache responses;
    private final int parallel;
    private final StaleIfErrorCache<Key, Kept> kept;

    CountedMonths(RecordStore records, ResponseCache responses, GridConfig config, MeterRegistry metrics) {
        this.records = records;
        this.responses = responses;
        parallel = config.records().parallel();
        kept = new StaleIfErrorCache<>(
                config.counts().memory(),
                config.records().retryAfter(),
                config.records().patience());
        metrics.gauge("nyc.grid.counts.kept.bytes", kept, StaleIfErrorCache::weight);
    }

    /**
     * A way to count a month's records.
     *
     * @param name equal for equal ways
     * @param of counts them
     * @param weight bytes that the counts take in memory, about
     */
    record Way<C>(Object name, Function<RecordMonth, C> of, ToIntFunction<C> weight) {}

    /**
     * A month that was asked for.
     *
     * @param found what is said of its records, which are let go of, or why they could not be had
     * @param counts null if they could not be had
     */
    record Counted<C>(Found found, C counts) {

        /**
         * What may be said of months that an answer was made of.
         *
         * @throws IngestProblem if none of them could be had
         */
        static <C> Snapshot snapshot(Publication of, List<Counted<C>> months) {
            return Found.snapshot(of, months.stream().map(Counted::found).toList());
        }

        /** The counts of the months that could be had, in the order of these. */
        static <C> List<C> counts(List<Counted<C>> months) {
            return months.stream()
                    .filter(month -> month.counts() != null)
                    .sorted(Comparator.comparing(month -> month.found().month()))
                    .map(Counted::counts)
                    .toList();
        }
    }

    private record Key(String dataset, YearMonth month, boolean timed, Object way) {}

    private record Kept(RecordMonth of, Object counts, int weight) implements StaleIfErrorCache.Ageing<Kept> {

        @Override
        public Freshness freshness() {
            return of.freshness();
        }

        @Override
        public Kept with(Freshness other) {
            return new Kept(of.with(other), counts, weight);
        }
    }

    /** Months, a few counted at a time. One that cannot be had is there with its problem. */
    <C> Uni<List<Counted<C>>> all(Publication of, Collection<YearMonth> months, Way<C> way) {
        return Multi.createFrom()
                .iterable(months)
                .onItem()
                .transformToUni(month -> one(of, month, way))
                .merge(parallel)
                .collect()
                .asList();
    }

    private <C> Uni<Counted<C>> one(Publication of, YearMonth month, Way<C> way) {
        return kept.get(
                        key(of, month, way),
                        () -> responses.build(records.record(of, month), found -> {
                            C counts = way.of().apply(found);
                            RecordMonth rest = found.withoutRecords();
                            return new Kept(
                                    rest, counts, rest.weight() + way.weight().applyAsInt(counts));
                        }))
                .map(found -> CountedMonths.<C>counted(month, found))
                .onFailure(IngestProblem.class)
                .recoverWithItem(e -> new Counted<>(new Found(month, null, (IngestProblem) e), null));
    }

    /** What is counted of months by now; the others are there with a problem that says so. */
    <C> List<Counted<C>> atHand(Publication of, Collection<YearMonth> months, Way<C> way) {
        return months.stream()
                .map(month -> CountedMonths.<C>counted(month, kept.atHand(key(of, month, way))))
                .toList();
    }

    /** Does what is not yet under way of the same name, or waits for it. */
    <T> Uni<T> once(Object name, Supplier<Uni<T>> work) {
        return kept.once(name, work);
    }

    private static Key key(Publication of, YearMonth month, Way<?> way) {
        return new Key(of.dataset(), month, of.timed(), way.name());
    }

    @SuppressWarnings("unchecked")
    private static <C> Counted<C> counted(YearMonth month, Kept found) {
        return found == null
                ? new Counted<>(
                        new Found(month, null, IngestProblem.trouble(503, month + " is still on its way", null)), null)
                : new Counted<>(new Found(month, found.of(), null), (C) found.counts());
    }
}
