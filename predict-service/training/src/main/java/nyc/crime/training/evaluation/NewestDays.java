package nyc.crime.training.evaluation;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import nyc.crime.predict.baseline.Baseline;
import nyc.crime.predict.counts.DailyCounts;
import nyc.crime.predict.counts.Mask;
import nyc.crime.predict.scores.PointScores;

/**
 * What to make of the newest days, of which late reports are still missing: forecasts of the four weeks after the last
 * published day by climatology, from counts as they were known at past publications, scored by what became of the days.
 *
 * @param rows one for each publication but the first, and use
 */
public record NewestDays(List<Row> rows) {

    private static final int DAYS = 28;
    /** Reports that come later than this are not worth a correction. */
    private static final int OLDEST = 120;

    private static final int SMOOTHED = 3;
    /** Corrected counts are fractions; so many parts of one are told apart. */
    private static final int PARTS = 50;

    /** What is done with the days after the last complete one. */
    public enum Use {
        /** The origin is the last complete day. */
        LEFT_OUT("left out"),
        /** The origin is the last published day. */
        TAKEN_AS_THEY_ARE("taken as they are"),
        /** The same, each day divided by the share of it that is known at its age. */
        CORRECTED("corrected by the delays");

        private final String words;

        Use(String words) {
            this.words = words;
        }
    }

    /**
     * Counts as they were known when they were published.
     *
     * @param counts up to the last published day
     * @param complete the last day that late reports hardly changed any more, as it was told then
     */
    public record State(DailyCounts counts, LocalDate complete) {}

    /**
     * Scores of the four weeks after a publication's last day.
     *
     * @param scores over all cells and days
     * @param expected records in the city
     * @param actual records in the city
     */
    public record Row(
            LocalDate published, LocalDate complete, Use use, PointScores scores, double expected, long actual) {}

    /**
     * Scores each use at each publication but the first, from which the first delays are learnt: what a publication lacked
     * is known as soon as the next one is there.
     *
     * @param states oldest first, with the same first day as the truth, one group each
     * @param truth counts that late reports do not change any more
     * @throws IllegalArgumentException if the truth ends before the weeks that are scored
     */
    public static NewestDays of(List<State> states, DailyCounts truth, Mask mask) {
        List<Row> rows = new ArrayList<>();
        for (int i = 1; i < states.size(); i++) {
            State state = states.get(i);
            DailyCounts counts = state.counts;
            if (truth.last().isBefore(counts.last().plusDays(DAYS))) {
                throw new IllegalArgumentException("the counts end before %s, four weeks after %s"
                        .formatted(counts.last().plusDays(DAYS), counts.last()));
            }
            double[] known = known(states.get(i - 1).counts, counts);
            rows.add(row(state, Use.LEFT_OUT, counts, counts.day(state.complete), 1, truth, mask));
            rows.add(row(state, Use.TAKEN_AS_THEY_ARE, counts, counts.days() - 1, 1, truth, mask));
            rows.add(row(state, Use.CORRECTED, corrected(counts, known), counts.days() - 1, PARTS, truth, mask));
        }
        return new NewestDays(rows);
    }

    private static Row row(
            State state, Use use, DailyCounts counts, int origin, int parts, DailyCounts truth, Mask mask) {
        PointScores scores = new PointScores();
        double expected = 0;
        long actual = 0;
        int after = state.counts.days();
        for (int day = after; day < after + DAYS; day++) {
            float[] rates = Baseline.CLIMATOLOGY.expected(counts, origin, day - origin);
            int[] records = truth.day(day);
            for (int cell : mask.cells()) {
                rates[cell] /= parts;
                expected += rates[cell];
                actual += records[cell];
            }
            scores.add(records, rates, mask);
        }
        return new Row(state.counts.last(), state.complete, use, scores, expected, actual);
    }

    /** By age in days before the last one: the share of a day's records that had been known at that age. */
    private static double[] known(DailyCounts before, DailyCounts since) {
        double[] share = new double[OLDEST];
        for (int age = 0; age < OLDEST; age++) {
            int day = before.days() - 1 - age;
            int from = Math.max(0, day - SMOOTHED);
            int to = Math.min(before.days(), day + SMOOTHED + 1);
            double then = total(before, from, to);
            double now = total(since, from, to);
            share[age] = then == 0 ? 1 : Math.min(1, then / now);
        }
        return share;
    }

    private static double total(DailyCounts counts, int from, int to) {
        double total = 0;
        for (int records : counts.sum(from, to, 1)) {
            total += records;
        }
        return total;
    }

    private static DailyCounts corrected(DailyCounts counts, double[] known) {
        int width = counts.width();
        int[] parts = new int[counts.values().length];
        for (int i = 0; i < parts.length; i++) {
            int age = counts.days() - 1 - i / width;
            parts[i] = (int) Math.round(PARTS * counts.values()[i] / (age < OLDEST ? known[age] : 1));
        }
        return DailyCounts.of(counts.first(), counts.days(), counts.rows(), counts.cols(), counts.groups(), parts);
    }

    /** The scores as a Markdown table, with the means over all publications. */
    public String markdown() {
        StringBuilder text = new StringBuilder(
                "| published through | complete through | days after it | MSE | Poisson deviance | forecast ÷ actual |\n"
                        + "|---|---|---|---|---|---|\n");
        Map<Use, PointScores> all = new EnumMap<>(Use.class);
        for (Row row : rows) {
            all.computeIfAbsent(row.use, use -> new PointScores()).add(row.scores);
            line(text, row.published + " | " + row.complete, row.use, row.scores)
                    .append(String.format(Locale.ROOT, "%.3f |%n", row.expected / row.actual));
        }
        all.forEach((use, scores) -> line(text, "all | ", use, scores).append("|\n"));
        return text.toString();
    }

    private static StringBuilder line(StringBuilder text, String days, Use use, PointScores scores) {
        return text.append(String.format(
                Locale.ROOT, "| %s | %s | %.5f | %.5f | ", days, use.words, scores.mse(), scores.poissonDeviance()));
    }
}
