package nyc.crime.grid.hotspots;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Hot and cold spots of the last of some months, and how they came about. In every month each cell's Gi* is tested
 * (two-sided) and corrected for false discoveries over all cells of the city; the trend is the Mann-Kendall test of the
 * cell's Gi* over the months.
 */
public final class HotSpots {

    private HotSpots() {}

    /**
     * A cell that is, or mostly was, a hot or cold spot.
     *
     * @param cell number of the cell
     * @param count records of the last month
     * @param z Gi* of the last month
     * @param p its two-sided p-value
     * @param q its p-value after correction
     * @param hot true for a hot spot, false for a cold one
     * @param now true if it is one in the last month
     * @param monthsSignificant months in which it is one
     * @param pattern how it came about
     * @param trend of Gi* over the months
     */
    public record Spot(
            int cell,
            int count,
            double z,
            double p,
            double q,
            boolean hot,
            boolean now,
            int monthsSignificant,
            Pattern pattern,
            MannKendall trend) {}

    /**
     * @param months counts per cell and month, oldest month first
     * @param in which cells are in the city
     * @param cols cells in a row
     * @param alpha rate of false discoveries, and level of the trend test
     * @return spots in the order of cells
     */
    public static List<Spot> find(List<int[]> months, boolean[] in, int cols, double alpha) {
        GetisOrd statistic = new GetisOrd(in, cols);
        int[] cells = IntStream.range(0, in.length).filter(cell -> in[cell]).toArray();
        int steps = months.size();
        double[][] z = new double[steps][];
        double[][] p = new double[steps][];
        double[][] q = new double[steps][];
        for (int m = 0; m < steps; m++) {
            double[] scores = statistic.scores(months.get(m));
            z[m] = IntStream.of(cells).mapToDouble(cell -> scores[cell]).toArray();
            p[m] = Arrays.stream(z[m]).map(Normal::twoSided).toArray();
            q[m] = FalseDiscovery.adjust(p[m]);
        }
        List<Spot> spots = new ArrayList<>();
        int last = steps - 1;
        for (int i = 0; i < cells.length; i++) {
            double[] series = new double[steps];
            boolean[] hot = new boolean[steps];
            boolean[] cold = new boolean[steps];
            for (int m = 0; m < steps; m++) {
                series[m] = z[m][i];
                hot[m] = q[m][i] <= alpha && z[m][i] > 0;
                cold[m] = q[m][i] <= alpha && z[m][i] < 0;
            }
            MannKendall trend = MannKendall.of(series);
            int direction = trend.p() <= alpha ? Integer.signum(trend.s()) : 0;
            Pattern asHot = Pattern.of(hot, cold, direction);
            Pattern asCold = Pattern.of(cold, hot, -direction);
            boolean isHot = asHot != Pattern.NONE;
            if (isHot || asCold != Pattern.NONE) {
                boolean[] significant = isHot ? hot : cold;
                spots.add(new Spot(
                        cells[i],
                        months.get(last)[cells[i]],
                        z[last][i],
                        p[last][i],
                        q[last][i],
                        isHot,
                        significant[last],
                        (int) IntStream.range(0, steps)
                                .filter(m -> significant[m])
                                .count(),
                        isHot ? asHot : asCold,
                        trend));
            }
        }
        return spots;
    }
}
