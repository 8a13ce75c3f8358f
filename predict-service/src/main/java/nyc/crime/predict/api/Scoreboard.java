package nyc.crime.predict.api;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.quarkus.runtime.annotations.RegisterForReflection;

import nyc.crime.predict.forecast.Forecast;
import nyc.crime.predict.forecast.ForecastModel;
import nyc.crime.predict.forecast.RateSource.Missing;
import nyc.crime.predict.grid.Provenance;
import nyc.crime.predict.scoreboard.ModelErrors.Coverage;

/**
 * Every model's scores on the same cells and days.
 *
 * @param verdict what the scores say, in words: the best model that did not know the days beforehand, by how much, and
 *     whether its intervals hold
 * @param noiseFloor squared error that chance alone leaves, see {@link nyc.crime.predict.scores.NoiseFloor}
 * @param noiseFloorDeviance Poisson deviance that chance alone leaves
 * @param noiseFloorDevianceBounds between which it is, whatever the cells' rates
 * @param windowMean scores of the window's own mean, which no forecast can know
 */
@RegisterForReflection
record Scoreboard(
        @JsonUnwrapped Heading heading,
        int cells,
        int days,
        long records,
        String verdict,
        double noiseFloor,
        double noiseFloorDeviance,
        Bounds noiseFloorDevianceBounds,
        WindowMean windowMean,
        List<ModelScores> models) {

    /**
     * What every view of a window begins with.
     *
     * @param offence an offence, or what all that are forecast are called
     * @param offences the offences that are scored; none: all records of the dataset
     * @param versions what made the forecasts, with the days that it learnt from
     * @param unit of expected and recorded numbers
     * @param levels of the intervals
     * @param data what the counts are
     * @param missing models that are not scored, and why
     * @param notes what a reader has to know before believing the scores
     */
    record Heading(
            String dataset,
            String offence,
            LocalDate from,
            LocalDate to,
            int lead,
            List<String> offences,
            List<Forecast.Model> versions,
            String unit,
            List<Double> levels,
            @JsonUnwrapped Provenance data,
            List<Missing> missing,
            List<String> notes) {}

    /** A lower and an upper bound. */
    record Bounds(double low, double high) {}

    /** Scores of the window's own mean. */
    record WindowMean(double mse, double poissonDeviance) {}

    /**
     * One model. Skill is 1 − score ÷ climatology's score; null where the model knew the days beforehand.
     *
     * @param inSample whether it learnt from days of the window
     * @param coverage by {@code cell}, {@code precinct}, {@code city} and, in windows that hold one, {@code fortnight} (the
     *     city's total of 14 days, forecast from one origin); cells' intervals are randomised
     * @param hitRate by per cent of the cells
     * @param pai by per cent of the cells
     */
    record ModelScores(
            ForecastModel model,
            String version,
            @JsonProperty("default") boolean isDefault,
            boolean inSample,
            double mse,
            double rmse,
            double mae,
            double poissonDeviance,
            double crps,
            Double mseSkill,
            Double devianceSkill,
            Map<String, Coverage> coverage,
            Map<String, Double> hitRate,
            Map<String, Double> pai) {}

    /** The city, day by day: records and, for each model, what it expected. */
    record Series(@JsonUnwrapped Heading heading, List<LocalDate> days, int[] actual, List<ModelSeries> models) {}

    /** One model, day by day: the city's expected records, their 90 % interval, and the day's errors by cell. */
    record ModelSeries(
            ForecastModel model,
            double[] expected,
            double[] p05,
            double[] p95,
            double[] mse,
            double[] rmse,
            double[] mae) {}

    /** Cell by cell, in the order of {@code cells}, which are row-major indices: means over the window. */
    record Cells(
            @JsonUnwrapped Heading heading,
            int rows,
            int cols,
            int[] cells,
            double[] actual,
            List<ModelCells> models) {}

    /** One model, cell by cell; {@code error} is expected − actual. */
    record ModelCells(ForecastModel model, double[] expected, double[] error, double[] mae, double[] mse) {}

    /** Histogram of the errors, expected − actual, of all cells and days; the outer bins hold what is beyond them. */
    record Distribution(@JsonUnwrapped Heading heading, double[] edges, List<ModelDistribution> models) {}

    /** One model's histogram and box. */
    record ModelDistribution(
            ForecastModel model, int[] counts, double mean, Quartiles quartiles, double least, double most) {}

    /** Quantiles of the errors. */
    record Quartiles(double p05, double p25, double p50, double p75, double p95) {}

    /** Records of the whole window and what each model expected of it. */
    record Totals(@JsonUnwrapped Heading heading, long actual, List<ModelTotal> models) {}

    /** One model's total; {@code ratio} is expected ÷ actual. */
    record ModelTotal(ForecastModel model, double expected, double difference, double ratio) {}

    /** The same window forecast from nearer and from farther. */
    record Leads(LocalDate from, LocalDate to, List<Scoreboard> leads) {}
}
