package nyc.crime.predict.api;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

import nyc.crime.predict.api.Scoreboard.Bounds;
import nyc.crime.predict.api.Scoreboard.Cells;
import nyc.crime.predict.api.Scoreboard.Distribution;
import nyc.crime.predict.api.Scoreboard.Heading;
import nyc.crime.predict.api.Scoreboard.ModelCells;
import nyc.crime.predict.api.Scoreboard.ModelDistribution;
import nyc.crime.predict.api.Scoreboard.ModelScores;
import nyc.crime.predict.api.Scoreboard.ModelSeries;
import nyc.crime.predict.api.Scoreboard.ModelTotal;
import nyc.crime.predict.api.Scoreboard.Quartiles;
import nyc.crime.predict.api.Scoreboard.Series;
import nyc.crime.predict.api.Scoreboard.Totals;
import nyc.crime.predict.api.Scoreboard.WindowMean;
import nyc.crime.predict.forecast.ForecastModel;
import nyc.crime.predict.forecast.Forecasts;
import nyc.crime.predict.scoreboard.ErrorDistribution;
import nyc.crime.predict.scoreboard.Evaluation;
import nyc.crime.predict.scoreboard.ModelErrors;
import nyc.crime.predict.scoreboard.ModelErrors.Coverage;
import nyc.crime.predict.scores.NoiseFloor;
import nyc.crime.predict.scores.PointScores;

/** The views of one evaluation: all read the same errors, so they cannot tell different stories. */
final class ScoreboardViews {

    private ScoreboardViews() {}

    static Scoreboard scores(Evaluation evaluation, ForecastModel standard, String precincts) {
        Evaluation.Window window = evaluation.window();
        PointScores climatology = evaluation.models().stream()
                .filter(errors -> errors.model() == ForecastModel.CLIMATOLOGY)
                .findFirst()
                .orElseThrow()
                .scores();
        NoiseFloor floor = evaluation.observed().noiseFloor();
        PointScores mean = evaluation.observed().windowMean();
        return new Scoreboard(
                heading(evaluation),
                evaluation.observed().cells().length,
                window.days(),
                Arrays.stream(evaluation.observed().cityByDay()).asLongStream().sum(),
                Verdict.of(evaluation, precincts),
                rounded(floor.mse()),
                rounded(floor.deviance()),
                new Bounds(rounded(floor.low()), rounded(floor.high())),
                new WindowMean(rounded(mean.mse()), rounded(mean.poissonDeviance())),
                evaluation.models().stream()
                        .map(errors -> scores(
                                errors,
                                climatology,
                                errors.model() == standard,
                                evaluation.inSample().contains(errors.model())))
                        .toList());
    }

    private static Heading heading(Evaluation evaluation) {
        Evaluation.Window window = evaluation.window();
        return new Heading(
                window.subject().dataset(),
                evaluation.offence(),
                window.from(),
                window.to(),
                window.lead(),
                evaluation.offences(),
                evaluation.models().stream().map(ModelErrors::made).toList(),
                Forecasts.UNIT,
                Forecasts.LEVELS,
                evaluation.data(),
                evaluation.missing(),
                evaluation.notes());
    }

    private static ModelScores scores(
            ModelErrors errors, PointScores climatology, boolean isDefault, boolean inSample) {
        PointScores scores = errors.scores();
        Map<String, Coverage> coverage = new LinkedHashMap<>();
        coverage.put("cell", errors.cellCoverage());
        coverage.put("precinct", errors.precinctCoverage());
        coverage.put("city", errors.cityCoverage());
        errors.fortnightCoverage().ifPresent(found -> coverage.put("fortnight", found));
        return new ModelScores(
                errors.model(),
                errors.made().version(),
                isDefault,
                inSample,
                rounded(scores.mse()),
                rounded(scores.rmse()),
                rounded(scores.mae()),
                rounded(scores.poissonDeviance()),
                rounded(errors.crps()),
                inSample ? null : rounded(1 - scores.mse() / climatology.mse()),
                inSample ? null : rounded(1 - scores.poissonDeviance() / climatology.poissonDeviance()),
                coverage,
                errors.ranks().hitRate(),
                errors.ranks().pai());
    }

    static Series series(Evaluation evaluation) {
        Evaluation.Window window = evaluation.window();
        List<ModelSeries> models = evaluation.models().stream()
                .map(errors -> new ModelSeries(
                        errors.model(),
                        rounded(errors.cityExpected()),
                        rounded(errors.cityLow()),
                        rounded(errors.cityHigh()),
                        byDay(window, day -> errors.scores(day).mse()),
                        byDay(window, day -> errors.scores(day).rmse()),
                        byDay(window, day -> errors.scores(day).mae())))
                .toList();
        List<LocalDate> days = window.from().datesUntil(window.to().plusDays(1)).toList();
        return new Series(heading(evaluation), days, evaluation.observed().cityByDay(), models);
    }

    static Cells cells(Evaluation evaluation) {
        double[] actual = evaluation.observed().meanByCell();
        List<ModelCells> models = evaluation.models().stream()
                .map(errors -> {
                    double[] expected = errors.expectedByCell();
                    double[] error = IntStream.range(0, actual.length)
                            .mapToDouble(i -> expected[i] - actual[i])
                            .toArray();
                    return new ModelCells(
                            errors.model(),
                            rounded(expected),
                            rounded(error),
                            rounded(errors.absoluteByCell()),
                            rounded(errors.squareByCell()));
                })
                .toList();
        return new Cells(
                heading(evaluation),
                evaluation.grid().rows(),
                evaluation.grid().cols(),
                evaluation.observed().cells(),
                rounded(actual),
                models);
    }

    static Distribution distribution(Evaluation evaluation) {
        List<ModelDistribution> models =
                evaluation.models().stream().map(ScoreboardViews::distribution).toList();
        return new Distribution(heading(evaluation), ErrorDistribution.EDGES, models);
    }

    private static ModelDistribution distribution(ModelErrors errors) {
        ErrorDistribution found = errors.distribution();
        return new ModelDistribution(
                errors.model(),
                found.counts(),
                rounded(found.mean()),
                new Quartiles(
                        rounded(found.p05()),
                        rounded(found.p25()),
                        rounded(found.p50()),
                        rounded(found.p75()),
                        rounded(found.p95())),
                rounded(found.least()),
                rounded(found.most()));
    }

    static Totals totals(Evaluation evaluation) {
        long actual =
                Arrays.stream(evaluation.observed().cityByDay()).asLongStream().sum();
        List<ModelTotal> models = evaluation.models().stream()
                .map(errors -> {
                    double expected = Arrays.stream(errors.cityExpected()).sum();
                    return new ModelTotal(
                            errors.model(),
                            rounded(expected),
                            rounded(expected - actual),
                            actual == 0 ? 0 : rounded(expected / actual));
                })
                .toList();
        return new Totals(heading(evaluation), actual, models);
    }

    private static double[] byDay(Evaluation.Window window, IntToDoubleFunction value) {
        return rounded(IntStream.range(0, window.days()).mapToDouble(value).toArray());
    }

    private static double[] rounded(double[] values) {
        return Arrays.stream(values).map(ScoreboardViews::rounded).toArray();
    }

    private static double rounded(double value) {
        return Math.round(value * 1e6) / 1e6;
    }
}
