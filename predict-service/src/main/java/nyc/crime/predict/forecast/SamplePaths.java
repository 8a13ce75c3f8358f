package nyc.crime.predict.forecast;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Comparator;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

import nyc.crime.predict.scores.CountDistribution;
import nyc.crime.predict.scores.FactorVariance;

/**
 * Equally likely courses of one day. A path draws the city's count from its negative binomial and puts each record into
 * a cell with the cell's share of the rate: the same as Poisson cells under one shared gamma factor, because Poisson
 * counts of a known sum are multinomial. All places are summed from the same paths, so parts and wholes add up in each;
 * and the days of a forecast share a surprise in each path, so that their sum varies as much as it does in the city.
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

    /** The surprise of each path that all days of a forecast share: standard normal deviates. */
    public static double[] surprises(int paths, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] surprises = new double[paths];
        Arrays.setAll(surprises, path -> random.nextGaussian());
        return surprises;
    }

    /**
     * Draws paths, as many as there are surprises. Their city totals are the quantiles of its distribution, in the order
     * of a normal deviate that is the shared surprise in part.
     *
     * @param rates expected counts by cell, at least 0
     * @param variance of the factor that all cells share
     * @param surprises what the days of a forecast share
     * @param seed the same seed, rates, variance and surprises give the same paths
     */
    public static SamplePaths draw(float[] rates, FactorVariance variance, double[] surprises, long seed) {
        int paths = surprises.length;
        double mean = 0;
        for (float rate : rates) {
            mean += rate;
        }
        SplittableRandom random = new SplittableRandom(seed);
        CountDistribution city = new CountDistribution(mean, variance.all());
        int[] start = new int[paths + 1];
        int[] ranks = ranks(surprises, variance.shared() * mean / (1 + variance.all() * mean), random);
        for (int path = 0; path < paths; path++) {
            start[path + 1] = start[path] + (mean == 0 ? 0 : city.count((ranks[path] + 0.5) / paths));
        }
        short[] records = new short[start[paths]];
        AliasTable table = new AliasTable(rates, mean);
        for (int i = 0; i < records.length; i++) {
            records[i] = (short) table.draw(random);
        }
        return new SamplePaths(paths, seed, start, records);
    }

    /** Where each path's deviate stands among all, counted from 0. */
    private static int[] ranks(double[] surprises, double correlation, SplittableRandom random) {
        double[] deviates = new double[surprises.length];
        Arrays.setAll(
                deviates,
                path -> Math.sqrt(correlation) * surprises[path] + Math.sqrt(1 - correlation) * random.nextGaussian());
        int[] order = IntStream.range(0, deviates.length)
                .boxed()
                .sorted(Comparator.comparingDouble(path -> deviates[path]))
                .mapToInt(Integer::intValue)
                .toArray();
        int[] ranks = new int[order.length];
        for (int rank = 0; rank < order.length; rank++) {
            ranks[order[rank]] = rank;
        }
        return ranks;
    }

    /** The city's count in every path. */
    public int[] totals() {
        return IntStream.range(0, paths)
                .map(path -> start[path + 1] - start[path])
                .toArray();
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
