package nyc.crime.predict.scoreboard;

import java.util.Arrays;
import java.util.Optional;

import io.quarkus.runtime.annotations.RegisterForReflection;

import nyc.crime.predict.forecast.Forecast;
import nyc.crime.predict.forecast.ForecastModel;
import nyc.crime.predict.scores.CountDistribution;
import nyc.crime.predict.scores.FactorVariance;
import nyc.crime.predict.scores.PointScores;
import nyc.crime.predict.scores.RankScores;

/** One model's errors over the days of an {@link Evaluation}. */
public final class ModelErrors {

    private static final double[] NOMINAL = {0.5, 0.9};

    /** Share of days or cells inside the central half and the central nine tenths of what was forecast. */
    @RegisterForReflection
    public record Coverage(double p50, double p90) {}

    private final Observed observed;
    private final Forecast.Model made;
    private final PointScores scores = new PointScores();
    private final PointScores[] byDay;
    private final RankScores ranks;
    private final double[] cityExpected;
    private final double[] cityLow;
    private final double[] cityHigh;
    private final double[] sumByCell;
    private final double[] absoluteByCell;
    private final double[] squareByCell;
    private float[] errors;
    private ErrorDistribution distribution;
    private final double[] insideCell = new double[2];
    private final double[] insidePrecinct = new double[2];
    private final double[] insideCity = new double[2];
    private final double[] insideFortnight = new double[2];
    private int fortnights;
    private double crps;

    ModelErrors(Observed observed, Forecast.Model made) {
        int days = observed.days();
        int cells = observed.cells().length;
        this.observed = observed;
        this.made = made;
        this.byDay = new PointScores[days];
        this.ranks = new RankScores(cells);
        this.cityExpected = new double[days];
        this.cityLow = new double[days];
        this.cityHigh = new double[days];
        this.sumByCell = new double[cells];
        this.absoluteByCell = new double[cells];
        this.squareByCell = new double[cells];
        this.errors = new float[days * cells];
    }

    /**
     * Adds one day.
     *
     * @param rates what was expected of each cell of the grid
     * @param variance of the factor that all cells of the day share
     */
    void add(int day, float[] rates, FactorVariance variance) {
        double factorVariance = variance.all();
        int[] cells = observed.cells();
        int[] actual = observed.byCell()[day];
        double[] expected = new double[cells.length];
        byDay[day] = new PointScores();
        for (int i = 0; i < cells.length; i++) {
            expected[i] = rates[cells[i]];
            int count = actual[i];
            double error = expected[i] - count;
            byDay[day].add(count, expected[i]);
            sumByCell[i] += expected[i];
            absoluteByCell[i] += Math.abs(error);
            squareByCell[i] += error * error;
            errors[day * cells.length + i] = (float) error;
            CountDistribution cell =
                    new CountDistribution(Math.max(expected[i], PointScores.LEAST_RATE), factorVariance);
            crps += cell.crps(count);
            for (int k = 0; k < NOMINAL.length; k++) {
                insideCell[k] += cell.insideCentral(count, NOMINAL[k]);
            }
        }
        scores.add(byDay[day]);
        ranks.add(actual, expected);
        double total = Arrays.stream(expected).sum();
        CountDistribution city = new CountDistribution(total, factorVariance);
        cityExpected[day] = total;
        cityLow[day] = city.quantile(0.05);
        cityHigh[day] = city.quantile(0.95);
        addInside(insideCity, city, Arrays.stream(actual).sum());
        double[] sums = observed.precincts().get(day).sums(rates);
        for (int place = 0; place < sums.length; place++) {
            addInside(
                    insidePrecinct,
                    new CountDistribution(sums[place], factorVariance),
                    observed.byPrecinct()[day][place]);
        }
    }

    private static void addInside(double[] inside, CountDistribution distribution, int count) {
        for (int k = 0; k < NOMINAL.length; k++) {
            double tail = (1 - NOMINAL[k]) / 2;
            inside[k] += count >= distribution.quantile(tail) && count <= distribution.quantile(1 - tail) ? 1 : 0;
        }
    }

    /** The model. */
    public ForecastModel model() {
        return made.id();
    }

    /** What made the forecasts: the model's version with the days that it learnt from. */
    public Forecast.Model made() {
        return made;
    }

    /** Scores over all cells and days. */
    public PointScores scores() {
        return scores;
    }

    /** Scores of one day. */
    public PointScores scores(int day) {
        return byDay[day];
    }

    /** Hit rate and prediction accuracy index. */
    public RankScores ranks() {
        return ranks;
    }

    /** Mean continuous ranked probability score of a cell's day, in records. */
    public double crps() {
        return crps / scores.n();
    }

    /** Coverage of single cells' randomised intervals. */
    public Coverage cellCoverage() {
        return new Coverage(insideCell[0] / scores.n(), insideCell[1] / scores.n());
    }

    /** Coverage of the city's intervals. */
    public Coverage cityCoverage() {
        return new Coverage(insideCity[0] / observed.days(), insideCity[1] / observed.days());
    }

    /** Adds the city's total of a fortnight, forecast from one origin. */
    void addFortnight(CountDistribution total, int actual) {
        addInside(insideFortnight, total, actual);
        fortnights++;
    }

    /** Coverage of the intervals of the city's totals of a fortnight; none where the window is shorter. */
    public Optional<Coverage> fortnightCoverage() {
        return fortnights == 0
                ? Optional.empty()
                : Optional.of(new Coverage(insideFortnight[0] / fortnights, insideFortnight[1] / fortnights));
    }

    /** Coverage of the precincts' intervals. */
    public Coverage precinctCoverage() {
        double n = observed.precincts().stream()
                .mapToInt(places -> places.list().size())
                .sum();
        return new Coverage(insidePrecinct[0] / n, insidePrecinct[1] / n);
    }

    /** The city's expected records of each day. */
    public double[] cityExpected() {
        return cityExpected;
    }

    /** The 5 % quantile of the city's records of each day. */
    public double[] cityLow() {
        return cityLow;
    }

    /** The 95 % quantile of the city's records of each day. */
    public double[] cityHigh() {
        return cityHigh;
    }

    /** Mean expected records a day of each cell. */
    public double[] expectedByCell() {
        return observed.means(sumByCell);
    }

    /** Mean absolute error of each cell. */
    public double[] absoluteByCell() {
        return observed.means(absoluteByCell);
    }

    /** Mean squared error of each cell. */
    public double[] squareByCell() {
        return observed.means(squareByCell);
    }

    /** How the errors of all cells and days spread. */
    public ErrorDistribution distribution() {
        return distribution;
    }

    /** After the last day: what is kept for hours holds no error of a single cell and day. */
    void finish() {
        distribution = ErrorDistribution.of(errors);
        errors = null;
    }
}
