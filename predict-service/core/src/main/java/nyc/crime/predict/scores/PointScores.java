package nyc.crime.predict.scores;

import nyc.crime.predict.counts.Mask;

/**
 * Running scores of expected counts against the counts that came: mean squared error, mean absolute error and mean
 * Poisson deviance over all cells and days added. Zeros count like any other number.
 */
public final class PointScores {

    /**
     * Where a model expects less than this, it is scored as if it expected this. A cell without a record in a year is
     * expected to have none, and one record there would make the deviance infinite.
     */
    public static final double LEAST_RATE = 1e-4;

    private long n;
    private double squares;
    private double absolutes;
    private double deviances;

    /** Adds one cell of one day. */
    public void add(double actual, double expected) {
        double error = expected - actual;
        n++;
        squares += error * error;
        absolutes += Math.abs(error);
        deviances += poissonDeviance(actual, expected);
    }

    /**
     * Adds one day of a grid: the cells inside the mask.
     *
     * @param actual {@code [cells]}
     * @param expected {@code [cells]}
     */
    public void add(int[] actual, float[] expected, Mask mask) {
        for (int cell = 0; cell < actual.length; cell++) {
            if (mask.in()[cell]) {
                add(actual[cell], expected[cell]);
            }
        }
    }

    /** Adds what another has summed. */
    public void add(PointScores other) {
        n += other.n;
        squares += other.squares;
        absolutes += other.absolutes;
        deviances += other.deviances;
    }

    /** Cells × days added. */
    public long n() {
        return n;
    }

    /** Mean squared error. */
    public double mse() {
        return squares / n;
    }

    /** Root of the mean squared error. */
    public double rmse() {
        return Math.sqrt(mse());
    }

    /** Mean absolute error. */
    public double mae() {
        return absolutes / n;
    }

    /** Mean Poisson deviance. */
    public double poissonDeviance() {
        return deviances / n;
    }

    /**
     * Poisson deviance of one count: {@code 2 (y ln(y / μ) − (y − μ))}, μ at least {@link #LEAST_RATE}.
     *
     * @param actual y, at least 0
     * @param expected μ
     */
    public static double poissonDeviance(double actual, double expected) {
        double rate = Math.max(expected, LEAST_RATE);
        double surprise = actual == 0 ? 0 : actual * Math.log(actual / rate);
        return 2 * (surprise - (actual - rate));
    }
}
