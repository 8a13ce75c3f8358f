package nyc.crime.standin.sample;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.SplittableRandom;

/** Draws an index with given weights in constant time (Walker's alias method, as Vose built it). */
final class AliasTable {

    private final double[] threshold;
    private final int[] alias;

    AliasTable(double[] weights) {
        int n = weights.length;
        threshold = new double[n];
        alias = new int[n];
        double sum = 0;
        for (double weight : weights) {
            sum += weight;
        }
        Deque<Integer> small = new ArrayDeque<>();
        Deque<Integer> large = new ArrayDeque<>();
        for (int i = 0; i < n; i++) {
            threshold[i] = weights[i] * n / sum;
            alias[i] = i;
            (threshold[i] < 1 ? small : large).push(i);
        }
        while (!small.isEmpty() && !large.isEmpty()) {
            int less = small.pop();
            int more = large.pop();
            alias[less] = more;
            threshold[more] -= 1 - threshold[less];
            (threshold[more] < 1 ? small : large).push(more);
        }
        // what is left is 1 but for rounding
        small.forEach(i -> threshold[i] = 1);
        large.forEach(i -> threshold[i] = 1);
    }

    int draw(SplittableRandom random) {
        int i = random.nextInt(threshold.length);
        return random.nextDouble() < threshold[i] ? i : alias[i];
    }
}
