package nyc.crime.predict.forecast;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

import org.junit.jupiter.api.Test;

import nyc.crime.predict.counts.AreaRecords;
import nyc.crime.predict.counts.ForecastGrid;
import nyc.crime.predict.counts.Mask;
import nyc.crime.predict.scores.CountDistribution;
import nyc.crime.predict.scores.Dispersion;
import nyc.crime.predict.scores.FactorVariance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

class SamplePathsTest {

    private static final float[] RATES = {0.2f, 0, 3, 1.5f, 0.01f, 40};
    private static final ForecastGrid GRID = new ForecastGrid(
            new Mask(2, 3, new boolean[] {true, true, true, true, true, true}),
            new ForecastGrid.Bounds(40, -74, 41, -73),
            new int[] {1, 1, 1, 2, 2, 2},
            List.of("", "Bronx", "Staten Island"));
    private static final Places CELLS = Places.cells(GRID);
    private static final Places HALVES = Places.boroughs(GRID);
    private static final Places CITY = Places.city(GRID, new Places.Place("city", "the city"));

    private final SamplePaths paths = draw(RATES, 0.05, 4000, 7);

    private static SamplePaths draw(float[] rates, double factorVariance, int paths, long seed) {
        return SamplePaths.draw(
                rates, new FactorVariance(factorVariance, 0), SamplePaths.surprises(paths, -seed), seed);
    }

    /** Sums of days vary as the law of their shared factor says, for the city and for its parts. */
    @Test
    void daysShareTheirSurprises() {
        int paths = 20_000;
        int days = 14;
        float[] rates = {60, 0, 40, 100, 26, 40};
        FactorVariance variance = new FactorVariance(0.007, 0.002);
        double[] surprises = SamplePaths.surprises(paths, 3);
        int[] city = new int[paths];
        int[] half = new int[paths];
        for (int day = 0; day < days; day++) {
            SamplePaths drawn = SamplePaths.draw(rates, variance, surprises, 100 + day);
            int[] totals = drawn.totals();
            int[] parts = drawn.counts(HALVES)[0];
            for (int path = 0; path < paths; path++) {
                city[path] += totals[path];
                half[path] += parts[path];
            }
        }
        double[] means = new double[days];
        FactorVariance[] variances = new FactorVariance[days];
        Arrays.fill(variances, variance);
        Arrays.fill(means, 266);
        double law = FactorVariance.ofTotal(means, variances);
        assertEquals(0.002 + 0.005 / days, law, 1e-12);
        assertVariance(266 * days, law, city);
        assertVariance(100 * days, law, half);
    }

    private static void assertVariance(double mean, double factorVariance, int[] counts) {
        double found = Arrays.stream(counts)
                .mapToDouble(count -> (count - mean) * (count - mean))
                .average()
                .orElseThrow();
        double expected = mean + factorVariance * mean * mean;
        assertEquals(expected, found, 0.05 * expected);
    }

    @Test
    void partsAndWholesAddUpInEveryPath() {
        int[][] cells = paths.counts(CELLS);
        int[][] halves = paths.counts(HALVES);
        int[][] all = paths.counts(CITY);
        for (int path = 0; path < paths.paths(); path++) {
            assertEquals(cells[0][path] + cells[1][path] + cells[2][path], halves[0][path]);
            assertEquals(halves[0][path] + halves[1][path], all[0][path]);
        }
    }

    @Test
    void precinctsShareTheRecordsOfTheirCells() {
        // cell 2 is three quarters in precinct 5; cell 4 has no record and goes with its first neighbour
        AreaRecords records = records(new int[] {0, 1, 2, 2, 3, 5}, new int[] {0, 0, 0, 1, 1, 1}, 9, 9, 2, 6, 9, 9);
        Places precincts = Places.areas(GRID, id -> id, records, records);
        assertEquals(0.2 + 3 * 0.25 + 0.01, precincts.sums(RATES)[0], 1e-6);
        assertEquals(3 * 0.75 + 1.5 + 40, precincts.sums(RATES)[1], 1e-6);
        assertEquals(List.of(2, 3, 5), precincts.cellsOf(1));
        int[][] counts = paths.counts(precincts);
        int[][] all = paths.counts(CITY);
        for (int path = 0; path < paths.paths(); path++) {
            assertEquals(all[0][path], counts[0][path] + counts[1][path]);
        }
        assertEquals(0.96, Arrays.stream(counts[0]).average().orElseThrow(), 0.08);
    }

    @Test
    void aBoundaryThatChangedIsFollowedByQuietCellsToo() {
        // cells 0 to 2 were precinct 1; of late its records in cells 0 and 1 are precinct 5's, and cell 2 has none
        AreaRecords year = records(new int[] {0, 1, 1, 2, 3, 5}, new int[] {0, 0, 1, 0, 1, 1}, 90, 90, 10, 30, 9, 9);
        AreaRecords recent = records(new int[] {1, 5}, new int[] {1, 1}, 10, 9);
        Places precincts = Places.areas(GRID, id -> id, recent, year);
        assertEquals(List.of(0, 1, 2, 3, 4, 5), precincts.cellsOf(1));
        assertEquals(0.5 * 0.9 / 10.5, precincts.sums(new float[] {0, 1, 0, 0, 0, 0})[0], 1e-6);
        // nothing changed: a quiet cell stays where it was
        AreaRecords same = records(new int[] {1, 5}, new int[] {0, 1}, 10, 9);
        assertEquals(
                List.of(0, 1, 2, 4), Places.areas(GRID, id -> id, same, year).cellsOf(0));
    }

    private static AreaRecords records(int[] cell, int[] precinct, int... records) {
        return new AreaRecords(List.of("1", "5"), cell, precinct, records, LocalDate.EPOCH, new int[0][]);
    }

    @Test
    void meansAndSpreadAreAsAskedFor() {
        int[][] cells = paths.counts(CELLS);
        for (int cell = 0; cell < RATES.length; cell++) {
            double mean = Arrays.stream(cells[cell]).average().orElseThrow();
            double variance = Arrays.stream(cells[cell])
                    .mapToDouble(k -> (k - mean) * (k - mean))
                    .average()
                    .orElseThrow();
            double expected = RATES[cell] + 0.05 * RATES[cell] * RATES[cell];
            assertEquals(RATES[cell], mean, 4 * Math.sqrt(expected / 4000) + 1e-9);
            assertEquals(expected, variance, 0.15 * expected + 0.01);
        }
    }

    @Test
    void aSeedGivesTheSamePathsAgain() {
        assertArrayEquals(paths.counts(CITY)[0], draw(RATES, 0.05, 4000, 7).counts(CITY)[0]);
        assertFalse(
                Arrays.equals(paths.counts(CITY)[0], draw(RATES, 0.05, 4000, 8).counts(CITY)[0]));
    }

    @Test
    void quantilesAreThoseOfTheDistribution() {
        double[] found = SamplePaths.quantiles(paths.counts(CELLS)[5], 0.05, 0.25, 0.75, 0.95);
        CountDistribution distribution = new CountDistribution(40, 0.05);
        double[] expected = {
            distribution.quantile(0.05),
            distribution.quantile(0.25),
            distribution.quantile(0.75),
            distribution.quantile(0.95)
        };
        assertArrayEquals(expected, found, 1.5);
        assertArrayEquals(new double[] {0, 0.35}, SamplePaths.quantiles(new int[100], 0.05, 0.85), 1e-9);
    }

    @Test
    void intervalsOfSimulatedDaysCoverNinetyPercent() {
        SplittableRandom random = new SplittableRandom(3);
        int covered = 0;
        int days = 1500;
        for (int day = 0; day < days; day++) {
            float[] rates = {2 + 4 * (float) random.nextDouble(), 0, 0, 0, 0, 0};
            double[] interval =
                    SamplePaths.quantiles(draw(rates, 0.02, 600, day).counts(CITY)[0], 0.05, 0.95);
            int actual = new CountDistribution(rates[0], 0.02).count(random.nextDouble());
            covered += actual >= interval[0] && actual <= interval[1] ? 1 : 0;
        }
        assertEquals(0.9, covered / (double) days, 0.03);
    }

    @Test
    void noRateGivesNoRecord() {
        assertArrayEquals(new int[50], draw(new float[6], 0.1, 50, 1).counts(CITY)[0]);
    }

    @Test
    void dispersionIsFoundAgain() {
        SplittableRandom random = new SplittableRandom(5);
        CountDistribution city = new CountDistribution(265, 0.006);
        Dispersion dispersion = new Dispersion();
        for (int day = 0; day < 5000; day++) {
            dispersion.add(city.count(random.nextDouble()), 265);
        }
        assertEquals(0.006, dispersion.factorVariance(), 0.0006);
        Dispersion flat = new Dispersion();
        flat.add(10, 10);
        assertEquals(0, flat.factorVariance());
    }
}
