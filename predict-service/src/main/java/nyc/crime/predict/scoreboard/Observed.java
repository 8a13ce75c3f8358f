package nyc.crime.predict.scoreboard;

import java.util.Arrays;
import java.util.List;

import nyc.crime.predict.forecast.Places;
import nyc.crime.predict.scores.NoiseFloor;
import nyc.crime.predict.scores.PointScores;

/**
 * What came on the days of a window.
 *
 * @param cells the city's cells, row-major indices of the grid
 * @param byCell records {@code [days][cells]}
 * @param precincts the precincts of each day, as the days before its month knew them
 * @param byPrecinct records {@code [days][precincts]}, in the order of that day's precincts
 */
public record Observed(int[] cells, int[][] byCell, List<Places> precincts, int[][] byPrecinct) {

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

    /** What chance alone leaves of a forecast's error. */
    public NoiseFloor noiseFloor() {
        return NoiseFloor.of(byCell);
    }

    /** Sums over the window as means of its days. */
    double[] means(double[] sums) {
        return Arrays.stream(sums).map(sum -> sum / days()).toArray();
    }
}
