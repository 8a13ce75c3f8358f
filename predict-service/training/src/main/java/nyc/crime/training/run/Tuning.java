package nyc.crime.training.run;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

import nyc.crime.predict.scores.PointScores;
import nyc.crime.training.data.GridData;

/**
 * Temporal cross-validation: in each split, settings learn from the days before a window and are scored on the window.
 * The windows follow each other and end before the validation days of training, which tuning never sees.
 */
public final class Tuning {

    private final GridData data;
    private final LocalDate before;
    private final int folds;
    private final int foldDays;
    private final PrintWriter progress;

    /**
     * A split.
     *
     * @param from first day scored; all earlier days are learnt from
     * @param to last day scored, inclusive
     */
    public record Fold(LocalDate from, LocalDate to) {}

    /** Mean scores of settings over the splits, at one day's lead. */
    public record Entry(int filters, double learningRate, double mse, double poissonDeviance) {}

    /** All settings, lowest Poisson deviance first. */
    public record Outcome(List<Fold> folds, List<Entry> entries) {

        /** The outcome as a Markdown table. */
        public String markdown() {
            StringBuilder text = new StringBuilder("Mean over the splits %s, lead 1.%n%n".formatted(folds));
            text.append("| filters | learning rate | MSE | Poisson deviance |\n|---|---|---|---|\n");
            for (Entry entry : entries) {
                text.append(String.format(
                        Locale.ROOT,
                        "| %d | %s | %.5f | %.5f |%n",
                        entry.filters(),
                        entry.learningRate(),
                        entry.mse(),
                        entry.poissonDeviance()));
            }
            return text.toString();
        }
    }

    /**
     * @param before first day that no split may touch
     * @param folds number of splits
     * @param foldDays days scored in each
     */
    public Tuning(GridData data, LocalDate before, int folds, int foldDays, PrintWriter progress) {
        this.data = data;
        this.before = before;
        this.folds = folds;
        this.foldDays = foldDays;
        this.progress = progress;
    }

    /** The splits, earliest first. */
    public List<Fold> folds() {
        List<Fold> all = new ArrayList<>();
        for (int fold = folds; fold > 0; fold--) {
            LocalDate from = before.minusDays((long) fold * foldDays);
            all.add(new Fold(from, from.plusDays(foldDays - 1L)));
        }
        return all;
    }

    /** Trains every pair of filters and learning rate on every split; the other settings stay. */
    public Outcome run(Settings settings, List<Integer> filters, List<Double> learningRates) throws IOException {
        List<Entry> entries = new ArrayList<>();
        for (int width : filters) {
            for (double rate : learningRates) {
                PointScores scores = new PointScores();
                for (Fold fold : folds()) {
                    progress.printf("filters %d, learning rate %s, %s to %s%n", width, rate, fold.from(), fold.to());
                    scores.add(new TrainingRun(
                                    new Samples(data.counts(), data.mask(), data.holidays(), fold.from(), fold.to()),
                                    data.mask(),
                                    settings.with(width, rate),
                                    progress)
                            .train(null)
                            .validation());
                }
                entries.add(new Entry(width, rate, scores.mse(), scores.poissonDeviance()));
            }
        }
        entries.sort(Comparator.comparingDouble(Entry::poissonDeviance));
        return new Outcome(folds(), entries);
    }
}
