package nyc.crime.training.evaluation;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import nyc.crime.predict.baseline.Baseline;
import nyc.crime.predict.counts.DailyCounts;
import nyc.crime.predict.inputs.ModelInputs.Target;

/** A baseline, computed on just the counts that are asked for: one offence's, or all offences' without telling them apart. */
public final class BaselineForecaster implements Forecaster {

    private final Baseline baseline;
    private final List<DailyCounts> byType;

    /** @param counts by offence */
    public BaselineForecaster(Baseline baseline, DailyCounts counts) {
        this.baseline = baseline;
        this.byType = new ArrayList<>(IntStream.range(0, counts.groups().size())
                .mapToObj(counts::only)
                .toList());
        byType.add(counts.merged());
    }

    @Override
    public String name() {
        return baseline.id();
    }

    @Override
    public List<float[]> expected(List<Target> targets, int type) {
        DailyCounts counts = byType.get(type);
        return targets.stream()
                .map(target -> baseline.expected(counts, counts.day(target.origin()), target.lead()))
                .toList();
    }
}
