package nyc.crime.training.evaluation;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

import nyc.crime.predict.baseline.Baseline;
import nyc.crime.predict.baseline.Season;
import nyc.crime.predict.baseline.Season.Shrinkage;
import nyc.crime.predict.counts.DailyCounts;
import nyc.crime.predict.scores.CityForecasts;
import nyc.crime.predict.scores.Dispersion;
import nyc.crime.predict.scores.FactorVariance;
import nyc.crime.predict.scores.PointScores;

/**
 * What many years of a city's daily totals say of its levels: how far to trust the season, how far a level drifts away
 * with the lead, and whether the intervals made of both hold. {@link Season} and {@link FactorVariance} hold what was learnt.
 */
public final class SeasonStudy {

    /** Days from the last known one to the forecast one. */
    public static final List<Integer> LEADS = List.of(1, 7, 14, 30, 60, 90, 120, 150);

    private static final int FORTNIGHT = 14;
    private static final double INTERVAL = 0.9;
    /** Two years of history come before the first day that is forecast. */
    private static final int FIRST_DAY = 800;

    private static final Shrinkage NONE = new Shrinkage(0, 0, 1, 1);
    private static final Shrinkage WHOLE = new Shrinkage(1, 1, 0, 0);

    private final List<int[]> series;
    private final LocalDate first;
    /** By series and lead, for each day: the level without the season, and the season's two windows. */
    private final List<List<Day[]>> days = new ArrayList<>();

    private record Day(int actual, double level, double around, double before) {

        double expected(Shrinkage shrinkage, int lead) {
            return level * shrinkage.factor(around, before, lead);
        }
    }

    /**
     * @param series daily totals, of single offences and, first, of all together
     * @param first date of their first day
     */
    public SeasonStudy(List<int[]> series, LocalDate first) {
        this.series = series;
        this.first = first;
        for (int[] totals : series) {
            days.add(LEADS.stream().map(lead -> days(totals, lead)).toList());
        }
    }

    private Day[] days(int[] totals, int lead) {
        DailyCounts counts = DailyCounts.of(first, totals.length, 1, 1, List.of(DailyCounts.ALL), totals);
        return IntStream.range(FIRST_DAY, totals.length)
                .mapToObj(day -> {
                    int origin = day - lead;
                    double[] windows = new double[2];
                    double season = Season.factor(origin, lead, (from, to) -> {
                        double sum =
                                IntStream.range(from, to).map(i -> totals[i]).sum();
                        windows[to - from == Season.LEVEL ? 1 : 0] = sum;
                        return sum;
                    });
                    double level = Baseline.CLIMATOLOGY.expected(counts, origin, lead)[0] / season;
                    return new Day(totals[day], level, windows[0], windows[1]);
                })
                .toArray(Day[]::new);
    }

    /** The shrinkage under which the deviances of all series and leads fall most, relative to those without a season. */
    public Shrinkage learn() {
        Shrinkage best = null;
        double least = Double.POSITIVE_INFINITY;
        for (double season : new double[] {0.003, 0.005, 0.01, 0.02}) {
            for (double other : new double[] {0, 0.0005, 0.001}) {
                for (double dispersion : new double[] {1, 2, 3, 4}) {
                    for (double year : new double[] {0, 0.0005, 0.001, 0.002}) {
                        Shrinkage shrinkage = new Shrinkage(season, other, dispersion, year);
                        double sum = sum(shrinkage);
                        if (sum < least) {
                            least = sum;
                            best = shrinkage;
                        }
                    }
                }
            }
        }
        return best;
    }

    private double sum(Shrinkage shrinkage) {
        double sum = 0;
        for (int s = 0; s < series.size(); s++) {
            for (int l = 0; l < LEADS.size(); l++) {
                sum += deviance(s, l, shrinkage) / deviance(s, l, NONE);
            }
        }
        return sum;
    }

    /** Mean Poisson deviance of a day's total. */
    private double deviance(int s, int l, Shrinkage shrinkage) {
        double sum = 0;
        Day[] known = days.get(s).get(l);
        for (Day day : known) {
            sum += PointScores.poissonDeviance(day.actual, day.expected(shrinkage, LEADS.get(l)));
        }
        return sum / known.length;
    }

    /** Deviance of the first series without, with the whole, and with the shrunk season. */
    public double[] deviances(int lead, Shrinkage shrinkage) {
        int l = LEADS.indexOf(lead);
        return new double[] {deviance(0, l, NONE), deviance(0, l, WHOLE), deviance(0, l, shrinkage)};
    }

    /** The variances of the factor of a day and of a fortnight that begins at a lead, of the first series. */
    public double[] factorVariances(int lead) {
        int[] totals = series.get(0);
        DailyCounts counts = DailyCounts.of(first, totals.length, 1, 1, List.of(DailyCounts.ALL), totals);
        Dispersion ofDays = new Dispersion();
        Dispersion ofFortnights = new Dispersion();
        for (int origin = FIRST_DAY; origin + lead + FORTNIGHT <= totals.length; origin++) {
            double expected = 0;
            int actual = 0;
            for (int day = lead; day < lead + FORTNIGHT; day++) {
                double one = Baseline.CLIMATOLOGY.expected(counts, origin, day)[0];
                ofDays.add(totals[origin + day], one);
                expected += one;
                actual += totals[origin + day];
            }
            ofFortnights.add(actual, expected);
        }
        return new double[] {ofDays.factorVariance(), ofFortnights.factorVariance()};
    }

    /**
     * How much of what came lay within the 90 % intervals of the city's total that climatology would have had.
     *
     * @param all the share of it, 0 to 1
     * @param low the share in a quarter, below which one of twenty quarters stays
     * @param high the same, above which one of twenty goes
     */
    public record Coverage(double all, double low, double high) {

        private static Coverage of(Map<LocalDate, List<Double>> byQuarter) {
            double[] quarters = byQuarter.values().stream()
                    .mapToDouble(Coverage::mean)
                    .sorted()
                    .toArray();
            return new Coverage(
                    mean(byQuarter.values().stream().flatMap(List::stream).toList()),
                    quarters[quarters.length / 20],
                    quarters[quarters.length - 1 - quarters.length / 20]);
        }

        private static double mean(List<Double> shares) {
            return shares.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
        }
    }

    /**
     * The coverage of totals of the first series, of one forecast from each day.
     *
     * @param days whose total is forecast, the first of them at the lead
     */
    public Coverage coverage(int lead, int days) {
        int[] totals = series.get(0);
        DailyCounts counts = DailyCounts.of(first, totals.length, 1, 1, List.of(DailyCounts.ALL), totals);
        CityForecasts city = new CityForecasts(
                totals, FIRST_DAY, (origin, ahead) -> Baseline.CLIMATOLOGY.expected(counts, origin, ahead)[0]);
        Map<LocalDate, List<Double>> byQuarter = new TreeMap<>();
        int known = FIRST_DAY + CityForecasts.RESIDUAL_DAYS + FactorVariance.NEAR_LEAD;
        for (int origin = known; origin + lead + days <= totals.length; origin++) {
            int actual = IntStream.range(origin + lead, origin + lead + days)
                    .map(day -> totals[day])
                    .sum();
            LocalDate month = first.plusDays(origin + lead).withDayOfMonth(1);
            byQuarter
                    .computeIfAbsent(month.minusMonths((month.getMonthValue() - 1) % 3), quarter -> new ArrayList<>())
                    .add(city.total(origin, lead, days).insideCentral(actual, INTERVAL));
        }
        return Coverage.of(byQuarter);
    }

    private static String percent(Coverage coverage) {
        return String.format(
                Locale.ROOT, "%.1f | %.0f to %.0f", 100 * coverage.all, 100 * coverage.low, 100 * coverage.high);
    }

    /** All tables as Markdown. */
    public String markdown(Shrinkage shrinkage) {
        StringBuilder text = new StringBuilder(
                "Learnt: %s%n%n| lead | no season | whole season | shrunk | variance of a day | of a fortnight | shared |%n|---|---|---|---|---|---|---|%n"
                        .formatted(shrinkage));
        for (int lead : LEADS) {
            double[] deviances = deviances(lead, shrinkage);
            double[] variances = factorVariances(lead);
            text.append(String.format(
                    Locale.ROOT,
                    "| %d | %.3f | %.3f | %.3f | %.5f | %.5f | %.5f |%n",
                    lead,
                    deviances[0],
                    deviances[1],
                    deviances[2],
                    variances[0],
                    variances[1],
                    (variances[1] - variances[0] / FORTNIGHT) / (1 - 1.0 / FORTNIGHT)));
        }
        text.append(
                "%n%% of totals in the 90 %% interval%n%n| lead | days | in 9 of 10 quarters | fortnights | in 9 of 10 quarters |%n|---|---|---|---|---|%n"
                        .formatted());
        for (int lead : LEADS) {
            text.append("| %d | %s | %s |%n"
                    .formatted(lead, percent(coverage(lead, 1)), percent(coverage(lead, FORTNIGHT))));
        }
        return text.toString();
    }
}
