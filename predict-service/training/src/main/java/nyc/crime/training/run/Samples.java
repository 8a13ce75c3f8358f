package nyc.crime.training.run;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;

import nyc.crime.predict.baseline.Season;
import nyc.crime.predict.counts.DailyCounts;
import nyc.crime.predict.counts.Mask;
import nyc.crime.predict.inputs.Holidays;
import nyc.crime.predict.inputs.ModelInputs;
import nyc.crime.predict.inputs.ModelInputs.Target;
import nyc.crime.predict.inputs.TensorSpec;
import nyc.crime.predict.scores.FactorVariance;

/**
 * The days to learn from and the days to check on, split by time: every target day of training is before the first
 * validation day, and no input of a target holds a day after its origin.
 */
public final class Samples {

    /**
     * Share of training samples with a lead of one day; the others' leads are spread evenly over 1 to the largest in
     * logarithm, so that near and far ones are learnt alike.
     */
    private static final double NEXT_DAY_SHARE = 0.3;
    /** The largest lead from an origin that does not know the season: its level says nothing of a day far off. */
    private static final int NEAR_LEAD = FactorVariance.NEAR_LEAD;

    private final DailyCounts counts;
    private final ModelInputs inputs;
    private final LocalDate validationFrom;
    private final LocalDate validationTo;

    /**
     * @param counts daily counts up to the last validation day at least
     * @param holidays the city's
     * @param validationFrom first day that is not learnt from
     * @param validationTo last day to check on, inclusive
     * @throws IllegalArgumentException if the split leaves nothing to learn from or nothing to check on at every lead
     */
    public Samples(DailyCounts counts, Mask mask, Holidays holidays, LocalDate validationFrom, LocalDate validationTo) {
        this.counts = counts;
        this.inputs = new ModelInputs(counts, mask, holidays);
        this.validationFrom = validationFrom;
        this.validationTo = validationTo;
        if (validationFrom.isBefore(inputs.firstOrigin().plusDays(NEAR_LEAD))
                || validationTo.isBefore(validationFrom)
                || validationTo.isAfter(counts.last())) {
            throw new IllegalArgumentException(
                    "validation from %s to %s leaves no days to learn from or to check on: counts %s to %s, first target %s"
                            .formatted(validationFrom, validationTo, counts.first(), counts.last(), firstTarget()));
        }
    }

    /** The first day that can be a target. */
    public LocalDate firstTarget() {
        return inputs.firstOrigin().plusDays(1);
    }

    /** First validation day. */
    public LocalDate validationFrom() {
        return validationFrom;
    }

    /** Last validation day. */
    public LocalDate validationTo() {
        return validationTo;
    }

    /** The counts. */
    public DailyCounts counts() {
        return counts;
    }

    /**
     * One epoch's samples: each training day once, in an order and with leads that only the seed and the epoch decide.
     *
     * @param maxLead the largest lead
     */
    public List<Target> epoch(long seed, int epoch, int maxLead) {
        Random random = new Random(seed * 1_000_003 + epoch);
        List<Target> targets = new ArrayList<>();
        for (LocalDate day = firstTarget(); day.isBefore(validationFrom); day = day.plusDays(1)) {
            double spread = Math.pow(maxLead + 1.0, random.nextDouble());
            int lead = random.nextDouble() < NEXT_DAY_SHARE ? 1 : (int) spread;
            if (!Season.isKnown(counts.day(day.minusDays(lead)))) {
                lead = Math.min(lead, NEAR_LEAD);
            }
            LocalDate origin = day.minusDays(lead);
            if (origin.isBefore(inputs.firstOrigin())) {
                origin = inputs.firstOrigin();
                lead = (int) (day.toEpochDay() - origin.toEpochDay());
            }
            targets.add(new Target(origin, lead));
        }
        Collections.shuffle(targets, random);
        return targets;
    }

    /** Those of some leads at which every validation day can be forecast. */
    public List<Integer> possible(List<Integer> leads) {
        return leads.stream()
                .filter(lead -> !validationFrom.minusDays(lead).isBefore(inputs.firstOrigin()))
                .toList();
    }

    /** Each validation day, forecast from a number of days before it. */
    public List<Target> validation(int lead) {
        return validationFrom
                .datesUntil(validationTo.plusDays(1))
                .map(day -> new Target(day.minusDays(lead), lead))
                .toList();
    }

    /** A batch's inputs. */
    public Map<String, float[]> inputs(List<TensorSpec> specs, List<Target> targets) {
        return inputs.build(specs, targets);
    }

    /** A batch's actual counts [N, rows, cols, groups]. */
    public float[] actual(List<Target> targets) {
        int width = counts.width();
        float[] actual = new float[targets.size() * width];
        for (int n = 0; n < targets.size(); n++) {
            int day = counts.day(targets.get(n).day());
            for (int i = 0; i < width; i++) {
                actual[n * width + i] = counts.values()[day * width + i];
            }
        }
        return actual;
    }
}
