package nyc.crime.predict.baseline;

/**
 * How a level moves with the season: from the level of the days up to an origin to that of a later day, as a year before.
 * The ratio of the three weeks around the target day to the four weeks up to the origin, both 52 weeks before, is drawn
 * towards 1 by what chance there is in it.
 *
 * <p>The share of the logarithm that is kept is signal ÷ (signal + noise). The signal is the variance of a season between
 * two days: none between neighbours, most half a year apart. The noise is the chance in the records of both windows and
 * what one year has that the next has not. Their sizes were learnt from the city's daily totals of 2006 to 2014, of four
 * felonies each and together ({@code trainer season} learns and prints them).
 */
public final class Season {

    /** From a day to the same weekday a year before. */
    public static final int YEAR = 364;
    /** Days up to the origin whose level is moved. */
    public static final int LEVEL = 28;
    /** Days before and after the target day that tell its level a year before. */
    public static final int AROUND = 10;
    /** What was learnt, see {@link Shrinkage}. */
    public static final Shrinkage LEARNT = new Shrinkage(0.01, 0.001, 1, 0.0005);

    private static final double DAYS_OF_YEAR = 365.25;

    /**
     * How far a ratio is trusted; variances are of logarithms.
     *
     * @param season variance of the yearly wave
     * @param other variance of what else moves a level and comes again after a year
     * @param dispersion variance ÷ mean of the records in a window
     * @param year variance of what one year has that the next has not
     */
    public record Shrinkage(double season, double other, double dispersion, double year) {

        /**
         * The factor from the level up to the origin to that of the target day.
         *
         * @param around records of the days around the target a year before
         * @param before records of the level's days a year before
         * @param lead days from the origin to the target
         */
        public double factor(double around, double before, int lead) {
            if (around == 0 || before == 0) {
                return 1;
            }
            double between = lead + (LEVEL - 1) / 2.0;
            double signal = season * (1 - Math.cos(2 * Math.PI * between / DAYS_OF_YEAR)) + other;
            double noise = dispersion * (1 / around + 1 / before) + year;
            double ratio = around / (2 * AROUND + 1) / (before / LEVEL);
            return Math.pow(ratio, signal / (signal + noise));
        }
    }

    private Season() {}

    /** Whether the data go back far enough from an origin to know the season. */
    public static boolean isKnown(int origin) {
        return origin - YEAR - LEVEL + 1 >= 0;
    }

    /** Records between two days, from the first up to, not including, the second. */
    public interface Records {
        double between(int from, int to);
    }

    /**
     * The factor from the level of the days up to an origin to that of a target day; 1 where the year before is not known.
     *
     * @param origin index of the origin in the records
     * @param lead 1 to {@link nyc.crime.predict.inputs.ModelInputs#MAX_LEAD}
     */
    public static double factor(int origin, int lead, Records records) {
        if (!isKnown(origin)) {
            return 1;
        }
        int target = origin + lead - YEAR;
        int end = origin - YEAR + 1;
        return LEARNT.factor(
                records.between(target - AROUND, target + AROUND + 1), records.between(end - LEVEL, end), lead);
    }
}
