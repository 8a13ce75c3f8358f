package nyc.crime.grid.ingest;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import jakarta.enterprise.context.ApplicationScoped;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;

import nyc.crime.grid.GridConfig;

/**
 * Months of records, kept in memory (bounded in bytes) and asked of ingest-service when they are missing or no longer
 * fresh. When that fails, the kept copy is given out, marked as stale. The same question is never under way twice.
 */
@ApplicationScoped
// Caffeine chooses its classes by name, which a native executable has to know
@RegisterForReflection(
        classNames = {"com.github.benmanes.caffeine.cache.SSMW", "com.github.benmanes.caffeine.cache.PSMW"})
public class Records {

    private final IngestGateway gateway;
    private final GridConfig.Records config;
    private final Clock clock = Clock.systemUTC();
    private final Cache<MonthKey, Kept<RecordMonth>> months;
    private final Map<YearKey, Kept<List<YearMonth>>> years = new ConcurrentHashMap<>();
    private final AtomicReference<Kept<byte[]>> datasets = new AtomicReference<>();
    private final Map<Record, Uni<?>> underWay = new ConcurrentHashMap<>();

    Records(IngestGateway gateway, GridConfig config, MeterRegistry metrics) {
        this.gateway = gateway;
        this.config = config.records();
        months = Caffeine.newBuilder()
                .maximumWeight(this.config.memory())
                .weigher((MonthKey key, Kept<RecordMonth> kept) -> kept.value().weight())
                .build();
        metrics.gauge(
                "nyc.grid.records.kept.bytes",
                months,
                cache -> cache.policy().eviction().orElseThrow().weightedSize().orElse(0));
    }

    private record MonthKey(String dataset, YearMonth month) {}

    private record YearKey(String dataset, Year year) {}

    private record DatasetsKey() {}

    private record Kept<T>(T value, Instant freshUntil) {}

    /**
     * One month.
     *
     * @throws IngestProblem (as the failure) if it cannot be had and no copy is kept
     */
    public Uni<Snapshot> month(String dataset, YearMonth month) {
        return keptOrAsked(new MonthKey(dataset, month)).map(kept -> snapshot(List.of(kept), Map.of()));
    }

    /**
     * All months from one to another, asked for in parallel, a few at a time.
     *
     * @param from first month
     * @param to last month, inclusive
     * @throws IngestProblem (as the failure) if one cannot be had and no copy is kept
     */
    public Uni<Snapshot> months(String dataset, YearMonth from, YearMonth to) {
        List<MonthKey> keys = new ArrayList<>();
        for (YearMonth month = from; !month.isAfter(to); month = month.plusMonths(1)) {
            keys.add(new MonthKey(dataset, month));
        }
        return Multi.createFrom()
                .iterable(keys)
                .onItem()
                .transformToUni(this::keptOrAsked)
                .merge(config.parallel())
                .collect()
                .asMap(kept -> kept.value().month())
                .map(byMonth -> snapshot(
                        keys.stream().map(key -> byMonth.get(key.month())).toList(), Map.of()));
    }

    /**
     * The months of a year that there are, asked for as one stream. Months that could not be had and of which no copy is
     * kept are in {@link Snapshot#missing()}.
     *
     * @param arrived called with each month as it arrives, before the next; not if the year is kept or was already under way
     * @throws IngestProblem (as the failure) if nothing can be had
     */
    public Uni<Snapshot> year(String dataset, Year year, Consumer<RecordMonth> arrived) {
        YearKey key = new YearKey(dataset, year);
        Snapshot kept = keptYear(key, false);
        return kept != null ? Uni.createFrom().item(kept) : once(key, () -> askYear(key, arrived));
    }

    /** What ingest-service says of its datasets, its JSON as it is; the last answer if it does not answer now. */
    public Uni<byte[]> datasets() {
        Kept<byte[]> kept = datasets.get();
        return kept != null && !isOld(kept)
                ? Uni.createFrom().item(kept.value())
                : once(
                        new DatasetsKey(),
                        () -> gateway.datasets()
                                .invoke(json -> datasets.set(
                                        new Kept<>(json, clock.instant().plus(config.recentFreshFor()))))
                                .onFailure()
                                .recoverWithUni(e -> {
                                    Kept<byte[]> old = datasets.get();
                                    return old == null
                                            ? Uni.createFrom().failure(IngestGateway.explain(null, e))
                                            : Uni.createFrom().item(old.value());
                                }));
    }

    private Snapshot keptYear(YearKey key, boolean evenIfOld) {
        Kept<List<YearMonth>> year = years.get(key);
        if (year == null || (!evenIfOld && isOld(year))) {
            return null;
        }
        List<Kept<RecordMonth>> found = new ArrayList<>();
        for (YearMonth month : year.value()) {
            Kept<RecordMonth> kept = months.getIfPresent(new MonthKey(key.dataset(), month));
            if (kept == null || (!evenIfOld && isOld(kept))) {
                return null;
            }
            found.add(kept);
        }
        return found.isEmpty() ? null : snapshot(found, Map.of());
    }

    private boolean isOld(Kept<?> kept) {
        return kept.freshUntil().isBefore(clock.instant());
    }

    private Uni<Snapshot> askYear(YearKey key, Consumer<RecordMonth> arrived) {
        Map<YearMonth, Kept<RecordMonth>> found = new LinkedHashMap<>();
        Map<YearMonth, IngestProblem> missing = new LinkedHashMap<>();
        return gateway.year(key.dataset(), key.year(), line -> {
                    if (line.problem() == null) {
                        RecordMonth month = line.month();
                        found.put(month.month(), keep(new MonthKey(key.dataset(), month.month()), month));
                        arrived.accept(month);
                    }
                    return line;
                })
                .map(lines -> {
                    for (IngestGateway.Line line : lines) {
                        if (line.problem() != null) {
                            YearMonth month = line.problem().month();
                            Kept<RecordMonth> copy = copy(new MonthKey(key.dataset(), month));
                            if (copy != null) {
                                found.put(month, copy);
                            } else {
                                missing.put(month, line.problem());
                            }
                        }
                    }
                    if (found.isEmpty()) {
                        throw missing.values().stream()
                                .findFirst()
                                .orElseGet(() ->
                                        new IngestProblem(null, 404, "there are no records of " + key.year(), null));
                    }
                    List<Kept<RecordMonth>> ordered = found.values().stream()
                            .sorted((a, b) ->
                                    a.value().month().compareTo(b.value().month()))
                            .toList();
                    Snapshot snapshot = snapshot(ordered, missing);
                    if (missing.isEmpty()) {
                        years.put(
                                key,
                                new Kept<>(
                                        ordered.stream()
                                                .map(kept -> kept.value().month())
                                                .toList(),
                                        snapshot.freshUntil()));
                    }
                    return snapshot;
                })
                .onFailure()
                .recoverWithUni(e -> {
                    IngestProblem problem = IngestGateway.explain(null, e);
                    Snapshot old = problem.passing() ? oldYear(key) : null;
                    return old == null
                            ? Uni.createFrom().failure(problem)
                            : Uni.createFrom().item(old);
                });
    }

    /** What is kept of a year, marked as stale: good for a while, so that a failing ingest-service is left in peace. */
    private Snapshot oldYear(YearKey key) {
        Snapshot old = keptYear(key, true);
        if (old == null) {
            return null;
        }
        List<Kept<RecordMonth>> stale = old.months().stream()
                .map(month -> copy(new MonthKey(key.dataset(), month.month())))
                .toList();
        if (stale.contains(null)) {
            return null;
        }
        Snapshot snapshot = snapshot(stale, Map.of());
        years.computeIfPresent(key, (k, kept) -> new Kept<>(kept.value(), snapshot.freshUntil()));
        return snapshot;
    }

    private Uni<Kept<RecordMonth>> keptOrAsked(MonthKey key) {
        Kept<RecordMonth> kept = months.getIfPresent(key);
        return kept != null && !isOld(kept)
                ? Uni.createFrom().item(kept)
                : once(
                        key,
                        () -> gateway.month(key.dataset(), key.month())
                                .map(month -> keep(key, month))
                                .onFailure()
                                .recoverWithUni(e -> {
                                    IngestProblem problem = IngestGateway.explain(key.month(), e);
                                    Kept<RecordMonth> copy = problem.passing() ? copy(key) : null;
                                    return copy == null
                                            ? Uni.createFrom().failure(problem)
                                            : Uni.createFrom().item(copy);
                                }));
    }

    @SuppressWarnings("unchecked")
    private <T> Uni<T> once(Record key, Supplier<Uni<T>> question) {
        return (Uni<T>) underWay.computeIfAbsent(
                key,
                k -> question.get()
                        .onTermination()
                        .invoke(() -> underWay.remove(k))
                        .memoize()
                        .indefinitely());
    }

    private Kept<RecordMonth> keep(MonthKey key, RecordMonth month) {
        Instant now = clock.instant();
        Instant settled = month.month()
                .plusMonths(1)
                .atDay(1)
                .atStartOfDay()
                .toInstant(ZoneOffset.UTC)
                .plus(config.settling());
        Duration fresh = month.stale()
                ? config.retryAfter()
                : now.isAfter(settled) ? config.freshFor() : config.recentFreshFor();
        Kept<RecordMonth> kept = new Kept<>(month, now.plus(fresh));
        months.put(key, kept);
        return kept;
    }

    private Kept<RecordMonth> copy(MonthKey key) {
        Kept<RecordMonth> old = months.getIfPresent(key);
        return old == null ? null : keep(key, old.value().asStale());
    }

    private Snapshot snapshot(List<Kept<RecordMonth>> kept, Map<YearMonth, IngestProblem> missing) {
        Instant freshUntil =
                kept.stream().map(Kept::freshUntil).min(Instant::compareTo).orElseThrow();
        Instant soon = clock.instant().plus(config.retryAfter());
        return new Snapshot(
                kept.stream().map(Kept::value).toList(),
                Map.copyOf(missing),
                missing.isEmpty() || freshUntil.isBefore(soon) ? freshUntil : soon);
    }
}
