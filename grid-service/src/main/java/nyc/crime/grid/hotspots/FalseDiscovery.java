package nyc.crime.grid.hotspots;

import java.util.Comparator;
import java.util.stream.IntStream;

/** The false-discovery correction of Benjamini and Hochberg (1995). */
public final class FalseDiscovery {

    private FalseDiscovery() {}

    /**
     * @param p p-values of all tests
     * @return q-values in the same order: the least rate of false discoveries at which each test counts as one
     */
    public static double[] adjust(double[] p) {
        int[] order = IntStream.range(0, p.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> p[i]))
                .mapToInt(Integer::intValue)
                .toArray();
        double[] q = new double[p.length];
        double least = 1;
        for (int rank = p.length; rank >= 1; rank--) {
            int test = order[rank - 1];
            least = Math.min(least, p[test] * p.length / rank);
            q[test] = least;
        }
        return q;
    }
}
