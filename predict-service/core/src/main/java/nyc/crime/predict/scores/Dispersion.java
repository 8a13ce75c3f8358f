package nyc.crime.predict.scores;

/** How much more than Poisson a day's total varies: the variance v of a factor that all cells of a day share. */
public final class Dispersion {

    private double excess;
    private double squares;
    private double ratios;
    private int days;

    /** Adds a past day's total and what was expected of it. */
    public void add(double actual, double expected) {
        double error = actual - expected;
        excess += error * error - expected;
        squares += expected * expected;
        ratios += error * error / expected;
        days++;
    }

    /** The mean of (actual − expected)² ÷ expected; 1 where totals vary as Poisson's do. */
    public double overdispersion() {
        return ratios / days;
    }

    /** v by the method of moments, from Var = μ + v μ²; 0 where the totals vary no more than Poisson. */
    public double factorVariance() {
        return squares == 0 ? 0 : Math.max(0, excess / squares);
    }
}
