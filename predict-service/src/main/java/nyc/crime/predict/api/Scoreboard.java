package nyc.crime.predict.api;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.quarkus.runtime.annotations.RegisterForReflection;

import nyc.crime.predict.forecast.ForecastModel;
import nyc.crime.predict.forecast.RateSource.Missing;
import nyc.crime.predict.scoreboard.ModelErrors.Coverage;

/**
 * Every model's scores on the same cells and days.
 *
 * @param noiseFloor squared error that chance alone leaves, see {@link nyc.crime.predict.scoreboard.Observed#noiseFloor}
 * @param windowMean scores of the window's own mean, which no forecast can know
 */
@RegisterForReflection
record Scoreboard(
        @JsonUnwrapped Heading heading,
        int cells,
        int days,
        long records,
        double noiseFloor,
        double noiseFloorDeviance,
        WindowMean windowMean,
        List<ModelScores> models) {

    /**
     * What every view of a window begins with.
     *
     * @param source where the counts come from: {@code live}, {@code files} or {@code sample}
     * @param stale whether the counts could not be renewed
     * @param fetchedAt when Socrata gave the oldest of the counts
     * @param missing models that are not scored, and why
     * @param notes what a reader has to know before believing the scores
     */
    record Heading(
            String dataset,
            String offence,
            LocalDate from,
            LocalDate to,
            int lead,
            String source,
            boolean stale,
            Instant fetchedAt,
            List<Missing> missing,
            List<String> notes) {}

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
            ForecastModel model,
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
