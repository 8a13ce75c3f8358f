package nyc.crime.predict.scoreboard;

import java.time.Clock;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;
import jakarta.inject.Singleton;

import com.github.benmanes.caffeine.cache.Caffeine;
import org.eclipse.microprofile.context.ManagedExecutor;

import nyc.crime.http.Freshness;
import nyc.crime.predict.cache.FreshCache;
import nyc.crime.predict.counts.AreaRecords;
import nyc.crime.predict.counts.DailyCounts;
import nyc.crime.predict.counts.ForecastGrid;
import nyc.crime.predict.forecast.ForecastModel;
import nyc.crime.predict.forecast.Forecasts;
import nyc.crime.predict.forecast.Notes;
import nyc.crime.predict.forecast.Places;
import nyc.crime.predict.forecast.RateSource;
import nyc.crime.predict.grid.GridService;
import nyc.crime.predict.grid.Provenance;
import nyc.crime.predict.grid.Sourced;
import nyc.crime.predict.inputs.ModelInputs;
import nyc.crime.predict.model.ConvLstm;
import nyc.crime.predict.scoreboard.Evaluation.Window;
import nyc.crime.predict.scores.CityForecasts;
import nyc.crime.predict.scores.FactorVariance;

/** Forecasts every day of a window from what was known {@code lead} days before, by every model, and keeps the errors. */
@Singleton
public class Evaluator {

    /** Some 3 MB of a year. */
    private static final int EVALUATIONS_KEPT = 3;

    private static final int FORTNIGHT = FactorVariance.FORTNIGHT;

    private final RateSource rates;
    private final Forecasts forecasts;
    private final Notes notes;
    private final GridService grid;
    private final ConvLstm network;
    private final ManagedExecutor executor;
    private final FreshCache<Question, Evaluation> kept;

    /** What an evaluation depends on. */
    private record Question(Window window, Optional<String> version) {}

    private record Precincted(List<Places> places, AreaRecords records, Freshness freshness) {}

    Evaluator(
            RateSource rates,
            ConvLstm network,
            Forecasts forecasts,
            Notes notes,
            GridService grid,
            ManagedExecutor executor) {
        this.rates = rates;
        this.network = network;
        this.forecasts = forecasts;
        this.notes = notes;
        this.grid = grid;
        this.executor = executor;
        this.kept = new FreshCache<>(
                Caffeine.newBuilder().maximumSize(EVALUATIONS_KEPT),
                evaluation -> evaluation.freshness().freshUntil(),
                Clock.systemUTC());
    }

    /**
     * Evaluates, one window at a time: a year takes the machine some seconds. The result is kept while it is fresh. A
     * model is left out only where it cannot forecast the subject at all, and then is among the missing.
     *
     * @throws io.quarkiverse.resteasy.problem.HttpProblem without counts
     * @throws nyc.crime.predict.model.ModelUnavailable if the network got no turn in time
     */
    public Evaluation evaluate(Window window) {
        try {
            return kept.get(
                            new Question(window, network.current().version()),
                            old -> executor.supplyAsync(() -> compute(window)))
                    .join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    private Evaluation compute(Window window) {
        LocalDate firstOrigin = window.from().minusDays(window.lead());
        RateSource.Fetched fetched = rates.fetch(window.subject(), firstOrigin, window.to());
        Precincted precincted = precincts(window);
        // of each cell and day: what was expected of it, the error, and the records
        long working = 3L
                * Float.BYTES
                * window.days()
                * grid.grid().mask().rows()
                * grid.grid().mask().cols();
        return fetched.compute(working, known -> compute(window, known, precincted));
    }

    /** One at a time: a year takes the machine some seconds. */
    private synchronized Evaluation compute(Window window, RateSource.Known known, Precincted precincted) {
        LocalDate firstOrigin = window.from().minusDays(window.lead());
        Observed observed = observe(window, known, precincted);
        Freshness freshness = known.freshness().and(precincted.freshness);
        List<ModelInputs.Target> targets = window.from()
                .datesUntil(window.to().plusDays(1))
                .map(day -> new ModelInputs.Target(day.minusDays(window.lead()), window.lead()))
                .toList();
        List<ModelErrors> models = new ArrayList<>();
        for (ForecastModel model : rates.models(known)) {
            ModelErrors errors = new ModelErrors(observed, rates.made(known, model));
            float[][] expected = rates.rates(known, model, targets);
            CityForecasts city = rates.city(known, model);
            for (int day = 0; day < expected.length; day++) {
                int origin = known.city().day(targets.get(day).origin());
                errors.add(day, expected[day], city.variance(origin, window.lead()));
            }
            addFortnights(errors, city, known.city(), window);
            errors.finish();
            models.add(errors);
        }
        return new Evaluation(
                window,
                rates.title(window.subject()),
                rates.offencesOf(window.subject()),
                known.grid(),
                observed,
                Provenance.of(known.span(), freshness),
                freshness,
                models,
                models.stream()
                        .map(ModelErrors::model)
                        .filter(model -> rates.knewBeforehand(known, model, window.from(), window.to()))
                        .collect(Collectors.toSet()),
                rates.missing(known),
                notes.of(known, firstOrigin, window.to()));
    }

    /** The total of every fortnight in the window, forecast from the day that is the lead before its first. */
    private static void addFortnights(ModelErrors errors, CityForecasts city, DailyCounts actual, Window window) {
        if (window.lead() + FORTNIGHT - 1 > ModelInputs.MAX_LEAD) {
            return;
        }
        int first = actual.day(window.from());
        for (int start = first; start + FORTNIGHT <= first + window.days(); start++) {
            errors.addFortnight(
                    city.total(start - window.lead(), window.lead(), FORTNIGHT),
                    actual.sum(start, start + FORTNIGHT, 1)[0]);
        }
    }

    private static Observed observe(Window window, RateSource.Known known, Precincted precincted) {
        int[] cells = known.grid().mask().cells();
        DailyCounts counts = known.counts();
        int[][] byCell = new int[window.days()][];
        for (int day = 0; day < byCell.length; day++) {
            int at = counts.day(window.from()) + day;
            byCell[day] =
                    Arrays.stream(cells).map(cell -> counts.at(at, cell, 0)).toArray();
        }
        return new Observed(cells, byCell, precincted.places, precinctRecords(precincted.records, precincted.places));
    }

    /** The precincts of each day, as the days before its month knew them, and what was recorded in them. */
    private Precincted precincts(Window window) {
        ForecastGrid cells = grid.grid();
        Map<YearMonth, Sourced<Places>> byMonth = new HashMap<>();
        List<Places> places = window.from()
                .datesUntil(window.to().plusDays(1))
                .map(day -> byMonth.computeIfAbsent(YearMonth.from(day), month -> {
                            LocalDate first = month.atDay(1).isBefore(window.from()) ? window.from() : month.atDay(1);
                            return forecasts.precincts(window.subject(), cells, first.minusDays(window.lead()));
                        })
                        .value())
                .toList();
        Sourced<AreaRecords> records = grid.areas(
                GridService.Areas.PRECINCTS,
                window.subject().dataset(),
                rates.offencesOf(window.subject()),
                window.from(),
                window.to());
        Freshness freshness =
                byMonth.values().stream().map(Sourced::freshness).reduce(records.freshness(), Freshness::and);
        return new Precincted(places, records.value(), freshness);
    }

    /** Records by day and precinct, in the order of the day's precincts; those of precincts not known before are left out. */
    private static int[][] precinctRecords(AreaRecords found, List<Places> precincts) {
        int[][] records = new int[precincts.size()][];
        for (int day = 0; day < records.length; day++) {
            records[day] = new int[precincts.get(day).list().size()];
            for (int p = 0; p < found.ids().size(); p++) {
                int place = precincts.get(day).indexOf(found.ids().get(p));
                if (place >= 0) {
                    records[day][place] = found.daily()[day][p];
                }
            }
        }
        return records;
    }
}
