package nyc.crime.predict.scores;

import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * How many of the records fell into the small part of the city that a model called hottest.
 *
 * <p>Source: S. Chainey, L. Tompson, S. Uhlig, The utility of hotspot mapping for predicting spatial patterns of crime,
 * Security Journal 21, 2008: hit rate = hits ÷ records; prediction accuracy index = hit rate ÷ share of the area.
 */
public final class RankScores {

    /** Per cents of the city's cells that are called hot. */
    public static final List<Integer> PERCENTS = List.of(1, 5, 10, 20);

    private final int[] hotCells;
    private final long[] hits = new long[PERCENTS.size()];
    private final int cells;
    private long records;

    /**
     * @param cells cells of the city
     */
    public RankScores(int cells) {
        this.cells = cells;
        this.hotCells = PERCENTS.stream()
                .mapToInt(percent -> Math.max(1, Math.round(cells * percent / 100f)))
                .toArray();
    }

    /**
     * Adds a day. Of cells that are expected to have the same, the first counts as hotter.
     *
     * @param actual records of each of the city's cells
     * @param expected what was expected of each
     */
    public void add(int[] actual, double[] expected) {
        int[] order = IntStream.range(0, cells)
                .boxed()
                .sorted(Comparator.comparingDouble(cell -> -expected[cell]))
                .mapToInt(Integer::intValue)
                .toArray();
        long sum = 0;
        int next = 0;
        for (int rank = 0; rank < cells; rank++) {
            sum += actual[order[rank]];
            while (next < hotCells.length && rank + 1 == hotCells[next]) {
                hits[next++] += sum;
            }
        }
        records += Arrays.stream(actual).asLongStream().sum();
    }

    /** The share of the records in the hottest cells, by per cent of the cells. */
    public Map<String, Double> hitRate() {
        Map<String, Double> rates = new LinkedHashMap<>();
        for (int i = 0; i < hits.length; i++) {
            rates.put(String.valueOf(PERCENTS.get(i)), records == 0 ? 0.0 : hits[i] / (double) records);
        }
        return rates;
    }

    /** The hit rate over the share of the cells, by per cent of the cells; 1 is chance. */
    public Map<String, Double> pai() {
        Map<String, Double> index = hitRate();
        for (int i = 0; i < hotCells.length; i++) {
            int hot = hotCells[i];
            index.computeIfPresent(String.valueOf(PERCENTS.get(i)), (percent, rate) -> rate * cells / hot);
        }
        return index;
    }
}
