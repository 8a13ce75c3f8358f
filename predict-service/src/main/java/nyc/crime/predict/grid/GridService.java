package nyc.crime.predict.grid;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import jakarta.enterprise.context.ApplicationScoped;

import io.quarkiverse.resteasy.problem.HttpProblem;
import org.eclipse.microprofile.context.ManagedExecutor;
import org.jboss.resteasy.reactive.RestResponse;

import nyc.crime.http.Freshness;
import nyc.crime.http.Problems;
import nyc.crime.predict.PredictConfig;
import nyc.crime.predict.counts.AreaRecords;
import nyc.crime.predict.counts.DailyCounts;
import nyc.crime.predict.counts.ForecastGrid;
import nyc.crime.predict.counts.Mask;
import nyc.crime.predict.counts.Npy;

/**
 * grid-service as this service knows it: the grid, the datasets' dates and daily counts, kept by month so that
 * neighbouring forecasts do not fetch the same years again. When grid-service is down, what is kept is served as stale.
 * Every question throws {@link HttpProblem} if the answer was never fetched and cannot be now, and {@link NotYet} if that
 * takes long.
 */
@ApplicationScoped
public class GridService {

    private static final int FETCHES_AT_ONCE = 4;
    /** Who asks holds what others wait for. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);

    private static final String BY_OFFENCE = "offence";
    private static final String ALL_TOGETHER = "all";

    private final GridClient client;
    private final StaleIfErrorCache kept;

    /**
     * The days that a dataset has.
     *
     * @param first its first day
     * @param last the last published day
     * @param complete the last day that late reports hardly change any more; where that is not known, the last published
     */
    public record Span(LocalDate first, LocalDate last, LocalDate complete) {

        private static Span of(GridApi.DatasetJson dataset) {
            LocalDate last = dataset.publishedThrough() == null ? dataset.lastDate() : dataset.publishedThrough();
            return new Span(
                    dataset.firstDate(), last, dataset.completeThrough() == null ? last : dataset.completeThrough());
        }
    }

    private record CountsKey(String kind, String dataset, List<String> offences, LocalDate from, LocalDate to) {}

    GridService(GridClient client, PredictConfig config) {
        this.client = client;
        this.kept = new StaleIfErrorCache(
                config.counts().asLongValue(),
                GridService::bytes,
                ManagedExecutor.builder().maxAsync(FETCHES_AT_ONCE).build(),
                Clock.systemUTC());
    }

    /** What a value takes in the cache: of the grid and the datasets' dates there is one each. */
    private static int bytes(Object value) {
        if (value instanceof SparseMonth month) {
            return month.bytes();
        }
        return value instanceof AreaRecords areas
                ? Integer.BYTES
                        * (3 * areas.cell().length
                                + areas.daily().length * areas.ids().size())
                : 0;
    }

    /** The forecast grid. */
    public ForecastGrid grid() {
        return join(kept.get(
                        ForecastGrid.class,
                        brief -> ask(brief, GridApi::georef, georef -> {
                            GridApi.ForecastGridJson grid = georef.forecast();
                            return new ForecastGrid(
                                    Mask.of(grid.rows(), grid.cols(), grid.mask()),
                                    grid.bounds(),
                                    grid.borough(),
                                    grid.boroughs());
                        })))
                .value();
    }

    /**
     * The days that a dataset has.
     *
     * @throws HttpProblem too if there is no such dataset
     */
    public Span span(String dataset) {
        List<GridApi.DatasetJson> known = join(kept.get(
                        GridApi.DatasetsJson.class,
                        brief -> ask(brief, GridApi::datasets, GridApi.DatasetsJson::datasets)))
                .value();
        return known.stream()
                .filter(one -> one.id().equals(dataset) && one.firstDate() != null)
                .map(Span::of)
                .findFirst()
                .orElseThrow(() -> Problems.notFound(
                        "dataset",
                        "no dataset " + Problems.shown(dataset) + "; there are "
                                + String.join(
                                        ", ",
                                        known.stream()
                                                .map(GridApi.DatasetJson::id)
                                                .toList())));
    }

    /** Months of counts as they are kept, without their zeros, which make a tensor when it is wanted. */
    public final class History {

        private final ForecastGrid grid;
        private final LocalDate from;
        private final int days;
        private final List<String> groups;
        private final List<CountsKey> keys;
        private final List<Sourced<SparseMonth>> months;

        private History(
                ForecastGrid grid,
                LocalDate from,
                LocalDate to,
                List<String> offences,
                List<CountsKey> keys,
                List<Sourced<SparseMonth>> months) {
            this.grid = grid;
            this.from = from;
            this.days = (int) (to.toEpochDay() - from.toEpochDay()) + 1;
            this.groups = offences.isEmpty() ? List.of(DailyCounts.ALL) : offences;
            this.keys = keys;
            this.months = months;
        }

        /** How fresh the counts are. */
        public Freshness freshness() {
            return months.stream()
                    .map(Sourced::freshness)
                    .reduce(Freshness::and)
                    .orElseThrow();
        }

        /** Bytes of the tensor. */
        public long bytes() {
            return (long) Short.BYTES * days * width();
        }

        /** Daily counts, one group for each offence. */
        public DailyCounts counts() {
            DailyCounts counts =
                    new DailyCounts(from, days, grid.rows(), grid.cols(), groups, new short[width() * days]);
            for (int m = 0; m < keys.size(); m++) {
                months.get(m).value().copyTo(counts.values(), counts.day(keys.get(m).from) * width());
            }
            return counts;
        }

        private int width() {
            return grid.rows() * grid.cols() * groups.size();
        }
    }

    /**
     * Daily counts of a dataset, fetched but not yet a tensor.
     *
     * @param offences one group for each; none: all records in one group
     * @param from first day, within the dataset's span
     * @param to last day, within the dataset's span
     */
    public History history(String dataset, List<String> offences, LocalDate from, LocalDate to) {
        Span span = span(dataset);
        ForecastGrid grid = grid();
        List<CountsKey> keys = new ArrayList<>();
        List<CompletableFuture<Sourced<SparseMonth>>> months = new ArrayList<>();
        for (YearMonth month = YearMonth.from(from); !month.isAfter(YearMonth.from(to)); month = month.plusMonths(1)) {
            LocalDate first = month.atDay(1).isBefore(span.first) ? span.first : month.atDay(1);
            LocalDate last = month.atEndOfMonth().isAfter(span.last) ? span.last : month.atEndOfMonth();
            CountsKey key = new CountsKey("month", dataset, offences, first, last);
            keys.add(key);
            months.add(kept.get(key, brief -> month(brief, key, grid)));
        }
        return new History(grid, from, to, offences, keys, join(months));
    }

    /** A kind of areas that records are counted by. */
    public enum Areas {
        PRECINCTS,
        NEIGHBOURHOODS
    }

    /**
     * Records by area of a range of days, fetched month by month, so that ranges that overlap share the months.
     *
     * @param offences only these; none: all records
     */
    public Sourced<AreaRecords> areas(Areas kind, String dataset, List<String> offences, LocalDate from, LocalDate to) {
        List<CompletableFuture<Sourced<AreaRecords>>> months = new ArrayList<>();
        for (LocalDate first = from;
                !first.isAfter(to);
                first = first.plusMonths(1).withDayOfMonth(1)) {
            LocalDate end = YearMonth.from(first).atEndOfMonth();
            CountsKey key = new CountsKey(kind.name(), dataset, offences, first, end.isAfter(to) ? to : end);
            months.add(kept.get(key, brief -> areas(brief, kind, key)));
        }
        List<Sourced<AreaRecords>> found = join(months);
        return new Sourced<>(
                AreaRecords.joined(found.stream().map(Sourced::value).toList()),
                found.stream().map(Sourced::freshness).reduce(Freshness::and).orElseThrow());
    }

    private Sourced<AreaRecords> areas(boolean brief, Areas kind, CountsKey key) {
        return switch (kind) {
            case PRECINCTS ->
                ask(
                        brief,
                        api -> api.precincts(key.dataset, key.from, key.to, key.offences),
                        found -> new AreaRecords(
                                Arrays.stream(found.precincts())
                                        .mapToObj(String::valueOf)
                                        .toList(),
                                found.cell(),
                                found.precinct(),
                                found.records(),
                                key.from,
                                found.daily()));
            case NEIGHBOURHOODS ->
                ask(
                        brief,
                        api -> api.neighbourhoods(key.dataset, key.from, key.to, key.offences),
                        found -> new AreaRecords(
                                found.neighbourhoods(),
                                found.cell(),
                                found.neighbourhood(),
                                found.records(),
                                key.from,
                                found.daily()));
        };
    }

    private Sourced<SparseMonth> month(boolean brief, CountsKey key, ForecastGrid grid) {
        return ask(
                brief,
                api -> api.counts(
                        key.dataset,
                        key.from,
                        key.to,
                        key.offences.isEmpty() ? ALL_TOGETHER : BY_OFFENCE,
                        key.offences),
                npy -> read(npy, key, grid));
    }

    private static SparseMonth read(byte[] npy, CountsKey key, ForecastGrid grid) {
        try {
            int days = (int) (key.to.toEpochDay() - key.from.toEpochDay()) + 1;
            Npy.Ints counts = Npy.readInts(new ByteArrayInputStream(npy));
            return SparseMonth.of(counts, days, grid.rows(), grid.cols(), Math.max(1, key.offences.size()));
        } catch (IOException e) {
            throw Problems.lasting(502, "grid-service sent counts that cannot be read: " + e.getMessage());
        }
    }

    private <A, T> Sourced<T> ask(boolean brief, Function<GridApi, RestResponse<A>> question, Function<A, T> reader) {
        RestResponse<A> answer;
        try {
            answer = brief ? client.askBriefly(question) : client.ask(question);
        } catch (RuntimeException e) {
            throw GridProblems.explain(e);
        }
        return Sourced.of(answer, reader);
    }

    private static <T> T join(CompletableFuture<T> asked) {
        return join(List.of(asked)).get(0);
    }

    private static <T> List<T> join(List<CompletableFuture<T>> asked) {
        CompletableFuture<Void> all = CompletableFuture.allOf(asked.toArray(CompletableFuture[]::new));
        long end = System.nanoTime() + LONGEST_WAIT.toNanos();
        List<T> found = new ArrayList<>();
        for (CompletableFuture<T> one : asked) {
            try {
                found.add(one.get(end - System.nanoTime(), TimeUnit.NANOSECONDS));
            } catch (TimeoutException e) {
                throw new NotYet(all);
            } catch (ExecutionException e) {
                throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
        return found;
    }
}
