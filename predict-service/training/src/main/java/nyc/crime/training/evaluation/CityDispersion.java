package nyc.crime.training.evaluation;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

import nyc.crime.predict.counts.DailyCounts;
import nyc.crime.predict.counts.Mask;
import nyc.crime.predict.inputs.ModelDescription.Dispersion;
import nyc.crime.predict.inputs.ModelInputs;
import nyc.crime.predict.inputs.ModelInputs.Target;

/** Estimates, by moments, how much more than Poisson the city's daily total varies around a forecast. */
public final class CityDispersion {

    private CityDispersion() {}

    /** A window's moments: v in Var = μ + v μ², and the mean of (y − μ)² ÷ μ. */
    private record Moments(double factorVariance, double overdispersion) {}

    /**
     * Estimates over a window.
     *
     * @param from first day
     * @param to last day, inclusive
     */
    public static Dispersion estimate(
            Forecaster forecaster, DailyCounts counts, Mask mask, LocalDate from, LocalDate to) {
        int groups = counts.groups().size();
        List<Double> byLead = new ArrayList<>();
        for (int lead = 1; lead <= ModelInputs.MAX_LEAD; lead++) {
            byLead.add(moments(forecaster, counts.merged(), groups, mask, Scoreboard.targets(from, to, lead))
                    .factorVariance());
        }
        List<Target> nextDay = Scoreboard.targets(from, to, 1);
        List<Double> byGroup = new ArrayList<>();
        for (int group = 0; group < groups; group++) {
            byGroup.add(moments(forecaster, counts.only(group), group, mask, nextDay)
                    .factorVariance());
        }
        return new Dispersion(
                byLead,
                byGroup,
                moments(forecaster, counts.merged(), groups, mask, nextDay).overdispersion());
    }

    private static Moments moments(
            Forecaster forecaster, DailyCounts counts, int type, Mask mask, List<Target> targets) {
        List<float[]> expected = forecaster.expected(targets, type);
        double beyondPoisson = 0;
        double squares = 0;
        double ratio = 0;
        for (int n = 0; n < expected.size(); n++) {
            int[] actual = counts.day(counts.day(targets.get(n).day()));
            double mean = 0;
            double total = 0;
            for (int cell = 0; cell < actual.length; cell++) {
                if (mask.in()[cell]) {
                    mean += expected.get(n)[cell];
                    total += actual[cell];
                }
            }
            double square = (total - mean) * (total - mean);
            beyondPoisson += square - mean;
            squares += mean * mean;
            ratio += square / mean;
        }
        return new Moments(Math.max(0, beyondPoisson / squares), ratio / expected.size());
    }
}
