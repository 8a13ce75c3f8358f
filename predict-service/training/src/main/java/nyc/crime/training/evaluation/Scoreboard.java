package nyc.crime.training.evaluation;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

import nyc.crime.predict.counts.DailyCounts;
import nyc.crime.predict.counts.Mask;
import nyc.crime.predict.inputs.ModelInputs.Target;
import nyc.crime.predict.scores.PointScores;
import nyc.crime.predict.scores.RankScores;

/**
 * Rolling-origin scores: every day of a window is forecast from each lead's origin, by every model, on the same cells.
 *
 * @param from first day scored
 * @param to last day scored, inclusive
 * @param cells cells scored a day
 * @param reference the model that all are compared with
 * @param rows one for each model, lead and offence
 */
public record Scoreboard(LocalDate from, LocalDate to, int cells, String reference, List<Row> rows) {

    /**
     * Scores of a model at a lead.
     *
     * @param offence an offence or {@code ALL}
     * @param pai see {@link RankScores}
     * @param mseDifference the model's mean squared error minus the reference's, paired by day
     * @param devianceDifference the same of the Poisson deviance
     */
    public record Row(
            String model,
            int lead,
            String offence,
            double mse,
            double rmse,
            double mae,
            double poissonDeviance,
            Map<String, Double> pai,
            PairedDifference mseDifference,
            PairedDifference devianceDifference) {}

    /** A forecaster's scores of each day. */
    private record Scored(String model, List<PointScores> days, Map<String, Double> pai) {

        double[] by(ToDoubleFunction<PointScores> score) {
            return days.stream().mapToDouble(score).toArray();
        }

        Row row(int lead, String offence, Scored reference) {
            PointScores all = new PointScores();
            days.forEach(all::add);
            return new Row(
                    model,
                    lead,
                    offence,
                    all.mse(),
                    all.rmse(),
                    all.mae(),
                    all.poissonDeviance(),
                    pai,
                    PairedDifference.of(by(PointScores::mse), reference.by(PointScores::mse)),
                    PairedDifference.of(by(PointScores::poissonDeviance), reference.by(PointScores::poissonDeviance)));
        }
    }

    /**
     * Scores forecasters.
     *
     * @param reference the name of the one that all are compared with
     * @throws IllegalArgumentException if none of them has this name
     */
    public static Scoreboard of(
            List<? extends Forecaster> forecasters,
            String reference,
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
                int one = type;
                List<Scored> scored = forecasters.stream()
                        .map(forecaster -> scored(forecaster, targets, one, actual, mask))
                        .toList();
                Scored against = scored.stream()
                        .filter(other -> other.model.equals(reference))
                        .findFirst()
                        .orElseThrow(() -> new IllegalArgumentException("no model %s to compare with, only %s"
                                .formatted(
                                        reference,
                                        scored.stream().map(Scored::model).toList())));
                scored.forEach(model -> rows.add(model.row(lead, actual.groups().get(0), against)));
            }
        }
        return new Scoreboard(from, to, mask.count(), reference, rows);
    }

    private static Scored scored(Forecaster forecaster, List<Target> targets, int type, DailyCounts counts, Mask mask) {
        int[] cells = mask.cells();
        RankScores ranks = new RankScores(cells.length);
        List<PointScores> days = new ArrayList<>();
        List<float[]> expected = forecaster.expected(targets, type);
        for (int n = 0; n < expected.size(); n++) {
            int[] actual = counts.day(counts.day(targets.get(n).day()));
            float[] rates = expected.get(n);
            PointScores day = new PointScores();
            day.add(actual, rates, mask);
            days.add(day);
            ranks.add(
                    Arrays.stream(cells).map(cell -> actual[cell]).toArray(),
                    Arrays.stream(cells).mapToDouble(cell -> rates[cell]).toArray());
        }
        return new Scored(forecaster.name(), days, ranks.pai());
    }

    /** Each day of a window, forecast from a lead before it. */
    public static List<Target> targets(LocalDate from, LocalDate to, int lead) {
        return from.datesUntil(to.plusDays(1))
                .map(day -> new Target(day.minusDays(lead), lead))
                .toList();
    }

    /** The scores as a Markdown table. */
    public String markdown() {
        StringBuilder text =
                new StringBuilder("Every day from %s to %s, %d cells. Δ: minus %s's, with a 95 %% interval.%n%n"
                        .formatted(from, to, cells, reference));
        text.append("| offence | lead | model | MSE | RMSE | MAE | Poisson deviance | PAI 5 % | ΔMSE | Δdeviance |\n");
        text.append("|---|---|---|---|---|---|---|---|---|---|\n");
        for (Row row : rows) {
            text.append(String.format(
                    Locale.ROOT,
                    "| %s | %d | %s | %.5f | %.5f | %.5f | %.5f | %.2f | %s | %s |%n",
                    row.offence(),
                    row.lead(),
                    row.model(),
                    row.mse(),
                    row.rmse(),
                    row.mae(),
                    row.poissonDeviance(),
                    row.pai().get("5"),
                    row.mseDifference(),
                    row.devianceDifference()));
        }
        return text.toString();
    }
}
