package nyc.crime.predict.grid;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Semaphore;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import org.eclipse.microprofile.context.ManagedExecutor;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.RestResponse;

import nyc.crime.predict.PredictConfig;
import nyc.crime.predict.grid.GridApi.PrecinctsDocument;

/**
 * grid-service as this service knows it: the grid, the datasets' dates and daily counts, kept by month so that
 * neighbouring forecasts do not fetch the same years again. When grid-service is down, what is kept is served as stale.
 */
@ApplicationScoped
public class GridService {

    private static final Logger LOG = Logger.getLogger(GridService.class);
    private static final Duration SPAN_MAX_AGE = Duration.ofMinutes(1);
    private static final Duration STALE_MAX_AGE = Duration.ofSeconds(30);
    private static final int FETCHES_AT_ONCE = 4;

    private final GridGateway gateway;
    private final PredictConfig config;
    private final ManagedExecutor executor;
    private final Clock clock;
    private final Semaphore fetches = new Semaphore(FETCHES_AT_ONCE);
    private final Map<Object, Kept<?>> kept;

    /** First and last day that a dataset has. */
    public record Span(LocalDate first, LocalDate last) {}

    /** Something with the time it came, the time it was last asked for, and whether it is known to be out of date. */
    private record Kept<T>(T value, Instant fetchedAt, Instant askedAt, String source, boolean stale) {}

    private record SpanKey(String dataset) {}

    private record MonthKey(String dataset, List<String> offences, LocalDate from, LocalDate to) {}

    private record PrecinctsKey(String dataset, List<String> offences, LocalDate from, LocalDate to) {}

    /** A month of counts without its zeros: most cells have no record on most days. */
    private record SparseMonth(int[] at, short[] count) {}

    @FunctionalInterface
    private interface Fetch<T> {
        Kept<T> get();
    }

    @Inject
    GridService(GridGateway gateway, PredictConfig config, ManagedExecutor executor) {
        this(gateway, config, executor, Clock.systemUTC());
    }

    GridService(GridGateway gateway, PredictConfig config, ManagedExecutor executor, Clock clock) {
        this.gateway = gateway;
        this.config = config;
        this.executor = executor;
        this.clock = clock;
        this.kept = Collections.synchronizedMap(new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<Object, Kept<?>> eldest) {
                return size() > config.countsMonths();
            }
        });
    }

    /**
     * The forecast grid.
     *
     * @throws GridUnavailable if it was never fetched and cannot be now
     */
    public ForecastGrid grid() {
        return fresh(ForecastGrid.class, config.countsMaxAge(), () -> {
                    GridApi.ForecastGridDocument grid = gateway.georef().forecast();
                    return new Kept<>(
                            new ForecastGrid(
                                    Mask.of(grid.rows(), grid.cols(), grid.mask()),
                                    grid.bounds(),
                                    grid.borough(),
                                    grid.boroughs()),
                            clock.instant(),
                            clock.instant(),
                            "",
                            false);
                })
                .value();
    }

    /**
     * First and last day of a dataset.
     *
     * @throws GridUnavailable if grid-service cannot say
     * @throws UnknownDataset if there is no such dataset
     */
    public Span span(String dataset) {
        return fresh(
                        new SpanKey(dataset),
                        SPAN_MAX_AGE,
                        () -> gateway.datasets().datasets().stream()
                                .filter(known -> known.id().equals(dataset) && known.firstDate() != null)
                                .map(known -> new Kept<>(
                                        new Span(known.firstDate(), known.lastDate()),
                                        clock.instant(),
                                        clock.instant(),
                                        "",
                                        false))
                                .findFirst()
                                .orElseThrow(() -> new UnknownDataset(dataset)))
                .value();
    }

    /**
     * Daily counts of a dataset.
     *
     * @param offences one group for each; none: all records in one group
     * @param from first day, within the dataset's span
     * @param to last day, within the dataset's span
     * @throws GridUnavailable if a month was never fetched and cannot be now
     */
    public History history(String dataset, List<String> offences, LocalDate from, LocalDate to) {
        Span span = span(dataset);
        ForecastGrid grid = grid();
        List<CompletableFuture<Kept<SparseMonth>>> months = new ArrayList<>();
        List<MonthKey> keys = new ArrayList<>();
        for (YearMonth month = YearMonth.from(from); !month.isAfter(YearMonth.from(to)); month = month.plusMonths(1)) {
            LocalDate first = month.atDay(1).isBefore(span.first) ? span.first : month.atDay(1);
            LocalDate last = month.atEndOfMonth().isAfter(span.last) ? span.last : month.atEndOfMonth();
            keys.add(new MonthKey(dataset, offences, first, last));
        }
        for (MonthKey key : keys) {
            Kept<SparseMonth> month = known(key, config.countsMaxAge());
            months.add(
                    month != null
                            ? CompletableFuture.completedFuture(month)
                            : executor.supplyAsync(() -> month(key, grid)));
        }
        List<String> groups = offences.isEmpty() ? List.of(DailyCounts.ALL) : offences;
        int width = grid.rows() * grid.cols() * groups.size();
        DailyCounts counts = new DailyCounts(
                from,
                (int) (to.toEpochDay() - from.toEpochDay()) + 1,
                grid.rows(),
                grid.cols(),
                groups,
                new int[width * ((int) (to.toEpochDay() - from.toEpochDay()) + 1)]);
        boolean stale = false;
        Instant oldest = Instant.MAX;
        String source = "";
        for (int m = 0; m < keys.size(); m++) {
            Kept<SparseMonth> month = join(months.get(m));
            stale |= month.stale;
            oldest = oldest.isBefore(month.fetchedAt) ? oldest : month.fetchedAt;
            source = month.source;
            int offset = counts.day(keys.get(m).from) * width;
            for (int i = 0; i < month.value.at.length; i++) {
                int at = month.value.at[i] + offset;
                if (at >= 0 && at < counts.values().length) {
                    counts.values()[at] = month.value.count[i];
                }
            }
        }
        return new History(counts, source, stale, oldest);
    }

    /**
     * Records by precinct of a range of days.
     *
     * @param offences only these; none: all records
     * @throws GridUnavailable if it was never fetched and cannot be now
     */
    public Precincts precincts(String dataset, List<String> offences, LocalDate from, LocalDate to) {
        return fresh(new PrecinctsKey(dataset, offences, from, to), config.countsMaxAge(), () -> {
                    PrecinctsDocument found =
                            gateway.precincts(dataset, from, to, offences).getEntity();
                    return new Kept<>(
                            new Precincts(
                                    found.precincts(),
                                    found.cell(),
                                    found.precinct(),
                                    found.records(),
                                    from,
                                    found.daily()),
                            clock.instant(),
                            clock.instant(),
                            "",
                            false);
                })
                .value();
    }

    private Kept<SparseMonth> month(MonthKey key, ForecastGrid grid) {
        return fresh(key, config.countsMaxAge(), () -> {
            fetches.acquireUninterruptibly();
            try {
                RestResponse<byte[]> answer = gateway.counts(key.dataset, key.from, key.to, key.offences);
                int days = (int) (key.to.toEpochDay() - key.from.toEpochDay()) + 1;
                int[] shape = {days, grid.rows(), grid.cols(), Math.max(1, key.offences.size())};
                return new Kept<>(
                        sparse(Npy.readInts(new ByteArrayInputStream(answer.getEntity())), shape),
                        clock.instant(),
                        clock.instant(),
                        String.valueOf(answer.getHeaderString("X-Data-Source")),
                        answer.getHeaderString("Warning") != null);
            } catch (IOException e) {
                throw new GridUnavailable("grid-service sent counts that cannot be read: " + e.getMessage(), e);
            } finally {
                fetches.release();
            }
        });
    }

    private static SparseMonth sparse(Npy.Ints counts, int[] shape) throws IOException {
        if (!Arrays.equals(counts.shape(), shape)) {
            throw new IOException("a shape of " + Arrays.toString(counts.shape()) + ", not " + Arrays.toString(shape));
        }
        int size = 0;
        for (int value : counts.values()) {
            size += value == 0 ? 0 : 1;
        }
        SparseMonth month = new SparseMonth(new int[size], new short[size]);
        int next = 0;
        for (int i = 0; i < counts.values().length; i++) {
            if (counts.values()[i] != 0) {
                month.at[next] = i;
                month.count[next++] = (short) counts.values()[i];
            }
        }
        return month;
    }

    private <T> Kept<T> fresh(Object key, Duration maxAge, Fetch<T> fetch) {
        Kept<T> known = known(key, maxAge);
        if (known != null) {
            return known;
        }
        try {
            Kept<T> fetched = fetch.get();
            kept.put(key, fetched);
            return fetched;
        } catch (GridUnavailable e) {
            @SuppressWarnings("unchecked")
            Kept<T> old = (Kept<T>) kept.get(key);
            if (old == null) {
                throw e;
            }
            LOG.warnf("serving what is kept of %s: %s", key, e.getMessage());
            Kept<T> stale = new Kept<>(old.value, old.fetchedAt, clock.instant(), old.source, true);
            kept.put(key, stale);
            return stale;
        }
    }

    /** What is kept under a key, or null where that is nothing or too old. */
    private <T> Kept<T> known(Object key, Duration maxAge) {
        @SuppressWarnings("unchecked")
        Kept<T> known = (Kept<T>) kept.get(key);
        return known != null
                        && known.askedAt
                                .plus(known.stale ? STALE_MAX_AGE : maxAge)
                                .isAfter(clock.instant())
                ? known
                : null;
    }

    private static <T> T join(CompletableFuture<T> future) {
        try {
            return future.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }
}
