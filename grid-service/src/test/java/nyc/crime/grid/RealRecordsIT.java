package nyc.crime.grid;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import nyc.crime.testkit.RealData;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** The real arrests of 2024 through stand-in, ingest-service and this service, each as a process of its own: exact. */
class RealRecordsIT {

    private static final int[] MONTHLY = {
        21_247, 20_472, 21_219, 20_357, 22_349, 21_839, 22_460, 22_734, 20_900, 22_750, 21_884, 19_948
    };
    private static final int YEAR = 258_159;
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @TempDir
    static Path store;

    private static Chain chain;

    @BeforeAll
    static void start() {
        chain = new Chain(RealData.required().resolve("socrata"), store, Map.of());
    }

    @AfterAll
    static void stop() {
        if (chain != null) {
            chain.close();
        }
    }

    private static HttpResponse<byte[]> get(String path, String accept) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(chain.url() + path))
                .header("Accept", accept)
                .build();
        HttpResponse<byte[]> response = HTTP.send(request, HttpResponse.BodyHandlers.ofByteArray());
        assertEquals(200, response.statusCode(), path);
        return response;
    }

    private static int[] counts(HttpResponse<byte[]> npy) {
        ByteBuffer buffer = ByteBuffer.wrap(npy.body()).order(ByteOrder.LITTLE_ENDIAN);
        buffer.position(10 + buffer.getShort(8));
        int[] values = new int[buffer.remaining() / 4];
        buffer.asIntBuffer().get(values);
        return values;
    }

    private static long number(HttpResponse<?> response, String header) {
        return response.headers().firstValueAsLong(header).orElseThrow();
    }

    @Test
    void everyGridsSumIsItsRecordsInBounds() throws Exception {
        JsonNode year = new ObjectMapper()
                .readTree(get("/v1/grids/arrests/2024", "application/json").body());
        int[] counts = counts(get("/v1/grids/arrests/2024", "application/x-npy"));
        assertEquals("files", year.get("source").asText());
        for (int m = 0; m < 12; m++) {
            JsonNode month = year.get("months").get(m);
            assertEquals(MONTHLY[m], month.get("records").asInt());
            assertEquals(
                    month.get("records").asInt() - month.get("unplaced").asInt(),
                    month.get("inBounds").asInt() + month.get("outside").asInt());
            assertEquals(
                    month.get("inBounds").asInt(),
                    Arrays.stream(counts, m * 90_000, (m + 1) * 90_000).sum());
        }
    }

    @Test
    void categoriesAddUpToAllArrests() throws Exception {
        int[] all = counts(get("/v1/grids/arrests/2024", "application/x-npy"));
        for (String category : new String[] {"felony", "misdemeanor", "violation", "other"}) {
            int[] part = counts(get("/v1/grids/arrests/2024?category=" + category, "application/x-npy"));
            for (int i = 0; i < all.length; i++) {
                all[i] -= part[i];
            }
        }
        assertTrue(Arrays.stream(all).allMatch(rest -> rest == 0));
    }

    @Test
    void theTensorOfTheYearHoldsTheRecordsInsideTheBoroughsCells() throws Exception {
        HttpResponse<byte[]> response = get("/v1/counts/arrests?from=2024-01-01&to=2024-12-31", "application/x-npy");
        int[] tensor = counts(response);
        assertEquals(366 * 67 * 50, tensor.length);
        assertEquals(
                number(response, "X-Data-In-Bounds"),
                Arrays.stream(tensor).asLongStream().sum());
        assertEquals(YEAR, number(response, "X-Data-Rows"));
        assertEquals(
                YEAR,
                number(response, "X-Data-In-Bounds")
                        + number(response, "X-Data-Outside")
                        + number(response, "X-Data-Unplaced"));
        byte[] mask = get("/v1/counts/mask", "application/x-npy").body();
        for (int i = 0; i < tensor.length; i++) {
            assertTrue(tensor[i] == 0 || mask[mask.length - 3350 + i % 3350] == 1, "nothing on a masked cell");
        }
    }

    @Test
    void seriesAndUnplacedAddUpToAllArrests() throws Exception {
        for (String by : new String[] {"month", "week", "day", "weekday"}) {
            JsonNode series = new ObjectMapper()
                    .readTree(get("/v1/series/arrests?from=2024-01-01&to=2024-12-31&by=" + by, "application/json")
                            .body());
            long sum = 0;
            for (JsonNode point : series.get("points")) {
                sum += point.get("count").asLong();
            }
            assertEquals(YEAR, series.get("rows").asLong());
            assertEquals(YEAR, sum + series.get("unplaced").asLong());
        }
        long boroughs = 0;
        JsonNode borough = null;
        for (String name : new String[] {"Manhattan", "Bronx", "Brooklyn", "Queens", "Staten%20Island"}) {
            borough = new ObjectMapper()
                    .readTree(get(
                                    "/v1/series/arrests?from=2024-01-01&to=2024-12-31&area=borough:" + name,
                                    "application/json")
                            .body());
            boroughs += borough.get("counted").asLong();
        }
        long placed = YEAR - borough.get("unplaced").asLong();
        assertTrue(boroughs <= placed && boroughs > 0.99 * placed, boroughs + " of " + placed);
    }

    @ParameterizedTest
    @CsvSource({
        "arrests, 2024-01-01..2024-06-30, 2024-07-01..2024-12-31, 258159",
        "complaints, 2014-01-01..2014-12-31, 2015-01-01..2015-09-30, 167633"
    })
    void eachPlacedRecordIsInOneAreaOfAKindOrCountedAsInNone(String dataset, String a, String b, int rows)
            throws Exception {
        String range = "from=" + a.substring(0, 10) + "&to=" + b.substring(12);
        JsonNode city = json("/v1/series/" + dataset + "?" + range);
        assertEquals(rows, city.get("rows").asInt());
        int placed = rows - city.get("unplaced").asInt();
        assertEquals(placed, sum(city.get("points"), "count"));
        for (String kind : List.of("boroughs", "precincts", "neighbourhoods", "parks")) {
            JsonNode changes = json("/v1/changes/" + dataset + "?kind=" + kind + "&a=" + a + "&b=" + b);
            JsonNode areas = changes.get("areas");
            int inNone = changes.get("elsewhereA").asInt()
                    + changes.get("elsewhereB").asInt();
            assertEquals(placed, sum(areas, "a", "b") + inNone, kind);
            JsonNode last = areas.get(areas.size() - 1);
            String area = URLEncoder.encode(last.get("id").asText(), StandardCharsets.UTF_8);
            assertEquals(
                    last.get("a").asInt() + last.get("b").asInt(),
                    json("/v1/series/" + dataset + "?area=" + area + "&" + range)
                            .get("counted")
                            .asInt(),
                    area);
        }
    }

    private static JsonNode json(String path) throws Exception {
        return new ObjectMapper().readTree(get(path, "application/json").body());
    }

    private static int sum(JsonNode list, String... fields) {
        int sum = 0;
        for (JsonNode one : list) {
            for (String field : fields) {
                sum += one.get(field).asInt();
            }
        }
        return sum;
    }

    @Test
    void theHistoryHoldsTheYear() throws Exception {
        CompactReader history = new CompactReader(
                get("/v1/history/arrests?from=2024-01&to=2024-12&rows=300&cols=300", "application/vnd.nyc-grids")
                        .body());
        assertArrayEquals(counts(get("/v1/grids/arrests/2024", "application/x-npy")), history.dense(-1));
    }

    @Test
    void theMorphBeginsAndEndsWithTheMonths() throws Exception {
        byte[] year = get("/v1/grids/arrests/2024", "application/octet-stream").body();
        byte[] frames =
                get("/v1/grids/arrests/2024/frames", "application/octet-stream").body();
        assertEquals(106 * 90_000, frames.length);
        assertArrayEquals(Arrays.copyOf(year, 90_000), Arrays.copyOf(frames, 90_000));
        assertArrayEquals(
                Arrays.copyOfRange(year, 11 * 90_000, 12 * 90_000),
                Arrays.copyOfRange(frames, 105 * 90_000, 106 * 90_000));
    }

    @Test
    void theCompactFormHoldsEveryCategoryExactly() throws Exception {
        byte[] body = get("/v1/grids/arrests/2024", "application/vnd.nyc-grids").body();
        CompactReader year = new CompactReader(body);
        assertArrayEquals(counts(get("/v1/grids/arrests/2024", "application/x-npy")), year.dense(-1));
        assertArrayEquals(counts(get("/v1/grids/arrests/2024?category=violation", "application/x-npy")), year.dense(2));
    }

    @ParameterizedTest
    @CsvSource({"application/octet-stream, 120", "application/vnd.nyc-grids, 90"})
    void aYearIsSmallEnoughForAPhone(String type, int kilobytes) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(chain.url() + "/v1/grids/arrests/2024"))
                .header("Accept", type)
                .header("Accept-Encoding", "gzip")
                .build();
        HttpResponse<byte[]> zipped = HTTP.send(request, HttpResponse.BodyHandlers.ofByteArray());
        assertEquals("gzip", zipped.headers().firstValue("Content-Encoding").orElseThrow());
        assertTrue(zipped.body().length <= kilobytes * 1024, "bytes: " + zipped.body().length);
    }
}
