package nyc.crime.grid.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;

import nyc.crime.grid.NewYork;

/**
 * Measures {@link GridBench}, {@link AreaBench} and, in the same run and on the same points, numpy; writes grid.json and grid.md.
 * Arguments: the numpy program, the folder for the results.
 */
public final class Figures {

    private Figures() {}

    /** Runs everything. */
    public static void main(String[] arguments) throws RunnerException, IOException, InterruptedException {
        Map<String, Double> millis = new HashMap<>();
        for (RunResult run : new Runner(new OptionsBuilder()
                        .include(GridBench.class.getName())
                        .include(AreaBench.class.getName())
                        .build())
                .run()) {
            millis.put(
                    run.getPrimaryResult().getLabel(),
                    run.getPrimaryResult().getStatistics().getPercentile(50));
        }
        JsonNode numpy = numpy(arguments[0]);
        ObjectNode figures = new ObjectMapper().createObjectNode();
        double binning = millis.get("binning");
        figures.put("processors", Runtime.getRuntime().availableProcessors());
        figures.put("java", Runtime.version().toString());
        figures.put("binningMillis", binning);
        figures.put("binningMillionPointsPerSecond", GridBench.POINTS / binning / 1000);
        figures.put("scaleAndFramesMillis", millis.get("scaleAndFrames"));
        figures.put("yearFromRecordsMillis", millis.get("yearFromRecords"));
        figures.put("areaIndexMillionPointsPerSecond", AreaBench.POINTS / millis.get("indexed") / 1000);
        figures.put("preparedMillionPointsPerSecond", AreaBench.POINTS / millis.get("prepared") / 1000);
        figures.set("numpy", numpy);
        Path folder = Files.createDirectories(Path.of(arguments[1]));
        Files.writeString(folder.resolve("grid.json"), figures.toPrettyString() + "\n");
        Files.writeString(folder.resolve("grid.md"), table(figures, numpy));
        System.out.println(Files.readString(folder.resolve("grid.md")));
    }

    private static JsonNode numpy(String program) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("binning");
        int[] lat = new int[GridBench.POINTS];
        int[] lon = new int[GridBench.POINTS];
        GridBench.points(lat, lon);
        int[] counts = new int[NewYork.HEAT.cells()];
        NewYork.HEAT.count(lat, lon, 0, lat.length, counts);
        write(folder.resolve("lat"), lat);
        write(folder.resolve("lon"), lon);
        write(folder.resolve("counts"), counts);
        Process process = new ProcessBuilder("/usr/bin/python3", program, folder.toString(), "" + GridBench.MONTHS)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        for (String name : new String[] {"lat", "lon", "counts"}) {
            Files.delete(folder.resolve(name));
        }
        Files.delete(folder);
        if (process.waitFor() != 0) {
            throw new IllegalStateException("python3 with numpy is needed (Debian: python3-numpy)");
        }
        return new ObjectMapper().readTree(output);
    }

    private static void write(Path file, int[] values) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * 4).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asIntBuffer().put(values);
        Files.write(file, bytes.array());
    }

    private static String table(JsonNode figures, JsonNode numpy) {
        double binning = figures.get("binningMillis").asDouble();
        return String.format(
                Locale.ROOT,
                """
                # grid-service in memory, one thread

                `./mvnw -pl grid-service -am -Pbench verify` (or `deploy/bench/grid`), Java %s, %d processors, medians of a JMH run

                | what | measured | wanted |
                |---|---|---|
                | binning 6,000,000 points into 216 grids of 300x300 | %.1f ms = %.0f million points/s | >= 60 million points/s |
                | the same with numpy %s `histogram2d` | %.0f ms: %.0f times as long | >= 10 times |
                | the same with numpy `bincount` on integer cells | %.0f ms: %.1f times as long | |
                | scale of a year and all 106 frames | %.1f ms | < 40 ms |
                | a year's grids from 258,159 records in memory | %.1f ms | < 60 ms |
                | which precinct a point is in | %.1f million points/s | >= 5 million points/s |
                | the same with JTS' prepared geometries and a tree of envelopes | %.1f million points/s | |

                numpy's `bincount` on the same points gives the same counts in every cell; `histogram2d`, which works on floating-point edges, puts %d points into other cells.
                """,
                figures.get("java").asText(),
                figures.get("processors").asInt(),
                binning,
                figures.get("binningMillionPointsPerSecond").asDouble(),
                numpy.get("version").asText(),
                numpy.get("histogram2dMillis").asDouble(),
                numpy.get("histogram2dMillis").asDouble() / binning,
                numpy.get("bincountMillis").asDouble(),
                numpy.get("bincountMillis").asDouble() / binning,
                figures.get("scaleAndFramesMillis").asDouble(),
                figures.get("yearFromRecordsMillis").asDouble(),
                figures.get("areaIndexMillionPointsPerSecond").asDouble(),
                figures.get("preparedMillionPointsPerSecond").asDouble(),
                numpy.get("histogram2dMisplaced").asInt());
    }
}
