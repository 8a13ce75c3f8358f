package nyc.crime.predict.scores;

/**
 * How much more than Poisson a day varies around its forecast: the variance of a factor of mean 1 that all cells of the
 * day share.
 *
 * @param all of one day
 * @param shared the part of it that all days of a forecast have together, because one level is behind them all
 */
public record FactorVariance(double all, double shared) {

    /** Up to this lead a model's own residuals are asked; beyond, they are few and hang together. */
    public static final int NEAR_LEAD = 14;

    /**
     * The variance by which a level drifts away in a day. From the errors of seasonal climatology on the city's totals of
     * 2006 to 2014: of one day 0.0071 at lead 7 and 0.0089 at lead 152; of a fortnight's total, less what chance in single
     * days leaves of it, 0.0008 and 0.0024.
     */
    private static final double DRIFT = 1.15e-5;
    /** The level's variance at the origin, beyond the chance in the four weeks that it is taken from. */
    private static final double LEVEL = 6e-4;

    /**
     * Of a day at a lead.
     *
     * @param residuals of the model's own forecasts before the origin, at the lead or, beyond it, {@link #NEAR_LEAD}
     * @param level records that the level is taken from
     */
    public static FactorVariance of(Dispersion residuals, int lead, double level) {
        double all = residuals.factorVariance() + DRIFT * Math.max(0, lead - NEAR_LEAD);
        double shared = LEVEL + DRIFT * lead + (level == 0 ? 0 : 1 / level);
        return new FactorVariance(all, Math.min(all, shared));
    }

    /** Variance of the factor of the days' total. */
    public static double ofTotal(double[] means, FactorVariance[] days) {
        double total = 0;
        double variance = 0;
        for (int i = 0; i < means.length; i++) {
            total += means[i];
            for (int j = 0; j < means.length; j++) {
                variance += means[i] * means[j] * (i == j ? days[i].all : Math.min(days[i].shared, days[j].shared));
            }
        }
        return total == 0 ? 0 : variance / (total * total);
    }
}
