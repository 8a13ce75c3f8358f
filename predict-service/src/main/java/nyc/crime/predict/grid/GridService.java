package nyc.crime.predict.grid;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Semaphore;
import jakarta.enterprise.context.ApplicationScoped;

import org.eclipse.microprofile.context.ManagedExecutor;
import org.jboss.resteasy.reactive.RestResponse;

import nyc.crime.predict.PredictConfig;
import nyc.crime.predict.counts.DailyCounts;
import nyc.crime.predict.counts.ForecastGrid;
import nyc.crime.predict.counts.Mask;
import nyc.crime.predict.counts.Npy;
import nyc.crime.predict.counts.Precincts;
import nyc.crime.predict.grid.GridApi.PrecinctsDocument;
import nyc.crime.predict.grid.Shelf.Kept;

/**
 * grid-service as this service knows it: the grid, the datasets' dates and daily counts, kept by month so that
 * neighbouring forecasts do not fetch the same years again. When grid-service is down, what is kept is served as stale.
 */
@ApplicationScoped
public class GridService {

    private static final Duration SPAN_MAX_AGE = Duration.ofMinutes(1);
    private static final int FETCHES_AT_ONCE = 4;

    private final GridGateway gateway;
    private final PredictConfig config;
    private final ManagedExecutor executor;
    private final Semaphore fetches = new Semaphore(FETCHES_AT_ONCE);
    private final Shelf shelf;

    /** First and last day that a dataset has. */
    public record Span(LocalDate first, LocalDate last) {}

    private record MonthKey(String dataset, List<String> offences, LocalDate from, LocalDate to) {}

    private record PrecinctsKey(String dataset, List<String> offences, LocalDate from, LocalDate to) {}

    GridService(GridGateway gateway, PredictConfig config, ManagedExecutor executor) {
        this.gateway = gateway;
        this.config = config;
        this.executor = executor;
        this.shelf = new Shelf(Clock.systemUTC(), config.countsMonths());
    }

    /**
     * The forecast grid.
     *
     * @throws GridUnavailable if it was never fetched and cannot be now
     */
    public ForecastGrid grid() {
        return shelf.get(ForecastGrid.class, config.countsMaxAge(), () -> {
                    GridApi.ForecastGridDocument grid = gateway.georef().forecast();
                    return shelf.fetched(
                            new ForecastGrid(
                                    Mask.of(grid.rows(), grid.cols(), grid.mask()),
                                    grid.bounds(),
                                    grid.borough(),
                                    grid.boroughs()),
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
        return shelf.get(
                        dataset,
                        SPAN_MAX_AGE,
                        () -> gateway.datasets().datasets().stream()
                                .filter(known -> known.id().equals(dataset) && known.firstDate() != null)
                                .map(known -> shelf.fetched(new Span(known.firstDate(), known.lastDate()), "", false))
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
            Kept<SparseMonth> month = shelf.young(key, config.countsMaxAge());
            months.add(
                    month != null
                            ? CompletableFuture.completedFuture(month)
                            : executor.supplyAsync(() -> month(key, grid)));
        }
        List<String> groups = offences.isEmpty() ? List.of(DailyCounts.ALL) : offences;
        int width = grid.rows() * grid.cols() * groups.size();
        int days = (int) (to.toEpochDay() - from.toEpochDay()) + 1;
        DailyCounts counts = new DailyCounts(from, days, grid.rows(), grid.cols(), groups, new int[width * days]);
        boolean stale = false;
        Instant oldest = Instant.MAX;
        String source = "";
        for (int m = 0; m < keys.size(); m++) {
            Kept<SparseMonth> month = join(months.get(m));
            stale |= month.stale();
            oldest = oldest.isBefore(month.fetchedAt()) ? oldest : month.fetchedAt();
            source = month.source();
            month.value().copyTo(counts.values(), counts.day(keys.get(m).from) * width);
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
        return shelf.get(new PrecinctsKey(dataset, offences, from, to), config.countsMaxAge(), () -> {
                    PrecinctsDocument found =
                            gateway.precincts(dataset, from, to, offences).getEntity();
                    return shelf.fetched(
                            new Precincts(
                                    found.precincts(),
                                    found.cell(),
                                    found.precinct(),
                                    found.records(),
                                    from,
                                    found.daily()),
                            "",
                            false);
                })
                .value();
    }

    private Kept<SparseMonth> month(MonthKey key, ForecastGrid grid) {
        return shelf.get(key, config.countsMaxAge(), () -> {
            fetches.acquireUninterruptibly();
            try {
                RestResponse<byte[]> answer = gateway.counts(key.dataset, key.from, key.to, key.offences);
                int days = (int) (key.to.toEpochDay() - key.from.toEpochDay()) + 1;
                Npy.Ints counts = Npy.readInts(new ByteArrayInputStream(answer.getEntity()));
                return shelf.fetched(
                        SparseMonth.of(counts, days, grid.rows(), grid.cols(), Math.max(1, key.offences.size())),
                        String.valueOf(answer.getHeaderString("X-Data-Source")),
                        answer.getHeaderString("Warning") != null);
            } catch (IOException e) {
                throw new GridUnavailable("grid-service sent counts that cannot be read: " + e.getMessage(), e);
            } finally {
                fetches.release();
            }
        });
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
