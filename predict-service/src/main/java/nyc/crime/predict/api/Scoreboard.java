package nyc.crime.predict.api;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.quarkus.runtime.annotations.RegisterForReflection;

import nyc.crime.predict.forecast.ForecastModel;
import nyc.crime.predict.forecast.RateSource.Missing;
import nyc.crime.predict.scoreboard.Evaluation;
import nyc.crime.predict.scoreboard.Evaluation.Coverage;
import nyc.crime.predict.scoreboard.Evaluation.ModelErrors;
import nyc.crime.predict.scoreboard.PointScores;

/**
 * Every model's scores on the same cells and days.
 *
 * @param noiseFloor squared error that chance alone leaves, see {@link Evaluation#noiseFloor}
 * @param windowMean scores of the window's own mean, which no forecast can know
 * @param missing models that are not scored, and why; every view of the window has them
 * @param notes what a reader has to know before believing the scores
 */
@RegisterForReflection
record Scoreboard(
        String dataset,
        String type,
        LocalDate from,
        LocalDate to,
        int lead,
        int cells,
        int days,
        long records,
        double noiseFloor,
        double noiseFloorDeviance,
        WindowMean windowMean,
        List<ModelScores> models,
        List<Missing> missing,
        List<String> notes) {

    /** Scores of the window's own mean. */
    record WindowMean(double mse, double poissonDeviance) {}

    /**
     * One model. Skill is 1 − score ÷ climatology's score.
     *
     * @param coverage by {@code cell}, {@code precinct}, {@code city}; cells' intervals are randomised
     * @param hitRate by per cent of the cells
     * @param pai by per cent of the cells
     */
    record ModelScores(
            String model,
            @JsonProperty("default") boolean isDefault,
            double mse,
            double rmse,
            double mae,
            double poissonDeviance,
            double crps,
            double mseSkill,
            double devianceSkill,
            Map<String, Coverage> coverage,
            Map<String, Double> hitRate,
            Map<String, Double> pai) {}

    /** The city, day by day: records and, for each model, what it expected. */
    record Series(
            LocalDate from,
            LocalDate to,
            int lead,
            List<String> days,
            int[] actual,
            List<ModelSeries> models,
            List<Missing> missing) {}

    /** One model, day by day: the city's expected records, their 90 % interval, and the day's errors by cell. */
    record ModelSeries(
            String model, double[] expected, double[] p05, double[] p95, double[] mse, double[] rmse, double[] mae) {}

    /** Cell by cell, in the order of {@code cells}, which are row-major indices: means over the window. */
    record Cells(
            LocalDate from,
            LocalDate to,
            int lead,
            int rows,
            int cols,
            int[] cells,
            double[] actual,
            List<ModelCells> models,
            List<Missing> missing) {}

    /** One model, cell by cell; {@code error} is expected − actual. */
    record ModelCells(String model, double[] expected, double[] error, double[] mae, double[] mse) {}

    /** Histogram of the errors, expected − actual, of all cells and days; the outer bins hold what is beyond them. */
    record Distribution(
            LocalDate from,
            LocalDate to,
            int lead,
            double[] edges,
            List<ModelDistribution> models,
            List<Missing> missing) {}

    /** One model's histogram and box. */
    record ModelDistribution(String model, int[] counts, double mean, Quartiles quartiles, double least, double most) {}

    /** Quantiles of the errors. */
    record Quartiles(double p05, double p25, double p50, double p75, double p95) {}

    /** Records of the whole window and what each model expected of it. */
    record Totals(
            LocalDate from, LocalDate to, int lead, long actual, List<ModelTotal> models, List<Missing> missing) {}

    /** One model's total; {@code ratio} is expected ÷ actual. */
    record ModelTotal(String model, double expected, double difference, double ratio) {}

    /** The same window forecast from nearer and from farther. */
    record Leads(LocalDate from, LocalDate to, List<Scoreboard> leads) {}

    private static final double[] EDGES =
            IntStream.rangeClosed(-24, 12).mapToDouble(i -> i / 4.0).toArray();

    static Scoreboard of(Evaluation evaluation, ForecastModel standard) {
        Evaluation.Window window = evaluation.window();
        PointScores climatology = evaluation.models().stream()
                .filter(errors -> errors.model() == ForecastModel.CLIMATOLOGY)
                .findFirst()
                .orElseThrow()
                .scores();
        PointScores mean = evaluation.windowMean();
        return new Scoreboard(
                window.subject().dataset(),
                window.subject().type(),
                window.from(),
                window.to(),
                window.lead(),
                evaluation.cells().length,
                window.days(),
                Arrays.stream(evaluation.actualByDay()).asLongStream().sum(),
                rounded(evaluation.noiseFloor()),
                rounded(evaluation.noiseFloorDeviance()),
                new WindowMean(rounded(mean.mse()), rounded(mean.poissonDeviance())),
                evaluation.models().stream()
                        .map(errors -> scores(errors, climatology, errors.model() == standard))
                        .toList(),
                evaluation.missing(),
                evaluation.notes());
    }

    private static ModelScores scores(ModelErrors errors, PointScores climatology, boolean isDefault) {
        PointScores scores = errors.scores();
        Map<String, Coverage> coverage = new LinkedHashMap<>();
        coverage.put("cell", errors.cellCoverage());
        coverage.put("precinct", errors.precinctCoverage());
        coverage.put("city", errors.cityCoverage());
        return new ModelScores(
                errors.model().id(),
                isDefault,
                rounded(scores.mse()),
                rounded(scores.rmse()),
                rounded(scores.mae()),
                rounded(scores.poissonDeviance()),
                rounded(errors.crps()),
                rounded(1 - scores.mse() / climatology.mse()),
                rounded(1 - scores.poissonDeviance() / climatology.poissonDeviance()),
                coverage,
                errors.ranks().hitRate(),
                errors.ranks().pai());
    }

    static Series series(Evaluation evaluation) {
        Evaluation.Window window = evaluation.window();
        List<ModelSeries> models = evaluation.models().stream()
                .map(errors -> new ModelSeries(
                        errors.model().id(),
                        rounded(errors.cityExpected()),
                        rounded(errors.cityLow()),
                        rounded(errors.cityHigh()),
                        byDay(window, day -> errors.scores(day).mse()),
                        byDay(window, day -> errors.scores(day).rmse()),
                        byDay(window, day -> errors.scores(day).mae())))
                .toList();
        List<String> days = window.from()
                .datesUntil(window.to().plusDays(1))
                .map(LocalDate::toString)
                .toList();
        return new Series(
                window.from(),
                window.to(),
                window.lead(),
                days,
                evaluation.actualByDay(),
                models,
                evaluation.missing());
    }

    static Cells cells(Evaluation evaluation) {
        Evaluation.Window window = evaluation.window();
        double[] actual = evaluation.actualByCell();
        List<ModelCells> models = evaluation.models().stream()
                .map(errors -> {
                    double[] expected = errors.expectedByCell();
                    double[] error = IntStream.range(0, actual.length)
                            .mapToDouble(i -> expected[i] - actual[i])
                            .toArray();
                    return new ModelCells(
                            errors.model().id(),
                            rounded(expected),
                            rounded(error),
                            rounded(errors.absoluteByCell()),
                            rounded(errors.squareByCell()));
                })
                .toList();
        return new Cells(
                window.from(),
                window.to(),
                window.lead(),
                evaluation.grid().rows(),
                evaluation.grid().cols(),
                evaluation.cells(),
                rounded(actual),
                models,
                evaluation.missing());
    }

    static Distribution distribution(Evaluation evaluation) {
        Evaluation.Window window = evaluation.window();
        List<ModelDistribution> models =
                evaluation.models().stream().map(Scoreboard::distribution).toList();
        return new Distribution(window.from(), window.to(), window.lead(), EDGES, models, evaluation.missing());
    }

    private static ModelDistribution distribution(ModelErrors errors) {
        float[] sorted = errors.sortedErrors();
        int[] counts = new int[EDGES.length - 1];
        double sum = 0;
        for (float error : sorted) {
            sum += error;
            int bin = (int) Math.floor((error - EDGES[0]) / (EDGES[1] - EDGES[0]));
            counts[Math.max(0, Math.min(counts.length - 1, bin))]++;
        }
        Quartiles quartiles =
                new Quartiles(at(sorted, 0.05), at(sorted, 0.25), at(sorted, 0.5), at(sorted, 0.75), at(sorted, 0.95));
        return new ModelDistribution(
                errors.model().id(),
                counts,
                rounded(sum / sorted.length),
                quartiles,
                rounded(sorted[0]),
                rounded(sorted[sorted.length - 1]));
    }

    static Totals totals(Evaluation evaluation) {
        Evaluation.Window window = evaluation.window();
        long actual = Arrays.stream(evaluation.actualByDay()).asLongStream().sum();
        List<ModelTotal> models = evaluation.models().stream()
                .map(errors -> {
                    double expected = Arrays.stream(errors.cityExpected()).sum();
                    return new ModelTotal(
                            errors.model().id(),
                            rounded(expected),
                            rounded(expected - actual),
                            actual == 0 ? 0 : rounded(expected / actual));
                })
                .toList();
        return new Totals(window.from(), window.to(), window.lead(), actual, models, evaluation.missing());
    }

    private static double at(float[] sorted, double p) {
        return rounded(sorted[(int) Math.round(p * (sorted.length - 1))]);
    }

    private static double[] byDay(Evaluation.Window window, IntToDoubleFunction value) {
        return rounded(IntStream.range(0, window.days()).mapToDouble(value).toArray());
    }

    private static double[] rounded(double[] values) {
        return Arrays.stream(values).map(Scoreboard::rounded).toArray();
    }

    private static double rounded(double value) {
        return Math.round(value * 1e6) / 1e6;
    }
}
