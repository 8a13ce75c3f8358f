package nyc.crime.predict.scoreboard;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * How errors, expected − actual, spread.
 *
 * @param counts errors between each of {@link #EDGES} and the next; the outer bins hold what is beyond them
 * @param mean of all
 * @param p05 their 5 % quantile; the others alike
 * @param least the lowest
 * @param most the highest
 */
public record ErrorDistribution(
        int[] counts,
        double mean,
        double p05,
        double p25,
        double p50,
        double p75,
        double p95,
        double least,
        double most) {

    /** Limits of the bins, in records. */
    public static final double[] EDGES =
            IntStream.rangeClosed(-24, 12).mapToDouble(i -> i / 4.0).toArray();

    /** {@code errors} is put in order. */
    static ErrorDistribution of(float[] errors) {
        Arrays.sort(errors);
        int[] counts = new int[EDGES.length - 1];
        double sum = 0;
        for (float error : errors) {
            sum += error;
            int bin = (int) Math.floor((error - EDGES[0]) / (EDGES[1] - EDGES[0]));
            counts[Math.max(0, Math.min(counts.length - 1, bin))]++;
        }
        return new ErrorDistribution(
                counts,
                sum / errors.length,
                at(errors, 0.05),
                at(errors, 0.25),
                at(errors, 0.5),
                at(errors, 0.75),
                at(errors, 0.95),
                errors[0],
                errors[errors.length - 1]);
    }

    private static double at(float[] sorted, double p) {
        return sorted[(int) Math.round(p * (sorted.length - 1))];
    }
}
