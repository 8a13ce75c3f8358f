package nyc.crime.predict.scoreboard;

import java.util.Arrays;

import nyc.crime.predict.forecast.Places;
import nyc.crime.predict.scores.CountDistribution;
import nyc.crime.predict.scores.PointScores;

/**
 * What came on the days of a window.
 *
 * @param cells the city's cells, row-major indices of the grid
 * @param byCell records {@code [days][cells]}
 * @param precincts the precincts, as the year before the window knew them
 * @param byPrecinct records {@code [days][precincts]}
 */
public record Observed(int[] cells, int[][] byCell, Places precincts, int[][] byPrecinct) {

    /** Days of the window. */
    public int days() {
        return byCell.length;
    }

    /** The city's records of each day. */
    public int[] cityByDay() {
        return Arrays.stream(byCell).mapToInt(day -> Arrays.stream(day).sum()).toArray();
    }

    /** Mean records a day of each of the city's cells. */
    public double[] meanByCell() {
        double[] sums = new double[cells.length];
        for (int[] day : byCell) {
            for (int i = 0; i < day.length; i++) {
                sums[i] += day[i];
            }
        }
        return means(sums);
    }

    /** Scores of the window's own mean of each cell, which no forecast can know. */
    public PointScores windowMean() {
        double[] means = meanByCell();
        PointScores scores = new PointScores();
        for (int[] day : byCell) {
            for (int i = 0; i < day.length; i++) {
                scores.add(day[i], means[i]);
            }
        }
        return scores;
    }

    /**
     * The squared error that remains when every cell's true rate is known and chance alone is left: a Poisson count
     * varies by its mean. The window's own means stand in for the rates.
     */
    public double noiseFloor() {
        return Arrays.stream(meanByCell()).average().orElse(0);
    }

    /** The Poisson deviance that remains when every cell's true rate is known; the window's means stand in for them. */
    public double noiseFloorDeviance() {
        return Arrays.stream(meanByCell())
                .map(Observed::expectedDeviance)
                .average()
                .orElse(0);
    }

    private static double expectedDeviance(double rate) {
        if (rate == 0) {
            return 0;
        }
        CountDistribution poisson = new CountDistribution(rate, 0);
        double sum = 0;
        double before = 0;
        for (int k = 0; before < 1 - 1e-12; k++) {
            double upTo = poisson.cumulative(k);
            sum += (upTo - before) * PointScores.poissonDeviance(k, rate);
            before = upTo;
        }
        return sum;
    }

    /** Sums over the window as means of its days. */
    double[] means(double[] sums) {
        return Arrays.stream(sums).map(sum -> sum / days()).toArray();
    }
}
