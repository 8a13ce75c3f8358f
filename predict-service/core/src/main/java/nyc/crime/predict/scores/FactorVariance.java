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
    /** Days whose sums tell what days share. */
    public static final int FORTNIGHT = 14;

    /**
     * The variance by which a level drifts away in a day. From the errors of seasonal climatology on the city's totals of
     * 2006 to 2014: of one day 0.0066 in the fortnight after lead 1 and 0.0085 in that after lead 150; of a fortnight's total, less what chance in its single
     * days leaves of it, 0.0008 and 0.0025 ({@code trainer season} prints them).
     */
    private static final double DRIFT = 1.15e-5;
    /** The level's variance at the origin, beyond the chance in the four weeks that it is taken from. */
    private static final double LEVEL = 6e-4;

    /**
     * Of a day at a lead. What days share is at least what a good level's errors were over nine years, and more where the
     * model's own fortnights were further off: 91 days hold too few fortnights to believe in less. So the 90 % intervals of
     * fortnights would have covered 87 to 90 % of 2008 to 2019.
     *
     * @param days residuals of the model's own forecasts of days before the origin, at the lead or, beyond it, {@link #NEAR_LEAD}
     * @param fortnights of the sums of each {@link #FORTNIGHT} consecutive ones
     * @param level records that the level is taken from
     */
    public static FactorVariance of(Dispersion days, Dispersion fortnights, int lead, double level) {
        double drift = DRIFT * Math.max(0, lead - NEAR_LEAD);
        double all = days.factorVariance() + drift;
        double usual = LEVEL + DRIFT * lead + (level == 0 ? 0 : 1 / level);
        double apart = days.factorVariance() / FORTNIGHT;
        double own = drift + (fortnights.factorVariance() - apart) / (1 - 1.0 / FORTNIGHT);
        return new FactorVariance(all, Math.min(all, Math.max(usual, own)));
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
