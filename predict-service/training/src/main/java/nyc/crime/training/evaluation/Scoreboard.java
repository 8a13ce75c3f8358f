package nyc.crime.training.evaluation;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import nyc.crime.predict.counts.DailyCounts;
import nyc.crime.predict.counts.Mask;
import nyc.crime.predict.inputs.ModelInputs.Target;
import nyc.crime.predict.scores.PointScores;

/**
 * Rolling-origin scores: every day of a window is forecast from each lead's origin, by every model, on the same cells.
 *
 * @param from first day scored
 * @param to last day scored, inclusive
 * @param cells cells scored a day
 * @param rows one for each model, lead and offence
 */
public record Scoreboard(LocalDate from, LocalDate to, int cells, List<Row> rows) {

    /** Scores of a model at a lead. {@code offence} is an offence or {@code ALL}. */
    public record Row(
            String model, int lead, String offence, double mse, double rmse, double mae, double poissonDeviance) {}

    /** Scores forecasters. */
    public static Scoreboard of(
            List<? extends Forecaster> forecasters,
            DailyCounts counts,
            Mask mask,
            LocalDate from,
            LocalDate to,
            List<Integer> leads) {
        List<Row> rows = new ArrayList<>();
        DailyCounts all = counts.merged();
        int types = counts.groups().size() + 1;
        for (int lead : leads) {
            List<Target> targets = targets(from, to, lead);
            for (int type = types - 1; type >= 0; type--) {
                DailyCounts actual = type == types - 1 ? all : counts.only(type);
                for (Forecaster forecaster : forecasters) {
                    PointScores scores = new PointScores();
                    List<float[]> expected = forecaster.expected(targets, type);
                    for (int n = 0; n < expected.size(); n++) {
                        scores.add(actual.day(actual.day(targets.get(n).day())), expected.get(n), mask);
                    }
                    rows.add(new Row(
                            forecaster.name(),
                            lead,
                            actual.groups().get(0),
                            scores.mse(),
                            scores.rmse(),
                            scores.mae(),
                            scores.poissonDeviance()));
                }
            }
        }
        return new Scoreboard(from, to, mask.count(), rows);
    }

    /** Each day of a window, forecast from a lead before it. */
    public static List<Target> targets(LocalDate from, LocalDate to, int lead) {
        return from.datesUntil(to.plusDays(1))
                .map(day -> new Target(day.minusDays(lead), lead))
                .toList();
    }

    /** The scores as a Markdown table. */
    public String markdown() {
        StringBuilder text = new StringBuilder("Every day from %s to %s, %d cells.%n%n".formatted(from, to, cells));
        text.append(
                "| offence | lead | model | MSE | RMSE | MAE | Poisson deviance |\n|---|---|---|---|---|---|---|\n");
        for (Row row : rows) {
            text.append(String.format(
                    Locale.ROOT,
                    "| %s | %d | %s | %.5f | %.5f | %.5f | %.5f |%n",
                    row.offence(),
                    row.lead(),
                    row.model(),
                    row.mse(),
                    row.rmse(),
                    row.mae(),
                    row.poissonDeviance()));
        }
        return text.toString();
    }
}
