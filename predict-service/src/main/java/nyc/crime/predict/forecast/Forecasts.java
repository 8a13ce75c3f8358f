package nyc.crime.predict.forecast;

import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import jakarta.inject.Singleton;

import com.github.benmanes.caffeine.cache.Caffeine;
import io.micrometer.core.annotation.Timed;
import org.eclipse.microprofile.context.ManagedExecutor;

import nyc.crime.predict.PredictConfig;
import nyc.crime.predict.cache.FreshCache;
import nyc.crime.predict.counts.ForecastGrid;
import nyc.crime.predict.counts.Precincts;
import nyc.crime.predict.forecast.Forecast.PlaceForecast;
import nyc.crime.predict.grid.GridService;
import nyc.crime.predict.grid.Provenance;
import nyc.crime.predict.grid.Sourced;
import nyc.crime.predict.http.Freshness;
import nyc.crime.predict.inputs.ModelInputs;
import nyc.crime.predict.model.ConvLstm;

/** Makes forecasts. */
@Singleton
public class Forecasts {

    /** Some 8 MB each, of fourteen days. */
    private static final int PREDICTIONS_KEPT = 2;

    private final GridService grid;
    private final RateSource rates;
    private final Notes notes;
    private final PredictConfig config;
    private final FreshCache<Question, Prediction> predictions;

    /** A forecast with the places that it is of. */
    public record Made(Forecast forecast, Places places, ForecastGrid grid, Freshness freshness) {}

    /** What a prediction depends on: everything of a query but its kind of places. */
    private record Question(Subject subject, LocalDate origin, int days, ForecastModel model) {}

    /** Rates and sample paths of each day, from which the counts of all kinds of places are summed. */
    private record Prediction(
            ForecastGrid grid, GridService.Span span, Freshness freshness, List<String> notes, List<Day> days) {}

    private record Day(ModelInputs.Target target, float[] expected, SamplePaths paths) {}

    Forecasts(GridService grid, RateSource rates, Notes notes, PredictConfig config, ManagedExecutor executor) {
        this.grid = grid;
        this.rates = rates;
        this.notes = notes;
        this.config = config;
        this.predictions = new FreshCache<>(
                Caffeine.newBuilder().maximumSize(PREDICTIONS_KEPT),
                prediction -> prediction.freshness.freshUntil(),
                executor,
                Clock.systemUTC());
    }

    /**
     * Makes a forecast. Forecasts of several kinds of places are of the same paths, which are drawn once.
     *
     * @throws io.quarkiverse.resteasy.problem.HttpProblem without counts
     * @throws nyc.crime.predict.model.ModelUnavailable without the network, if it was asked for
     * @throws IllegalArgumentException if the origin is outside the data
     */
    @Timed("nyc.predict.forecasts")
    public Made forecast(ForecastQuery query) {
        Question question = new Question(query.subject(), query.origin(), query.days(), query.model());
        Prediction prediction = join(question);
        Sourced<Places> places = places(query, prediction);
        Freshness freshness = places.freshness();
        List<Forecast.Day> days = prediction.days.stream()
                .map(day -> new Forecast.Day(
                        day.target.day(), day.target.lead(), places(places.value(), day.expected, day.paths)))
                .toList();
        Forecast.Heading heading = new Forecast.Heading(
                query.subject().dataset(),
                rates.title(query.subject()),
                query.origin(),
                query.origin().plusDays(1),
                new Forecast.Model(query.model(), rates.version(query.model())),
                query.by(),
                Provenance.of(prediction.span, freshness),
                prediction.notes,
                rates.offencesOf(query.subject()));
        return new Made(new Forecast(heading, days), places.value(), prediction.grid, freshness);
    }

    private Prediction join(Question question) {
        try {
            return predictions.get(question, old -> predict(question)).join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    private Prediction predict(Question question) {
        RateSource.Known known = rates.load(question.subject, question.origin, question.origin);
        List<ModelInputs.Target> targets = ConvLstm.targets(question.origin, question.days);
        float[][] expected = rates.rates(known, question.model, targets);
        List<Day> days = new ArrayList<>();
        for (int i = 0; i < targets.size(); i++) {
            ModelInputs.Target target = targets.get(i);
            double variance = rates.factorVariance(known, question.model, target);
            days.add(new Day(
                    target,
                    expected[i],
                    SamplePaths.draw(expected[i], variance, config.samples(), seed(question, target))));
        }
        return new Prediction(
                known.grid(), known.span(), known.freshness(), notes.of(known, question.origin, question.origin), days);
    }

    private Sourced<Places> places(ForecastQuery query, Prediction prediction) {
        if (query.by() == ForecastQuery.By.PRECINCT) {
            Sourced<Places> precincts = precincts(query.subject(), prediction.grid, query.origin());
            return new Sourced<>(precincts.value(), prediction.freshness.and(precincts.freshness()));
        }
        Places places = switch (query.by()) {
            case CELL -> Places.cells(prediction.grid);
            case BOROUGH -> Places.boroughs(prediction.grid);
            default -> Places.city(prediction.grid);
        };
        return new Sourced<>(places, prediction.freshness);
    }

    /**
     * The precincts with each cell's shares in them, as the last two months up to a day know them, and where these tell
     * little, the year.
     */
    public Sourced<Places> precincts(Subject subject, ForecastGrid cells, LocalDate to) {
        Sourced<Precincts> recent = precincts(subject, to, 1);
        Sourced<Precincts> year = precincts(subject, to, 12);
        return new Sourced<>(Places.precincts(cells, recent.value(), year.value()), year.freshness());
    }

    /** From the first of the month that is so many months before a day's, or from the first day that there is. */
    private Sourced<Precincts> precincts(Subject subject, LocalDate to, int months) {
        LocalDate first = grid.span(subject.dataset()).first();
        LocalDate from = to.withDayOfMonth(1).minusMonths(months);
        return grid.precincts(subject.dataset(), rates.offences(subject), from.isBefore(first) ? first : from, to);
    }

    private static List<PlaceForecast> places(Places places, float[] expected, SamplePaths paths) {
        double[] sums = places.sums(expected);
        int[][] counts = paths.counts(places);
        List<PlaceForecast> forecasts = new ArrayList<>(sums.length);
        for (int i = 0; i < sums.length; i++) {
            double[] q = SamplePaths.quantiles(counts[i], 0.05, 0.25, 0.75, 0.95);
            Places.Place place = places.list().get(i);
            forecasts.add(new PlaceForecast(
                    place.id(),
                    place.name(),
                    null,
                    rounded(sums[i], 1e6),
                    rounded(q[0], 1e3),
                    rounded(q[1], 1e3),
                    rounded(q[2], 1e3),
                    rounded(q[3], 1e3)));
        }
        return forecasts;
    }

    /** One seed for a day, whatever the places: so the answers for cells, precincts and the city are of the same paths. */
    private long seed(Question question, ModelInputs.Target target) {
        return config.seed() * 1_000_003
                + Objects.hash(
                        question.subject, question.model.id(), target.origin().toEpochDay(), target.lead());
    }

    private static double rounded(double value, double parts) {
        return Math.round(value * parts) / parts;
    }
}
