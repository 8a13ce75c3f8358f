package nyc.crime.training.data;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;

import nyc.crime.predict.grid.DailyCounts;
import nyc.crime.predict.grid.Mask;
import nyc.crime.predict.grid.Npy;
import nyc.crime.predict.model.ModelDescription;

/** Reads counts and mask, from grid-service's API or from files that were saved from it. */
public final class GridSource {

    private static final Duration TIMEOUT = Duration.ofMinutes(10);

    private GridSource() {}

    /**
     * Asks grid-service.
     *
     * @param gridUrl its address, without a path
     * @param from first day
     * @param to last day, inclusive
     * @throws IOException if it does not answer with counts of this range
     */
    public static GridData fetch(URI gridUrl, String dataset, List<String> offences, LocalDate from, LocalDate to)
            throws IOException, InterruptedException {
        StringBuilder query =
                new StringBuilder(gridUrl + "/v1/counts/" + dataset + "?from=" + from + "&to=" + to + "&group=offence");
        for (String offence : offences) {
            query.append("&offence=").append(URLEncoder.encode(offence, StandardCharsets.UTF_8));
        }
        HttpClient http =
                HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
        HttpResponse<byte[]> answer = get(http, URI.create(query.toString()));
        Npy.Ints counts = Npy.readInts(new ByteArrayInputStream(answer.body()));
        Npy.Ints mask = Npy.readInts(new ByteArrayInputStream(
                get(http, URI.create(gridUrl + "/v1/counts/mask")).body()));
        String bounds = answer.headers()
                .firstValue("X-Grid-Bounds")
                .orElseThrow(() -> new IOException("grid-service did not say its bounds (X-Grid-Bounds)"));
        return data(
                dataset,
                counts,
                mask,
                offences,
                from,
                bounds,
                answer.headers().firstValue("X-Data-Source").orElse("unknown"));
    }

    /**
     * Reads files.
     *
     * @param counts {@code .npy} int32 [days, rows, cols, offences]
     * @param mask {@code .npy} uint8 [rows, cols]
     * @param bounds {@code south,west,north,east}
     */
    public static GridData read(
            Path counts, Path mask, String bounds, String dataset, List<String> offences, LocalDate from)
            throws IOException {
        try (InputStream countsFile = Files.newInputStream(counts);
                InputStream maskFile = Files.newInputStream(mask)) {
            return data(dataset, Npy.readInts(countsFile), Npy.readInts(maskFile), offences, from, bounds, "file");
        }
    }

    private static GridData data(
            String dataset,
            Npy.Ints counts,
            Npy.Ints mask,
            List<String> offences,
            LocalDate from,
            String bounds,
            String source)
            throws IOException {
        int[] shape = counts.shape();
        if (shape.length != 4 || shape[3] != offences.size() || mask.shape().length != 2) {
            throw new IOException(
                    "expected counts [days, rows, cols, %d] and a mask [rows, cols]".formatted(offences.size()));
        }
        Mask in = Mask.of(mask.shape()[0], mask.shape()[1], mask.values());
        double[] edges = edges(bounds);
        return new GridData(
                dataset,
                new DailyCounts(from, shape[0], shape[1], shape[2], offences, counts.values()),
                in,
                new ModelDescription.Grid(in.rows(), in.cols(), edges[0], edges[1], edges[2], edges[3], in.count()),
                source);
    }

    private static double[] edges(String bounds) throws IOException {
        String[] parts = bounds.split(",");
        if (parts.length != 4) {
            throw new IOException("bounds are south,west,north,east, not " + bounds);
        }
        double[] edges = new double[4];
        for (int i = 0; i < 4; i++) {
            edges[i] = Double.parseDouble(parts[i].trim());
        }
        return edges;
    }

    private static HttpResponse<byte[]> get(HttpClient http, URI uri) throws IOException, InterruptedException {
        HttpResponse<byte[]> answer = http.send(
                HttpRequest.newBuilder(uri)
                        .timeout(TIMEOUT)
                        .header("Accept", "application/x-npy")
                        .build(),
                HttpResponse.BodyHandlers.ofByteArray());
        if (answer.statusCode() != 200) {
            throw new IOException("%s answered %d: %s"
                    .formatted(uri, answer.statusCode(), new String(answer.body(), StandardCharsets.UTF_8)));
        }
        return answer;
    }
}
