package nyc.crime.grid.bench;

import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

import nyc.crime.grid.NewYork;
import nyc.crime.grid.heatmap.Easing;
import nyc.crime.grid.heatmap.Filter;
import nyc.crime.grid.heatmap.Heat;
import nyc.crime.grid.heatmap.HeatBuilder;
import nyc.crime.grid.heatmap.Morph;
import nyc.crime.grid.ingest.Publication;
import nyc.crime.grid.ingest.RecordMonth;
import nyc.crime.grid.ingest.Snapshot;
import nyc.crime.http.Freshness;

/** The three figures of grid-service's work in memory, on one thread. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 4, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(
        value = 1,
        jvmArgs = {"-Xmx512m", "-XX:+UseSerialGC"})
public class GridBench {

    static final int POINTS = 6_000_000;
    static final int MONTHS = 216;
    private static final int YEAR_RECORDS = 258_159;

    private final int[] lat = new int[POINTS];
    private final int[] lon = new int[POINTS];
    private final int[][] grids = new int[MONTHS][NewYork.HEAT.cells()];
    private Snapshot year;
    private Heat heat;

    /** Makes the points: the same ones in every run. */
    @Setup
    public void prepare() {
        points(lat, lon);
        year = year();
        heat = new HeatBuilder(NewYork.HEAT, Filter.NONE, 0).build(year);
    }

    /** Points around 4,000 places, as crime is, and 2 % anywhere in or near the bounds. */
    static void points(int[] lat, int[] lon) {
        Random random = new Random(2024);
        int[] centreLat = random.ints(4000, 405_500, 409_000).toArray();
        int[] centreLon = random.ints(4000, -741_500, -737_500).toArray();
        for (int i = 0; i < lat.length; i++) {
            double rank = random.nextDouble();
            int centre = (int) (rank * rank * centreLat.length);
            boolean anywhere = random.nextInt(50) == 0;
            lat[i] = anywhere ? 404_700 + random.nextInt(4600) : centreLat[centre] + (int) (random.nextGaussian() * 10);
            lon[i] =
                    anywhere ? -742_700 + random.nextInt(5800) : centreLon[centre] + (int) (random.nextGaussian() * 10);
        }
    }

    private static Snapshot year() {
        List<RecordMonth> months = new ArrayList<>();
        int[] lat = new int[YEAR_RECORDS];
        int[] lon = new int[YEAR_RECORDS];
        points(lat, lon);
        int start = 0;
        for (int m = 1; m <= 12; m++) {
            int end = (int) ((long) YEAR_RECORDS * m / 12);
            int size = end - start;
            months.add(new RecordMonth(
                    "arrests",
                    YearMonth.of(2024, m),
                    new Freshness("sample", Instant.EPOCH, Instant.EPOCH, false),
                    Instant.EPOCH,
                    Publication.unknown("arrests"),
                    size,
                    new int[YearMonth.of(2024, m).lengthOfMonth() + 1],
                    Arrays.copyOfRange(lat, start, end),
                    Arrays.copyOfRange(lon, start, end),
                    new byte[size],
                    List.of(""),
                    new short[size],
                    new short[size],
                    null));
            start = end;
        }
        return new Snapshot(Publication.unknown("arrests"), months, Map.of());
    }

    /** 6,000,000 points into 216 grids of 300 × 300, zeroed before. */
    @Benchmark
    public int binning() {
        int inside = 0;
        for (int m = 0; m < MONTHS; m++) {
            Arrays.fill(grids[m], 0);
            int from = (int) ((long) POINTS * m / MONTHS);
            int to = (int) ((long) POINTS * (m + 1) / MONTHS);
            inside += NewYork.HEAT.count(lat, lon, from, to, grids[m]);
        }
        return inside;
    }

    /** The year's scale again and all 106 frames. */
    @Benchmark
    public int scaleAndFrames() {
        Heat rescaled = new Heat(heat.georef(), heat.months(), 0, Heat.scaleOf(heat.months()));
        Morph morph = new Morph(rescaled, 8, 6, Easing.EASE_IN_OUT);
        int sum = 0;
        for (int k = 0; k < morph.frames(); k++) {
            sum += morph.frame(k)[45_150];
        }
        return sum;
    }

    /** From a year's records to its twelve drawn grids. */
    @Benchmark
    public int yearFromRecords() {
        Heat built = new HeatBuilder(NewYork.HEAT, Filter.NONE, 0).build(year);
        int sum = 0;
        for (Heat.Month month : built.months()) {
            sum += built.drawn(month)[45_150];
        }
        return sum;
    }
}
