package nyc.crime.training.evaluation;

import java.util.Arrays;
import java.util.Locale;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * By how much one forecast's score is above another's on the same days, and between which bounds chance puts it. Days that
 * follow each other are alike, so whole weeks are drawn.
 *
 * <p>Source: H. R. Künsch, The jackknife and the bootstrap for general stationary observations, Annals of Statistics 17,
 * 1989, with the blocks' circle of D. N. Politis and J. P. Romano, 1992.
 *
 * @param mean the difference, averaged over the days
 * @param low 2.5 % of the bootstrap's means are below
 * @param high 2.5 % are above; a difference whose bounds have one sign is more than chance
 */
public record PairedDifference(double mean, double low, double high) {

    private static final int BLOCK = 7;
    private static final int DRAWS = 10_000;
    private static final int TAIL = DRAWS / 40;

    /**
     * Compares. All chance is seeded.
     *
     * @param scores of each day
     * @param others the other forecast's, of the same days
     */
    static PairedDifference of(double[] scores, double[] others) {
        int n = scores.length;
        double[] differences = IntStream.range(0, n)
                .mapToDouble(day -> scores[day] - others[day])
                .toArray();
        Random random = new Random(1);
        double[] means = new double[DRAWS];
        for (int draw = 0; draw < DRAWS; draw++) {
            int day = 0;
            for (int i = 0; i < n; i++) {
                day = i % BLOCK == 0 ? random.nextInt(n) : (day + 1) % n;
                means[draw] += differences[day] / n;
            }
        }
        Arrays.sort(means);
        return new PairedDifference(
                Arrays.stream(differences).average().orElseThrow(), means[TAIL], means[DRAWS - 1 - TAIL]);
    }

    /** {@code -0.00012 (-0.00020 to -0.00004)}. */
    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%+.5f (%+.5f to %+.5f)", mean, low, high);
    }
}
