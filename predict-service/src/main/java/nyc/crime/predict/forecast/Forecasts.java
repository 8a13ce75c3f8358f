package nyc.crime.predict.forecast;

import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;
import jakarta.inject.Singleton;

import com.github.benmanes.caffeine.cache.Caffeine;
import io.micrometer.core.annotation.Timed;
import org.apache.commons.lang3.StringUtils;
import org.eclipse.microprofile.context.ManagedExecutor;

import nyc.crime.city.CityProfile;
import nyc.crime.http.Freshness;
import nyc.crime.predict.PredictConfig;
import nyc.crime.predict.cache.FreshCache;
import nyc.crime.predict.counts.AreaRecords;
import nyc.crime.predict.counts.ForecastGrid;
import nyc.crime.predict.forecast.Forecast.PlaceForecast;
import nyc.crime.predict.grid.GridService;
import nyc.crime.predict.grid.Provenance;
import nyc.crime.predict.grid.Sourced;
import nyc.crime.predict.inputs.ModelInputs;
import nyc.crime.predict.model.ConvLstm;
import nyc.crime.predict.scores.CityForecasts;

/** Makes forecasts. */
@Singleton
public class Forecasts {

    /** Some 8 MB each, of fourteen days. */
    private static final int PREDICTIONS_KEPT = 2;

    /** Of expected numbers. */
    public static final String UNIT = "records a day";
    /** Of intervals. */
    public static final List<Double> LEVELS = List.of(0.5, 0.9);

    private final GridService grid;
    private final RateSource rates;
    private final ConvLstm network;
    private final Notes notes;
    private final PredictConfig config;
    private final CityProfile city;
    private final ManagedExecutor executor;
    private final FreshCache<Question, Prediction> predictions;

    /** A forecast with the places that it is of. */
    public record Made(Forecast forecast, Places places, ForecastGrid grid, Freshness freshness) {}

    /** What a prediction depends on: everything of a query but its kind of places, and the version of the network. */
    private record Question(
            Subject subject,
            LocalDate origin,
            List<ModelInputs.Target> targets,
            ForecastModel model,
            Optional<String> version) {}

    /** Rates and sample paths of each day, from which the counts of all kinds of places are summed. */
    private record Prediction(
            ForecastGrid grid,
            GridService.Span span,
            Freshness freshness,
            Forecast.Model made,
            List<String> notes,
            List<Day> days) {}

    private record Day(ModelInputs.Target target, float[] expected, SamplePaths paths) {}

    Forecasts(
            GridService grid,
            RateSource rates,
            ConvLstm network,
            Notes notes,
            PredictConfig config,
            CityProfile city,
            ManagedExecutor executor) {
        this.grid = grid;
        this.rates = rates;
        this.network = network;
        this.notes = notes;
        this.config = config;
        this.city = city;
        this.executor = executor;
        this.predictions = new FreshCache<>(
                Caffeine.newBuilder().maximumSize(PREDICTIONS_KEPT),
                prediction -> prediction.freshness.freshUntil(),
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
        Question question = new Question(
                query.subject(),
                query.origin(),
                query.targets(),
                query.model(),
                network.current().version());
        Prediction prediction = join(question);
        Sourced<Places> places = places(query, prediction);
        Freshness freshness = places.freshness();
        Totals totals = query.sum() ? new Totals(places.value().list().size(), config.samples()) : null;
        List<Forecast.Day> days = new ArrayList<>();
        for (Day day : prediction.days) {
            double[] expected = places.value().sums(day.expected);
            int[][] counts = day.paths.counts(places.value());
            double total = sum(day.expected);
            days.add(new Forecast.Day(
                    day.target.day(),
                    day.target.lead(),
                    place(whole(), total, day.paths.totals()),
                    places(places.value(), expected, counts)));
            if (totals != null) {
                totals.add(expected, counts, total, day.paths.totals());
            }
        }
        Forecast.Sum sum = totals == null
                ? null
                : new Forecast.Sum(
                        query.start(),
                        query.start().plusDays(query.days() - 1L),
                        place(whole(), totals.cityExpected, totals.cityCounts),
                        places(places.value(), totals.expected, totals.counts));
        Forecast.Heading heading = new Forecast.Heading(
                query.subject().dataset(),
                rates.title(query.subject()),
                query.origin(),
                query.start(),
                prediction.made,
                query.by(),
                UNIT,
                LEVELS,
                config.seed(),
                config.samples(),
                Provenance.of(prediction.span, freshness),
                prediction.notes,
                rates.offencesOf(query.subject()));
        return new Made(new Forecast(heading, days, sum), places.value(), prediction.grid, freshness);
    }

    private Places.Place whole() {
        return new Places.Place("city", city.name());
    }

    private Prediction join(Question question) {
        try {
            return predictions
                    .get(question, old -> executor.supplyAsync(() -> predict(question)))
                    .join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    private Prediction predict(Question question) {
        return rates.fetch(question.subject, question.origin, question.origin)
                .compute(known -> predict(question, known));
    }

    private Prediction predict(Question question, RateSource.Known known) {
        float[][] expected = rates.rates(known, question.model, question.targets);
        CityForecasts city = rates.city(known, question.model);
        int origin = known.city().day(question.origin);
        double[] surprises = SamplePaths.surprises(config.samples(), seed(question, 0));
        List<Day> days = new ArrayList<>();
        for (int i = 0; i < expected.length; i++) {
            ModelInputs.Target target = question.targets.get(i);
            days.add(new Day(
                    target,
                    expected[i],
                    SamplePaths.draw(
                            expected[i],
                            city.variance(origin, target.lead()),
                            surprises,
                            seed(question, target.lead()))));
        }
        return new Prediction(
                known.grid(),
                known.span(),
                known.freshness(),
                rates.made(known, question.model),
                notes.ofForecast(known, question.targets.get(0)),
                days);
    }

    private Sourced<Places> places(ForecastQuery query, Prediction prediction) {
        ForecastGrid cells = prediction.grid;
        Sourced<Places> places = switch (query.by()) {
            case CELL -> new Sourced<>(Places.cells(cells), prediction.freshness);
            case PRECINCT -> precincts(query.subject(), cells, query.origin());
            case NEIGHBOURHOOD -> neighbourhoods(query.subject(), cells, query.origin());
            case BOROUGH -> new Sourced<>(Places.boroughs(cells), prediction.freshness);
            case CITY -> new Sourced<>(Places.city(cells, whole()), prediction.freshness);
        };
        return new Sourced<>(places.value(), prediction.freshness.and(places.freshness()));
    }

    /**
     * The precincts with each cell's shares in them, as the last two months up to a day know them, and where these tell
     * little, the year.
     */
    public Sourced<Places> precincts(Subject subject, ForecastGrid cells, LocalDate to) {
        String word = StringUtils.capitalize(city.areas().get("precincts").word());
        Sourced<AreaRecords> recent = areas(GridService.Areas.PRECINCTS, subject, to, 1);
        Sourced<AreaRecords> year = areas(GridService.Areas.PRECINCTS, subject, to, 12);
        return new Sourced<>(
                Places.areas(cells, id -> word + " " + id, recent.value(), year.value()), year.freshness());
    }

    /** The neighbourhoods with each cell's shares in them, as the last year knows them: their borders stay. */
    private Sourced<Places> neighbourhoods(Subject subject, ForecastGrid cells, LocalDate to) {
        Sourced<AreaRecords> year = areas(GridService.Areas.NEIGHBOURHOODS, subject, to, 12);
        return new Sourced<>(Places.areas(cells, id -> id, year.value(), year.value()), year.freshness());
    }

    /** From the first of the month that is so many months before a day's, or from the first day that there is. */
    private Sourced<AreaRecords> areas(GridService.Areas kind, Subject subject, LocalDate to, int months) {
        LocalDate first = grid.span(subject.dataset()).first();
        LocalDate from = to.withDayOfMonth(1).minusMonths(months);
        return grid.areas(kind, subject.dataset(), rates.offences(subject), from.isBefore(first) ? first : from, to);
    }

    private static List<PlaceForecast> places(Places places, double[] expected, int[][] counts) {
        return IntStream.range(0, expected.length)
                .mapToObj(i -> place(places.list().get(i), expected[i], counts[i]))
                .toList();
    }

    private static PlaceForecast place(Places.Place place, double expected, int[] counts) {
        double[] q = SamplePaths.quantiles(counts, 0.05, 0.25, 0.75, 0.95);
        return new PlaceForecast(
                place.id(),
                place.name(),
                null,
                rounded(expected, 1e6),
                rounded(q[0], 1e3),
                rounded(q[1], 1e3),
                rounded(q[2], 1e3),
                rounded(q[3], 1e3));
    }

    /** One seed for a day, whatever the places: so the answers for cells, precincts and the city are of the same paths. */
    private long seed(Question question, int lead) {
        return config.seed() * 1_000_003
                + Objects.hash(question.subject, question.model.id(), question.origin.toEpochDay(), lead);
    }

    private static double sum(float[] values) {
        double sum = 0;
        for (float value : values) {
            sum += value;
        }
        return sum;
    }

    private static double rounded(double value, double parts) {
        return Math.round(value * parts) / parts;
    }

    /** Sums over days, of places and the city, in every path. */
    private static final class Totals {

        private final double[] expected;
        private final int[][] counts;
        private final int[] cityCounts;
        private double cityExpected;

        Totals(int places, int paths) {
            expected = new double[places];
            counts = new int[places][paths];
            cityCounts = new int[paths];
        }

        void add(double[] expectedOfDay, int[][] countsOfDay, double cityOfDay, int[] cityCountsOfDay) {
            for (int place = 0; place < expected.length; place++) {
                expected[place] += expectedOfDay[place];
                add(counts[place], countsOfDay[place]);
            }
            cityExpected += cityOfDay;
            add(cityCounts, cityCountsOfDay);
        }

        private static void add(int[] sums, int[] more) {
            for (int path = 0; path < sums.length; path++) {
                sums[path] += more[path];
            }
        }
    }
}
