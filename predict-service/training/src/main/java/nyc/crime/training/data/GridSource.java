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
import java.util.Arrays;
import java.util.List;

import nyc.crime.predict.counts.DailyCounts;
import nyc.crime.predict.counts.ForecastGrid.Bounds;
import nyc.crime.predict.counts.Mask;
import nyc.crime.predict.counts.Npy;
import nyc.crime.predict.inputs.Holidays;
import nyc.crime.predict.inputs.ModelDescription;

/** Reads counts and the city's cells, from grid-service's API or from files that were saved from it. */
public final class GridSource {

    private static final Duration TIMEOUT = Duration.ofMinutes(10);
    private static final Duration PAUSE = Duration.ofSeconds(5);
    private static final int ATTEMPTS = 6;

    /** {@code GET /v1/georef}, as far as it is read. */
    private record Georef(ForecastGrid forecast) {}

    private record ForecastGrid(int rows, int cols, Bounds bounds, int[] mask) {}

    /** {@code GET /v1/datasets}, as far as it is read. */
    private record Datasets(List<Dataset> datasets) {}

    private record Dataset(String id, LocalDate firstDate, LocalDate completeThrough) {}

    /** The first day of a dataset and the last that late reports hardly change. */
    public record Days(LocalDate first, LocalDate complete) {}

    private GridSource() {}

    /**
     * Asks grid-service which days there are.
     *
     * @throws IOException if it does not answer, has no such dataset, or does not know which days are complete
     */
    public static Days days(URI gridUrl, String dataset) throws IOException, InterruptedException {
        Datasets all = JsonFiles.read(
                get(http(), URI.create(gridUrl + "/v1/datasets"), "application/json")
                        .body(),
                Datasets.class);
        return all.datasets.stream()
                .filter(one -> one.id.equals(dataset) && one.completeThrough != null)
                .map(one -> new Days(one.firstDate, one.completeThrough))
                .findFirst()
                .orElseThrow(() -> new IOException("grid-service knows no complete days of " + dataset));
    }

    private static HttpClient http() {
        return HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    }

    /**
     * Asks grid-service.
     *
     * @param gridUrl its address, without a path
     * @param from first day
     * @param to last day, inclusive
     * @param holidays the city's
     * @throws IOException if it does not answer with counts of this range
     */
    public static GridData fetch(
            URI gridUrl, String dataset, List<String> offences, LocalDate from, LocalDate to, Holidays holidays)
            throws IOException, InterruptedException {
        StringBuilder query =
                new StringBuilder(gridUrl + "/v1/counts/" + dataset + "?from=" + from + "&to=" + to + "&group=offence");
        for (String offence : offences) {
            query.append("&offence=").append(URLEncoder.encode(offence, StandardCharsets.UTF_8));
        }
        HttpClient http = http();
        ForecastGrid grid = JsonFiles.read(
                        get(http, URI.create(gridUrl + "/v1/georef"), "application/json")
                                .body(),
                        Georef.class)
                .forecast;
        HttpResponse<byte[]> answer = get(http, URI.create(query.toString()), "application/x-npy");
        return data(
                dataset,
                Npy.readInts(new ByteArrayInputStream(answer.body())),
                Mask.of(grid.rows, grid.cols, grid.mask),
                new double[] {grid.bounds.south(), grid.bounds.west(), grid.bounds.north(), grid.bounds.east()},
                offences,
                from,
                holidays,
                answer.headers().firstValue("X-Data-Source").orElse("unknown"));
    }

    /**
     * Reads files.
     *
     * @param counts {@code .npy} int32 [days, rows, cols, offences]
     * @param mask {@code .npy} uint8 [rows, cols]
     * @param bounds {@code south,west,north,east}
     * @param holidays the city's
     */
    public static GridData read(
            Path counts,
            Path mask,
            String bounds,
            String dataset,
            List<String> offences,
            LocalDate from,
            Holidays holidays)
            throws IOException {
        try (InputStream countsFile = Files.newInputStream(counts);
                InputStream maskFile = Files.newInputStream(mask)) {
            Npy.Ints cells = Npy.readInts(maskFile);
            if (cells.shape().length != 2) {
                throw new IOException("the mask is not [rows, cols]");
            }
            return data(
                    dataset,
                    Npy.readInts(countsFile),
                    Mask.of(cells.shape()[0], cells.shape()[1], cells.values()),
                    edges(bounds),
                    offences,
                    from,
                    holidays,
                    "file");
        }
    }

    private static GridData data(
            String dataset,
            Npy.Ints counts,
            Mask mask,
            double[] bounds,
            List<String> offences,
            LocalDate from,
            Holidays holidays,
            String source)
            throws IOException {
        int[] shape = counts.shape();
        if (shape.length != 4 || shape[3] != offences.size()) {
            throw new IOException("expected counts [days, rows, cols, %d], got %s"
                    .formatted(offences.size(), Arrays.toString(shape)));
        }
        return new GridData(
                dataset,
                DailyCounts.of(from, shape[0], shape[1], shape[2], offences, counts.values()),
                mask,
                new ModelDescription.Grid(
                        mask.rows(), mask.cols(), bounds[0], bounds[1], bounds[2], bounds[3], mask.count()),
                holidays,
                source);
    }

    private static double[] edges(String bounds) throws IOException {
        String[] parts = bounds.split(",");
        if (parts.length != 4) {
            throw new IOException("bounds are south,west,north,east, not " + bounds);
        }
        return Arrays.stream(parts).mapToDouble(Double::parseDouble).toArray();
    }

    /** Asks until there is an answer: on a cold start the services may first have to fetch months, and say so with 5xx. */
    private static HttpResponse<byte[]> get(HttpClient http, URI uri, String type)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(uri)
                .timeout(TIMEOUT)
                .header("Accept", type)
                .build();
        HttpResponse<byte[]> answer = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
        for (int attempt = 1; answer.statusCode() >= 500 && attempt < ATTEMPTS; attempt++) {
            Thread.sleep(PAUSE.toMillis());
            answer = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
        }
        if (answer.statusCode() != 200) {
            throw new IOException("%s answered %d: %s"
                    .formatted(uri, answer.statusCode(), new String(answer.body(), StandardCharsets.UTF_8)));
        }
        return answer;
    }
}
