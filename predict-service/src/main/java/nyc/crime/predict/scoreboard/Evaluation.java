package nyc.crime.predict.scoreboard;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

import io.quarkus.runtime.annotations.RegisterForReflection;

import nyc.crime.predict.forecast.CountDistribution;
import nyc.crime.predict.forecast.ForecastModel;
import nyc.crime.predict.forecast.Places;
import nyc.crime.predict.forecast.RateSource;
import nyc.crime.predict.forecast.Subject;
import nyc.crime.predict.grid.ForecastGrid;

/**
 * Every model's errors over a window of days, each day forecast {@code lead} days ahead, on the same cells and days.
 * Everything that the scoreboard shows is read from here.
 */
public final class Evaluation {

    /** A window of target days and how far ahead they are forecast. */
    public record Window(Subject subject, LocalDate from, LocalDate to, int lead) {

        /** Days of the window. */
        public int days() {
            return (int) (to.toEpochDay() - from.toEpochDay()) + 1;
        }
    }

    private static final double[] NOMINAL = {0.5, 0.9};

    private final Window window;
    private final ForecastGrid grid;
    private final int[] cells;
    /** Records by day and cell of the city. */
    private final int[][] actual;

    private final List<ModelErrors> models = new ArrayList<>();
    private final List<RateSource.Missing> missing;
    private final List<String> notes;
    private final Places precincts;
    /** Records by day and precinct. */
    private final int[][] actualByPrecinct;

    /**
     * @param actual records {@code [days][cells of the grid]}
     * @param precincts the precincts, as the year before the window knew them
     * @param actualByPrecinct records {@code [days][precincts]}
     * @param missing models that are not scored, and why
     * @param notes what a reader has to know before believing the scores
     */
    Evaluation(
            Window window,
            ForecastGrid grid,
            int[][] actual,
            Places precincts,
            int[][] actualByPrecinct,
            List<RateSource.Missing> missing,
            List<String> notes) {
        this.window = window;
        this.missing = missing;
        this.notes = notes;
        this.grid = grid;
        this.cells = IntStream.range(0, grid.mask().in().length)
                .filter(cell -> grid.mask().in()[cell])
                .toArray();
        this.actual = Arrays.stream(actual).map(this::inCity).toArray(int[][]::new);
        this.precincts = precincts;
        this.actualByPrecinct = actualByPrecinct;
    }

    /** Share of days or cells inside the central half and the central nine tenths of what was forecast. */
    @RegisterForReflection
    public record Coverage(double p50, double p90) {}

    /** One model's errors. */
    public final class ModelErrors {

        private final ForecastModel model;
        private final PointScores scores = new PointScores();
        private final PointScores[] byDay = new PointScores[window.days()];
        private final RankScores ranks = new RankScores(cells.length);
        private final double[] cityExpected = new double[window.days()];
        private final double[] cityLow = new double[window.days()];
        private final double[] cityHigh = new double[window.days()];
        private final double[] sumByCell = new double[cells.length];
        private final double[] absoluteByCell = new double[cells.length];
        private final double[] squareByCell = new double[cells.length];
        private final float[] errors = new float[window.days() * cells.length];
        private final double[] insideCell = new double[2];
        private final double[] insidePrecinct = new double[2];
        private final double[] insideCity = new double[2];
        private double crps;

        ModelErrors(ForecastModel model) {
            this.model = model;
        }

        /**
         * Adds one day.
         *
         * @param rates what was expected of each cell of the grid
         * @param factorVariance of the factor that all cells of the day share
         */
        void add(int day, float[] rates, double factorVariance) {
            double[] expected = new double[cells.length];
            byDay[day] = new PointScores();
            for (int i = 0; i < cells.length; i++) {
                expected[i] = rates[cells[i]];
                int count = actual[day][i];
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
            ranks.add(actual[day], expected);
            double total = Arrays.stream(expected).sum();
            CountDistribution city = new CountDistribution(total, factorVariance);
            cityExpected[day] = total;
            cityLow[day] = city.quantile(0.05);
            cityHigh[day] = city.quantile(0.95);
            addInside(insideCity, city, Arrays.stream(actual[day]).sum());
            double[] sums = precincts.sums(rates);
            for (int place = 0; place < sums.length; place++) {
                addInside(
                        insidePrecinct,
                        new CountDistribution(sums[place], factorVariance),
                        actualByPrecinct[day][place]);
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
            return model;
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
            return new Coverage(insideCity[0] / window.days(), insideCity[1] / window.days());
        }

        /** Coverage of the precincts' intervals. */
        public Coverage precinctCoverage() {
            double n = (double) window.days() * precincts.list().size();
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
            return means(sumByCell);
        }

        /** Mean absolute error of each cell. */
        public double[] absoluteByCell() {
            return means(absoluteByCell);
        }

        /** Mean squared error of each cell. */
        public double[] squareByCell() {
            return means(squareByCell);
        }

        /** Every error, expected − actual, in ascending order. */
        public float[] sortedErrors() {
            float[] sorted = errors.clone();
            Arrays.sort(sorted);
            return sorted;
        }
    }

    /** Adds a model, without errors yet. */
    ModelErrors start(ForecastModel model) {
        ModelErrors errors = new ModelErrors(model);
        models.add(errors);
        return errors;
    }

    /** The window. */
    public Window window() {
        return window;
    }

    /** The grid. */
    public ForecastGrid grid() {
        return grid;
    }

    /** The city's cells, row-major indices of the grid. */
    public int[] cells() {
        return cells;
    }

    /** The models, in the order of {@link ForecastModel}. */
    public List<ModelErrors> models() {
        return models;
    }

    /** The models that are not scored, and why. */
    public List<RateSource.Missing> missing() {
        return missing;
    }

    /** What a reader has to know before believing the scores. */
    public List<String> notes() {
        return notes;
    }

    /** The city's records of each day. */
    public int[] actualByDay() {
        return Arrays.stream(actual).mapToInt(day -> Arrays.stream(day).sum()).toArray();
    }

    /** Mean records a day of each of the city's cells. */
    public double[] actualByCell() {
        double[] sums = new double[cells.length];
        for (int[] day : actual) {
            for (int i = 0; i < day.length; i++) {
                sums[i] += day[i];
            }
        }
        return means(sums);
    }

    /** Scores of the window's own mean of each cell, which no forecast can know. */
    public PointScores windowMean() {
        double[] means = actualByCell();
        PointScores scores = new PointScores();
        for (int[] day : actual) {
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
        return Arrays.stream(actualByCell()).average().orElse(0);
    }

    /** The Poisson deviance that remains when every cell's true rate is known; the window's means stand in for them. */
    public double noiseFloorDeviance() {
        return Arrays.stream(actualByCell())
                .map(Evaluation::expectedDeviance)
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

    private int[] inCity(int[] day) {
        return Arrays.stream(cells).map(cell -> day[cell]).toArray();
    }

    private double[] means(double[] sums) {
        return Arrays.stream(sums).map(sum -> sum / window.days()).toArray();
    }
}
