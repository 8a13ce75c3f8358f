package nyc.crime.grid.ingest;

import java.time.Year;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Consumer;
import java.util.function.Function;
import jakarta.enterprise.context.ApplicationScoped;

import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;

import nyc.crime.grid.GridConfig;

/**
 * Months of records, kept in memory as long as ingest-service says that they are fresh, and longer if it cannot be
 * asked. All failures are {@link IngestProblem}s.
 */
@ApplicationScoped
public class RecordStore {

    private static final int DATASETS_MEMORY = 1 << 20;

    private final IngestClient client;
    private final int parallel;
    private final StaleIfErrorCache<MonthKey, RecordMonth> months;
    private final StaleIfErrorCache<String, Datasets> datasets;
    /** The months of the years that were asked for. */
    private final Map<YearKey, List<YearMonth>> years = new ConcurrentHashMap<>();

    RecordStore(IngestClient client, GridConfig config, MeterRegistry metrics) {
        this.client = client;
        parallel = config.records().parallel();
        months = new StaleIfErrorCache<>(
                config.records().memory(),
                config.records().retryAfter(),
                config.records().patience());
        datasets = new StaleIfErrorCache<>(
                DATASETS_MEMORY, config.records().retryAfter(), config.records().patience());
        metrics.gauge("nyc.grid.records.kept.bytes", months, StaleIfErrorCache::weight);
    }

    private record MonthKey(String dataset, YearMonth month, boolean timed) {}

    private record YearKey(String dataset, Year year) {}

    /** What ingest-service says of its datasets. */
    public Uni<Datasets> datasets() {
        return datasets.get("", () -> client.datasets().onFailure().transform(IngestClient::explained));
    }

    /** What is published of a dataset; unknown where ingest-service cannot say, a failure where there is no such dataset. */
    public Uni<Publication> publication(String dataset) {
        return datasets()
                .map(Optional::of)
                .onFailure(IngestProblem.class)
                .recoverWithItem(Optional.empty())
                .map(known -> known.map(all -> all.publication(dataset)).orElseGet(() -> Publication.unknown(dataset)));
    }

    /** One month. */
    public Uni<Snapshot> month(Publication of, YearMonth month) {
        of.require("period", month);
        return record(of, month).map(found -> new Snapshot(of, List.of(found), Map.of()));
    }

    /**
     * All months from one to another, asked for in parallel, a few at a time.
     *
     * @param from first month
     * @param to last month, inclusive
     */
    public Uni<Snapshot> months(Publication of, YearMonth from, YearMonth to) {
        of.require("period", from);
        of.require("period", to);
        List<YearMonth> wanted = new ArrayList<>();
        for (YearMonth month = from; !month.isAfter(to); month = month.plusMonths(1)) {
            wanted.add(month);
        }
        return Multi.createFrom()
                .iterable(wanted)
                .onItem()
                .transformToUni(month -> record(of, month))
                .merge(parallel)
                .collect()
                .asMap(RecordMonth::month)
                .map(found -> new Snapshot(of, wanted.stream().map(found::get).toList(), Map.of()));
    }

    /**
     * The months of a year that there are, asked for as one stream. Months that could not be had and of which no copy is
     * kept are in {@link Snapshot#missing()}.
     *
     * @param arrived called with each month as it arrives, before the next; not if the year is kept or was already under way
     */
    public Uni<Snapshot> year(Publication of, Year year, Consumer<RecordMonth> arrived) {
        of.require("period", year);
        YearKey key = new YearKey(of.dataset(), year);
        Snapshot kept = hasAllPublished(key, of) ? kept(key, of, months::fresh) : null;
        return kept != null
                ? Uni.createFrom().item(kept)
                : months.patiently(
                        months.once(key, () -> askYear(key, of, arrived)), () -> kept(key, of, months::stale));
    }

    /** False if more of the year was published since it was asked for. */
    private boolean hasAllPublished(YearKey year, Publication of) {
        List<YearMonth> known = years.getOrDefault(year, List.of());
        YearMonth last = year.year().atMonth(12);
        YearMonth published = of.isKnown() && of.lastMonth().isBefore(last) ? of.lastMonth() : last;
        return !of.isKnown() || !known.isEmpty() && !known.get(known.size() - 1).isBefore(published);
    }

    /** The records of a month. */
    public Uni<RecordMonth> record(Publication of, YearMonth month) {
        return months.get(
                new MonthKey(of.dataset(), month, of.timed()),
                () -> client.month(of, month).onFailure().transform(IngestClient::explained));
    }

    /** A year whose months are all kept, or null. */
    private Snapshot kept(YearKey year, Publication of, Function<MonthKey, RecordMonth> copy) {
        List<YearMonth> known = years.getOrDefault(year, List.of());
        List<RecordMonth> found = known.stream()
                .map(month -> copy.apply(new MonthKey(year.dataset(), month, of.timed())))
                .toList();
        return known.isEmpty() || found.stream().anyMatch(Objects::isNull) ? null : new Snapshot(of, found, Map.of());
    }

    private Uni<Snapshot> askYear(YearKey year, Publication of, Consumer<RecordMonth> arrived) {
        Map<YearMonth, RecordMonth> found = new ConcurrentSkipListMap<>();
        Map<YearMonth, IngestProblem> missing = new ConcurrentSkipListMap<>();
        return client.year(of, year.year(), line -> {
                    MonthKey key = new MonthKey(year.dataset(), line.period(), of.timed());
                    RecordMonth month = line.problem() == null ? months.keep(key, line.month()) : months.stale(key);
                    if (month == null) {
                        missing.put(line.period(), line.problem());
                    } else {
                        found.put(line.period(), month);
                        arrived.accept(month);
                    }
                })
                .onFailure()
                .transform(IngestClient::explained)
                .map(end -> whole(year, of, found, missing))
                .onFailure(IngestProblem.class)
                .recoverWithUni(e -> {
                    Snapshot old = ((IngestProblem) e).passing() ? kept(year, of, months::stale) : null;
                    return old == null
                            ? Uni.createFrom().failure(e)
                            : Uni.createFrom().item(old);
                });
    }

    private Snapshot whole(
            YearKey year, Publication of, Map<YearMonth, RecordMonth> found, Map<YearMonth, IngestProblem> missing) {
        if (found.isEmpty()) {
            throw missing.values().stream()
                    .findFirst()
                    .orElseGet(() ->
                            IngestProblem.nothing("there are no records of " + year.year(), "period", null, null));
        }
        if (missing.isEmpty()) {
            years.put(year, List.copyOf(found.keySet()));
        }
        return new Snapshot(of, List.copyOf(found.values()), Map.copyOf(missing));
    }
}
