package nyc.crime.predict.models;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/**
 * A decision about the version that answers: written by the trainer beside the models, shown by the service.
 *
 * @param decision {@code adopted}, {@code kept} (the version before) or {@code rolled-back}
 * @param decidedAt when
 * @param reason in words
 * @param candidate the version that was judged; of a roll-back the one that was gone back to
 * @param previous the version that answered before; null where there was none
 * @param trial what the decision rests on; null for a roll-back
 */
public record Promotion(
        String decision, Instant decidedAt, String reason, String candidate, String previous, Trial trial) {

    /** The candidate answers from now on. */
    public static final String ADOPTED = "adopted";
    /** The candidate was not better by more than chance. */
    public static final String KEPT = "kept";
    /** Somebody went back to a version. */
    public static final String ROLLED_BACK = "rolled-back";

    /**
     * Candidate, current model and every baseline, on the same cells and days, all offences together.
     *
     * @param from first day that was scored; none of the models had learnt from it
     * @param to last day, inclusive
     * @param cells cells of each day
     * @param leads from how many days before each day was forecast
     * @param source of the records, as grid-service names it
     * @param test how chance was told from skill
     * @param comparisons of the candidate with each of the others
     * @param scores of all of them at each lead
     */
    public record Trial(
            LocalDate from,
            LocalDate to,
            int cells,
            List<Integer> leads,
            String source,
            ChanceTest test,
            List<Comparison> comparisons,
            List<TrialScore> scores) {}

    /**
     * How chance was told from skill: days are drawn in blocks of consecutive ones, since errors last.
     *
     * @param method {@code moving-block bootstrap}
     * @param seed the same seed gives the same intervals
     * @param level of the intervals
     */
    public record ChanceTest(String method, int blockDays, int resamples, long seed, double level) {}

    /**
     * How much lower the candidate's mean deviance is, day by day, means over the leads.
     *
     * @param model {@code current} or a baseline
     * @param version of a network; null for a baseline
     * @param difference the other's deviance less the candidate's; positive where the candidate is better
     * @param low lower bound of the difference
     * @param high upper bound
     * @param beaten whether the candidate is better by more than chance: the lower bound is above 0
     */
    public record Comparison(
            String model, String version, double difference, double low, double high, boolean beaten) {}

    /** Scores of {@code candidate}, {@code current} or a baseline at one lead. */
    public record TrialScore(String model, int lead, double mse, double poissonDeviance) {}
}
