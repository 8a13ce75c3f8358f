package nyc.crime.predict.scoreboard;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import jakarta.inject.Singleton;

import io.quarkus.cache.Cache;
import io.quarkus.cache.CacheName;

import nyc.crime.predict.counts.DailyCounts;
import nyc.crime.predict.counts.Precincts;
import nyc.crime.predict.forecast.ForecastModel;
import nyc.crime.predict.forecast.Forecasts;
import nyc.crime.predict.forecast.Notes;
import nyc.crime.predict.forecast.Places;
import nyc.crime.predict.forecast.RateSource;
import nyc.crime.predict.grid.GridService;
import nyc.crime.predict.inputs.ModelInputs;
import nyc.crime.predict.scoreboard.Evaluation.Window;

/** Forecasts every day of a window from what was known {@code lead} days before, by every model, and keeps the errors. */
@Singleton
public class Evaluator {

    private final RateSource rates;
    private final Forecasts forecasts;
    private final Notes notes;
    private final GridService grid;
    private final Cache cache;

    Evaluator(
            RateSource rates,
            Forecasts forecasts,
            Notes notes,
            GridService grid,
            @CacheName("evaluations") Cache cache) {
        this.rates = rates;
        this.forecasts = forecasts;
        this.notes = notes;
        this.grid = grid;
        this.cache = cache;
    }

    /**
     * An evaluation with what a reader should know about its counts.
     *
     * @param staleSince when the counts were fetched, if they could not be renewed since; else null
     */
    public record Evaluated(Evaluation evaluation, String source, Instant staleSince) {}

    /**
     * Evaluates, one window at a time: a year takes the machine some seconds. The result is kept, unless it is stale.
     * A model is left out only where it cannot forecast the subject at all, and then is among the missing.
     *
     * @throws nyc.crime.predict.grid.GridUnavailable without counts
     * @throws nyc.crime.predict.model.ModelUnavailable if the network got no turn in time
     */
    public Evaluated evaluate(Window window) {
        Evaluated evaluated = cache.get(window, key -> compute(window)).await().indefinitely();
        if (evaluated.staleSince != null) {
            cache.invalidate(window).await().indefinitely();
        }
        return evaluated;
    }

    private synchronized Evaluated compute(Window window) {
        LocalDate firstOrigin = window.from().minusDays(window.lead());
        RateSource.Known known = rates.load(window.subject(), firstOrigin, window.to());
        Observed observed = observe(window, known);
        List<ModelInputs.Target> targets = window.from()
                .datesUntil(window.to().plusDays(1))
                .map(day -> new ModelInputs.Target(day.minusDays(window.lead()), window.lead()))
                .toList();
        List<ModelErrors> models = new ArrayList<>();
        for (ForecastModel model : rates.models(window.subject())) {
            ModelErrors errors = new ModelErrors(observed, model);
            float[][] expected = rates.rates(known, model, targets);
            for (int day = 0; day < expected.length; day++) {
                errors.add(day, expected[day], rates.factorVariance(known, model, targets.get(day)));
            }
            models.add(errors);
        }
        Evaluation evaluation = new Evaluation(
                window,
                known.grid(),
                observed,
                models,
                rates.missing(window.subject()),
                notes.of(known, firstOrigin, window.to()));
        return new Evaluated(
                evaluation,
                known.history().source(),
                known.history().stale() ? known.history().fetchedAt() : null);
    }

    private Observed observe(Window window, RateSource.Known known) {
        boolean[] inside = known.grid().mask().in();
        int[] cells =
                IntStream.range(0, inside.length).filter(cell -> inside[cell]).toArray();
        DailyCounts counts = known.counts();
        int[][] byCell = new int[window.days()][];
        for (int day = 0; day < byCell.length; day++) {
            int at = counts.day(window.from()) + day;
            byCell[day] =
                    Arrays.stream(cells).map(cell -> counts.at(at, cell, 0)).toArray();
        }
        Places precincts = forecasts.precincts(
                window.subject(), known.grid(), window.from().minusDays(window.lead()));
        return new Observed(cells, byCell, precincts, precinctRecords(window, precincts));
    }

    /** Records by day and precinct of the window, in the order of the precincts known before it. */
    private int[][] precinctRecords(Window window, Places precincts) {
        Precincts found = grid.precincts(
                window.subject().dataset(), rates.offences(window.subject()), window.from(), window.to());
        int[][] records = new int[window.days()][precincts.list().size()];
        for (int p = 0; p < found.ids().length; p++) {
            int place = precincts.indexOf(String.valueOf(found.ids()[p]));
            for (int day = 0; place >= 0 && day < records.length; day++) {
                records[day][place] = found.daily()[day][p];
            }
        }
        return records;
    }
}
