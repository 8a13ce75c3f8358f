package nyc.crime.predict.api;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

import nyc.crime.predict.forecast.ForecastModel;
import nyc.crime.predict.scoreboard.Evaluation;
import nyc.crime.predict.scoreboard.ModelErrors;

/** What an evaluation says, in words. A model that knew the days beforehand is not judged by them. */
final class Verdict {

    private static final double NOMINAL = 0.9;
    /** Coverage within so much of nominal holds, in a long window; in a short one chance is allowed for. */
    private static final double TOLERANCE = 0.03;

    private Verdict() {}

    /** {@code precincts}: what the city calls several of them. */
    static String of(Evaluation evaluation, String precincts) {
        List<ModelErrors> judged = evaluation.models().stream()
                .filter(errors -> !evaluation.inSample().contains(errors.model()))
                .toList();
        ModelErrors best = least(
                judged, Comparator.comparingDouble(errors -> errors.scores().mse()));
        ModelErrors likeliest = least(
                judged, Comparator.comparingDouble(errors -> errors.scores().poissonDeviance()));
        ModelErrors average = judged.stream()
                .filter(errors -> errors.model() == ForecastModel.HA_GLOBAL)
                .findFirst()
                .orElseThrow();
        List<String> sentences = new ArrayList<>();
        sentences.add(
                best == average
                        ? "No model has a lower squared error than the plain average, %s.".formatted(best.model())
                        : "%s has the lowest squared error, %.1f %% below the plain average."
                                .formatted(
                                        best.model(),
                                        percent(1
                                                - best.scores().mse()
                                                        / average.scores().mse())));
        if (likeliest != best) {
            sentences.add("%s has the lowest Poisson deviance.".formatted(likeliest.model()));
        }
        sentences.add(intervals(best, evaluation.window().days(), precincts));
        evaluation
                .inSample()
                .forEach(model ->
                        sentences.add("%s is not judged here: it learnt from days of this window.".formatted(model)));
        return String.join(" ", sentences);
    }

    private static ModelErrors least(List<ModelErrors> models, Comparator<ModelErrors> by) {
        return models.stream().min(by).orElseThrow();
    }

    private static String intervals(ModelErrors errors, int days, String precincts) {
        double city = errors.cityCoverage().p90();
        double allowed = Math.max(TOLERANCE, 2 * Math.sqrt(NOMINAL * (1 - NOMINAL) / days));
        String judgement = city < NOMINAL - allowed
                ? "for the city they are too narrow"
                : city > NOMINAL + allowed ? "for the city they are too wide" : "for the city they hold";
        return String.format(
                Locale.ROOT,
                "Its 90 %% intervals cover %.1f %% of the cells' days, %.1f %% of the %s' and %.1f %% of the city's: %s.",
                percent(errors.cellCoverage().p90()),
                percent(errors.precinctCoverage().p90()),
                precincts,
                percent(city),
                judgement);
    }

    private static double percent(double share) {
        return 100 * share;
    }
}
