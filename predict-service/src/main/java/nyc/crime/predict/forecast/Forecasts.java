package nyc.crime.predict.forecast;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import jakarta.inject.Singleton;

import nyc.crime.predict.PredictConfig;
import nyc.crime.predict.baseline.Baseline;
import nyc.crime.predict.counts.ForecastGrid;
import nyc.crime.predict.forecast.Forecast.PlaceForecast;
import nyc.crime.predict.grid.GridService;
import nyc.crime.predict.inputs.ModelInputs;
import nyc.crime.predict.model.ConvLstm;

/** Makes forecasts. */
@Singleton
public class Forecasts {

    private final GridService grid;
    private final RateSource rates;
    private final Notes notes;
    private final PredictConfig config;

    Forecasts(GridService grid, RateSource rates, Notes notes, PredictConfig config) {
        this.grid = grid;
        this.rates = rates;
        this.notes = notes;
        this.config = config;
    }

    /**
     * Makes a forecast.
     *
     * @throws nyc.crime.predict.grid.GridUnavailable without counts
     * @throws nyc.crime.predict.model.ModelUnavailable without the network, if it was asked for
     * @throws IllegalArgumentException if {@code from} is outside the data
     */
    public Forecast forecast(ForecastQuery query) {
        LocalDate from = query.from();
        RateSource.Known known = rates.load(query.subject(), from, from);
        List<ModelInputs.Target> targets = ConvLstm.targets(from, query.days());
        float[][] expected = rates.rates(known, query.model(), targets);
        Places places = places(query, known.grid());
        List<Forecast.Day> days = new ArrayList<>();
        for (int i = 0; i < targets.size(); i++) {
            ModelInputs.Target target = targets.get(i);
            double variance = rates.factorVariance(known, query.model(), target);
            SamplePaths paths = SamplePaths.draw(expected[i], variance, config.samples(), seed(query, target));
            days.add(new Forecast.Day(target.day(), target.lead(), places(places, expected[i], paths)));
        }
        return new Forecast(
                query.subject().dataset(),
                query.subject().type(),
                from,
                query.model().id(),
                query.by().name().toLowerCase(Locale.ROOT),
                known.history().source(),
                known.history().stale(),
                known.history().fetchedAt(),
                notes.of(known, from, from),
                days);
    }

    /** The places of a query on the grid of today. */
    public Places places(ForecastQuery query, ForecastGrid cells) {
        return switch (query.by()) {
            case CELL -> Places.cells(cells);
            case BOROUGH -> Places.boroughs(cells);
            case CITY -> Places.city(cells);
            case PRECINCT -> precincts(query.subject(), cells, query.from());
        };
    }

    /** The precincts with each cell's shares in them over the year up to a day. */
    public Places precincts(Subject subject, ForecastGrid cells, LocalDate to) {
        LocalDate first = grid.span(subject.dataset()).first();
        LocalDate from = to.minusDays(Baseline.HISTORY_DAYS - 1L);
        return Places.precincts(
                cells,
                grid.precincts(subject.dataset(), rates.offences(subject), from.isBefore(first) ? first : from, to));
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
    private long seed(ForecastQuery query, ModelInputs.Target target) {
        return config.seed() * 1_000_003
                + Objects.hash(
                        query.subject(), query.model().id(), target.origin().toEpochDay(), target.lead());
    }

    private static double rounded(double value, double parts) {
        return Math.round(value * parts) / parts;
    }
}
