package nyc.crime.predict.forecast;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import jakarta.inject.Singleton;

import io.quarkus.runtime.annotations.RegisterForReflection;

import nyc.crime.city.CityProfile;
import nyc.crime.http.Freshness;
import nyc.crime.predict.baseline.Baseline;
import nyc.crime.predict.cache.Memory;
import nyc.crime.predict.counts.DailyCounts;
import nyc.crime.predict.counts.ForecastGrid;
import nyc.crime.predict.counts.Mask;
import nyc.crime.predict.grid.GridService;
import nyc.crime.predict.inputs.CityLevels;
import nyc.crime.predict.inputs.Holidays;
import nyc.crime.predict.inputs.ModelDescription;
import nyc.crime.predict.inputs.ModelInputs;
import nyc.crime.predict.inputs.TensorSpec;
import nyc.crime.predict.model.ConvLstm;
import nyc.crime.predict.model.LoadedNetwork;
import nyc.crime.predict.scores.CityForecasts;
import nyc.crime.predict.scores.FactorVariance;

/** Expected counts and how far off they are, from any model, on the counts that grid-service gives. */
@Singleton
public class RateSource {

    /** The counts, the same without offences and as running sums by weekday, which take twice as much a number. */
    private static final int WORKING_SETS = 3;

    private final GridService grid;
    private final Memory memory;
    private final ConvLstm network;
    private final CityProfile.Forecast forecast;
    private final Holidays holidays;

    RateSource(GridService grid, Memory memory, ConvLstm network, CityProfile city, Holidays holidays) {
        this.grid = grid;
        this.memory = memory;
        this.network = network;
        this.forecast = city.forecast();
        this.holidays = holidays;
    }

    /**
     * The counts that forecasts of a subject need, loaded once for all models.
     *
     * @param span the days that the dataset has
     * @param byOffence counts by offence, in the network's order; the subject's own counts where it has no offences
     * @param counts the subject's counts, one group
     * @param city the subject's counts of the whole city, one cell
     * @param network the version of the network that makes the answer
     */
    public record Known(
            Subject subject,
            ForecastGrid grid,
            GridService.Span span,
            Freshness freshness,
            DailyCounts byOffence,
            DailyCounts counts,
            DailyCounts city,
            LoadedNetwork network) {

        /** Days of a range, cut to what is loaded, without any record in the whole city. */
        public long emptyDays(LocalDate from, LocalDate to) {
            return IntStream.rangeClosed(Math.max(0, city.day(from)), Math.min(city.days() - 1, city.day(to)))
                    .filter(day -> city.at(day, 0, 0) == 0)
                    .count();
        }
    }

    /** A model that cannot forecast a subject, and why. */
    @RegisterForReflection
    public record Missing(ForecastModel model, String reason) {}

    /** Whether a subject is of the dataset whose offences are forecast one by one. */
    public boolean isForecast(Subject subject) {
        return subject.dataset().equals(forecast.dataset());
    }

    /** All that is forecast of that dataset. */
    public Subject forecastSubject() {
        return new Subject(forecast.dataset(), Subject.ALL);
    }

    /** The offences that a subject's counts are fetched by; none: all records in one group. */
    public List<String> offences(Subject subject) {
        return subject.isAll() && !isForecast(subject) ? List.of() : forecast.offences();
    }

    /** The offences that a subject is of; none: all records of the dataset. */
    public List<String> offencesOf(Subject subject) {
        return subject.isAll() ? offences(subject) : List.of(subject.offence());
    }

    /** What a subject is called: of the forecast dataset only some offences are forecast, and not called all. */
    public String title(Subject subject) {
        return subject.isAll() && !offences(subject).isEmpty() ? forecast.title() : subject.offence();
    }

    /** The models that can forecast a subject now. */
    public List<ForecastModel> models(Subject subject) {
        return models(missing(subject, grid.grid(), network.current()));
    }

    /** The models that can forecast what is known; the others are {@link #missing}. */
    public List<ForecastModel> models(Known known) {
        return models(missing(known));
    }

    private static List<ForecastModel> models(List<Missing> missing) {
        return Arrays.stream(ForecastModel.values())
                .filter(model -> missing.stream().noneMatch(one -> one.model() == model))
                .toList();
    }

    /** The models that cannot forecast what is known. Every answer that leaves one out says so. */
    public List<Missing> missing(Known known) {
        return missing(known.subject, known.grid, known.network);
    }

    private List<Missing> missing(Subject subject, ForecastGrid cells, LoadedNetwork version) {
        Optional<String> problem = isForecast(subject)
                ? version.problemOn(cells)
                : Optional.of("it forecasts " + forecast.dataset() + " only");
        return problem.map(reason -> new Missing(ForecastModel.CONVLSTM, reason)).stream()
                .toList();
    }

    /** The model that is used where none is named: the network where it has earned it, else climatology. */
    public ForecastModel defaultModel(Subject subject) {
        return models(subject).contains(ForecastModel.CONVLSTM)
                        && network.current().hasEarnedDefault()
                ? ForecastModel.CONVLSTM
                : ForecastModel.CLIMATOLOGY;
    }

    /**
     * Whether a model was made with days of a window: the network with those that it learnt from. Intervals are calibrated
     * on days before each origin only. A baseline is a formula, which knows no day before it is asked.
     */
    public boolean knewBeforehand(Known known, ForecastModel model, LocalDate from, LocalDate to) {
        return model == ForecastModel.CONVLSTM
                && known.network
                        .description()
                        .map(ModelDescription::training)
                        .filter(training -> !to.isBefore(training.from()) && from.isBefore(training.validationFrom()))
                        .isPresent();
    }

    /** Counts that were fetched and are not yet spread out in memory. */
    public final class Fetched {

        private final Subject subject;
        private final GridService.Span span;
        private final ForecastGrid cells;
        private final GridService.History history;

        private Fetched(Subject subject, GridService.Span span, ForecastGrid cells, GridService.History history) {
            this.subject = subject;
            this.span = span;
            this.cells = cells;
            this.history = history;
        }

        /** Computes with the counts what takes little beside them. */
        public <T> T compute(Function<Known, T> work) {
            return compute(0, work);
        }

        /**
         * Computes with the counts as soon as there is memory for them.
         *
         * @param bytes that the work takes beside them
         * @throws ModelUnavailable if that does not come about in time
         */
        public <T> T compute(long bytes, Function<Known, T> work) {
            return memory.with(
                    WORKING_SETS * history.bytes() + bytes, () -> network.with(version -> work.apply(known(version))));
        }

        private Known known(LoadedNetwork version) {
            DailyCounts all = history.counts();
            DailyCounts counts =
                    subject.isAll() ? all.merged() : all.only(all.groups().indexOf(subject.offence()));
            return new Known(
                    subject,
                    cells,
                    span,
                    history.freshness(),
                    all,
                    counts,
                    RateSource.city(counts, cells.mask()),
                    version);
        }
    }

    /**
     * Fetches the counts for forecasts with origins in a range.
     *
     * @param firstOrigin the first origin; as much of the history before it is fetched as models want and there is
     * @param last the last day to fetch
     */
    public Fetched fetch(Subject subject, LocalDate firstOrigin, LocalDate last) {
        GridService.Span span = grid.span(subject.dataset());
        int wanted = isForecast(subject)
                ? ModelInputs.HISTORY_DAYS
                : Baseline.HISTORY_DAYS + CityForecasts.RESIDUAL_DAYS + FactorVariance.NEAR_LEAD;
        LocalDate from = firstOrigin.minusDays(wanted - 1L);
        return new Fetched(
                subject,
                span,
                grid.grid(),
                grid.history(
                        subject.dataset(), offences(subject), from.isBefore(span.first()) ? span.first() : from, last));
    }

    /** What makes an answer, with the days that it learnt from: the network's version, or that of the baselines' formulas. */
    public Forecast.Model made(Known known, ForecastModel model) {
        if (model != ForecastModel.CONVLSTM) {
            return new Forecast.Model(model, Baseline.VERSION, null, null, null);
        }
        ModelDescription.Training training =
                known.network.description().orElseThrow().training();
        return new Forecast.Model(
                model,
                known.network.version().orElseThrow(),
                training.from(),
                training.validationFrom().minusDays(1),
                training.seed());
    }

    /**
     * The tensors that the network takes for a target.
     *
     * @throws nyc.crime.predict.model.ModelUnavailable if there is no network for this grid
     */
    public Map<TensorSpec, float[]> inputs(Known known, ModelInputs.Target target) {
        return network.inputs(known.network, known.grid, known.byOffence, target);
    }

    /**
     * Expected counts at one lead from several origins, or at several leads from one.
     *
     * @return {@code [targets][cells]}
     */
    public float[][] rates(Known known, ForecastModel model, List<ModelInputs.Target> targets) {
        if (model == ForecastModel.CONVLSTM) {
            return network.rates(
                    known.network,
                    known.grid,
                    known.byOffence,
                    targets,
                    known.subject.isAll() ? DailyCounts.ALL : known.subject.offence());
        }
        Baseline baseline = model.baseline().orElseThrow();
        return targets.stream()
                .map(target -> baseline.expected(known.counts, known.counts.day(target.origin()), target.lead()))
                .toArray(float[][]::new);
    }

    /** A model's forecasts of the city's total, and how far they were off. */
    public CityForecasts city(Known known, ForecastModel model) {
        int[] actual = IntStream.range(0, known.city.days())
                .map(day -> known.city.at(day, 0, 0))
                .toArray();
        if (model == ForecastModel.CONVLSTM) {
            CityLevels levels =
                    new CityLevels(known.byOffence, known.grid.mask().cells(), holidays);
            int channel = known.subject.isAll()
                    ? known.byOffence.groups().size()
                    : known.byOffence.groups().indexOf(known.subject.offence());
            ModelDescription.Level level =
                    known.network.description().map(ModelDescription::level).orElse(null);
            return new CityForecasts(
                    actual,
                    ModelInputs.MIN_HISTORY_DAYS - 1,
                    (origin, lead) -> levels.expected(origin, lead, channel, level));
        }
        Baseline baseline = model.baseline().orElseThrow();
        return new CityForecasts(actual, 0, (origin, lead) -> baseline.expected(known.city, origin, lead)[0]);
    }

    private static DailyCounts city(DailyCounts counts, Mask mask) {
        int[] totals = new int[counts.days()];
        for (int day = 0; day < totals.length; day++) {
            for (int cell = 0; cell < counts.cells(); cell++) {
                totals[day] += mask.in()[cell] ? counts.at(day, cell, 0) : 0;
            }
        }
        return DailyCounts.of(counts.first(), counts.days(), 1, 1, counts.groups(), totals);
    }
}
