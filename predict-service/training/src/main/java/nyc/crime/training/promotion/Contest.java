package nyc.crime.training.promotion;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import nyc.crime.predict.baseline.Baseline;
import nyc.crime.predict.counts.DailyCounts;
import nyc.crime.predict.inputs.ModelInputs.Target;
import nyc.crime.predict.models.Promotion;
import nyc.crime.predict.models.Promotion.Comparison;
import nyc.crime.predict.models.Promotion.Trial;
import nyc.crime.predict.models.Promotion.TrialScore;
import nyc.crime.predict.scores.PointScores;
import nyc.crime.training.data.GridData;
import nyc.crime.training.evaluation.BaselineForecaster;
import nyc.crime.training.evaluation.Forecaster;
import nyc.crime.training.evaluation.Scoreboard;

/** The candidate, the current model and every baseline, on the same cells, days and leads, all offences together. */
public final class Contest {

    /** The candidate's name in a trial. */
    public static final String CANDIDATE = "candidate";
    /** The current model's. */
    public static final String CURRENT = "current";

    /** A week together, so that weekdays stay what they are and errors that last are drawn as they were. */
    static final int BLOCK_DAYS = 7;

    private static final int RESAMPLES = 10_000;
    private static final long SEED = 1;
    private static final double LEVEL = 0.95;

    private Contest() {}

    /**
     * Scores all and compares the candidate with each other.
     *
     * @param candidate named {@link #CANDIDATE}
     * @param current named {@link #CURRENT}, or null where there is none
     * @param currentVersion null with it
     * @param from first day, which no model has learnt from, nor from a later one
     * @param to last day, inclusive
     * @param leads possible from the counts
     */
    public static Trial run(
            Forecaster candidate,
            Forecaster current,
            String currentVersion,
            GridData data,
            LocalDate from,
            LocalDate to,
            List<Integer> leads) {
        List<Forecaster> all = new ArrayList<>(List.of(candidate));
        if (current != null) {
            all.add(current);
        }
        for (Baseline baseline : Baseline.values()) {
            all.add(new BaselineForecaster(baseline, data.counts()));
        }
        int days = (int) (to.toEpochDay() - from.toEpochDay()) + 1;
        Map<String, double[]> deviances = new LinkedHashMap<>();
        List<TrialScore> scores = new ArrayList<>();
        DailyCounts actual = data.counts().merged();
        for (int lead : leads) {
            List<Target> targets = Scoreboard.targets(from, to, lead);
            for (Forecaster forecaster : all) {
                List<float[]> expected =
                        forecaster.expected(targets, data.counts().groups().size());
                double[] daily = deviances.computeIfAbsent(forecaster.name(), name -> new double[days]);
                PointScores whole = new PointScores();
                for (int day = 0; day < days; day++) {
                    PointScores one = new PointScores();
                    one.add(actual.day(actual.day(targets.get(day).day())), expected.get(day), data.mask());
                    daily[day] += one.poissonDeviance() / leads.size();
                    whole.add(one);
                }
                scores.add(new TrialScore(forecaster.name(), lead, whole.mse(), whole.poissonDeviance()));
            }
        }
        double[] own = deviances.remove(CANDIDATE);
        List<Comparison> comparisons = deviances.entrySet().stream()
                .map(other -> compare(
                        other.getKey(), other.getKey().equals(CURRENT) ? currentVersion : null, other.getValue(), own))
                .toList();
        return new Trial(
                from,
                to,
                data.mask().count(),
                leads,
                data.source(),
                new Promotion.ChanceTest("moving-block bootstrap", BLOCK_DAYS, RESAMPLES, SEED, LEVEL),
                comparisons,
                scores);
    }

    private static Comparison compare(String name, String version, double[] other, double[] own) {
        double[] difference = new double[own.length];
        for (int day = 0; day < own.length; day++) {
            difference[day] = other[day] - own[day];
        }
        MovingBlocks.Interval found = MovingBlocks.of(difference, BLOCK_DAYS, RESAMPLES, SEED, LEVEL);
        return new Comparison(name, version, found.mean(), found.low(), found.high(), found.low() > 0);
    }
}
