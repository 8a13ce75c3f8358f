package nyc.crime.predict.forecast;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.SplittableRandom;

import nyc.crime.predict.scores.CountDistribution;

/**
 * Equally likely courses of one day. A path draws the city's count from its negative binomial and puts each record into
 * a cell with the cell's share of the rate: the same as Poisson cells under one shared gamma factor, because Poisson
 * counts of a known sum are multinomial. All places are summed from the same paths, so parts and wholes add up in each.
 */
public final class SamplePaths {

    private final int paths;
    private final long seed;
    /** The cells of path p's records: {@code records[start[p] .. start[p + 1])}. */
    private final int[] start;

    private final short[] records;

    private SamplePaths(int paths, long seed, int[] start, short[] records) {
        this.paths = paths;
        this.seed = seed;
        this.start = start;
        this.records = records;
    }

    /**
     * Draws paths.
     *
     * @param rates expected counts by cell, at least 0
     * @param factorVariance variance of the factor that all cells share
     * @param paths how many
     * @param seed the same seed, rates and variance give the same paths
     */
    public static SamplePaths draw(float[] rates, double factorVariance, int paths, long seed) {
        double mean = 0;
        for (float rate : rates) {
            mean += rate;
        }
        SplittableRandom random = new SplittableRandom(seed);
        CountDistribution city = new CountDistribution(mean, factorVariance);
        int[] start = new int[paths + 1];
        for (int path = 0; path < paths; path++) {
            start[path + 1] = start[path] + (mean == 0 ? 0 : city.count(random.nextDouble()));
        }
        short[] records = new short[start[paths]];
        AliasTable table = new AliasTable(rates, mean);
        for (int i = 0; i < records.length; i++) {
            records[i] = (short) table.draw(random);
        }
        return new SamplePaths(paths, seed, start, records);
    }

    /** How many paths there are. */
    public int paths() {
        return paths;
    }

    /**
     * The counts of places in every path. Records of a cell that several places share are drawn apart by a random
     * sequence of their own, so that the cells' paths are the same whatever places are asked for.
     *
     * @return {@code [places][paths]}
     */
    public int[][] counts(Places places) {
        int[][] counts = new int[places.list().size()][paths];
        SplittableRandom random = new SplittableRandom(~seed);
        for (int path = 0; path < paths; path++) {
            for (int i = start[path]; i < start[path + 1]; i++) {
                int cell = records[i];
                int place = places.place(cell, places.isShared(cell) ? random.nextDouble() : 0);
                if (place >= 0) {
                    counts[place][path]++;
                }
            }
        }
        return counts;
    }

    /**
     * Quantiles of sampled counts, each count spread over the interval of one around it as in
     * {@link CountDistribution#quantile}.
     *
     * @param counts one place's count in every path
     * @param ps ascending probabilities
     */
    public static double[] quantiles(int[] counts, double... ps) {
        int most = Arrays.stream(counts).max().orElse(0);
        int[] histogram = new int[most + 1];
        for (int count : counts) {
            histogram[count]++;
        }
        double[] quantiles = new double[ps.length];
        double total = counts.length;
        int k = 0;
        int below = 0;
        for (int q = 0; q < ps.length; q++) {
            while (below + histogram[k] < ps[q] * total) {
                below += histogram[k++];
            }
            quantiles[q] = CountDistribution.spread(k, below / total, (below + histogram[k]) / total, ps[q]);
        }
        return quantiles;
    }

    /** Walker's alias method in Vose's form: a weighted draw in constant time. */
    private static final class AliasTable {

        private final double[] keep;
        private final int[] alias;

        AliasTable(float[] weights, double sum) {
            int n = weights.length;
            keep = new double[n];
            alias = new int[n];
            ArrayDeque<Integer> small = new ArrayDeque<>();
            ArrayDeque<Integer> large = new ArrayDeque<>();
            for (int i = 0; i < n; i++) {
                keep[i] = sum == 0 ? 1 : weights[i] * n / sum;
                alias[i] = i;
                (keep[i] < 1 ? small : large).add(i);
            }
            while (!small.isEmpty() && !large.isEmpty()) {
                int less = small.remove();
                int more = large.peek();
                alias[less] = more;
                keep[more] -= 1 - keep[less];
                if (keep[more] < 1) {
                    small.add(large.remove());
                }
            }
        }

        int draw(SplittableRandom random) {
            double at = random.nextDouble() * keep.length;
            int i = (int) at;
            return at - i < keep[i] ? i : alias[i];
        }
    }
}
