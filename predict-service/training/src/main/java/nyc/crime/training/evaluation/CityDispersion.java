package nyc.crime.training.evaluation;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

import nyc.crime.predict.counts.DailyCounts;
import nyc.crime.predict.counts.Mask;
import nyc.crime.predict.inputs.ModelDescription;
import nyc.crime.predict.inputs.ModelInputs;
import nyc.crime.predict.inputs.ModelInputs.Target;
import nyc.crime.predict.scores.Dispersion;

/** Estimates, by moments, how much more than Poisson the city's daily total varies around a forecast. */
public final class CityDispersion {

    private CityDispersion() {}

    /**
     * Estimates over a window.
     *
     * @param from first day
     * @param to last day, inclusive
     */
    public static ModelDescription.Dispersion estimate(
            Forecaster forecaster, DailyCounts counts, Mask mask, LocalDate from, LocalDate to) {
        int groups = counts.groups().size();
        List<Double> byLead = new ArrayList<>();
        for (int lead = 1; lead <= ModelInputs.MAX_LEAD; lead++) {
            byLead.add(of(forecaster, counts.merged(), groups, mask, Scoreboard.targets(from, to, lead))
                    .factorVariance());
        }
        List<Target> nextDay = Scoreboard.targets(from, to, 1);
        List<Double> byGroup = new ArrayList<>();
        for (int group = 0; group < groups; group++) {
            byGroup.add(of(forecaster, counts.only(group), group, mask, nextDay).factorVariance());
        }
        return new ModelDescription.Dispersion(
                byLead,
                byGroup,
                of(forecaster, counts.merged(), groups, mask, nextDay).overdispersion());
    }

    private static Dispersion of(Forecaster forecaster, DailyCounts counts, int type, Mask mask, List<Target> targets) {
        List<float[]> expected = forecaster.expected(targets, type);
        Dispersion dispersion = new Dispersion();
        for (int n = 0; n < expected.size(); n++) {
            int[] actual = counts.day(counts.day(targets.get(n).day()));
            double mean = 0;
            int total = 0;
            for (int cell = 0; cell < actual.length; cell++) {
                if (mask.in()[cell]) {
                    mean += expected.get(n)[cell];
                    total += actual[cell];
                }
            }
            dispersion.add(total, mean);
        }
        return dispersion;
    }
}
