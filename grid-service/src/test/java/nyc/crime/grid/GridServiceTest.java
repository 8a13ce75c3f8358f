package nyc.crime.grid;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.time.YearMonth;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.zip.InflaterInputStream;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import nyc.crime.testkit.Negotiation;
import nyc.crime.testkit.OpenApiDocument;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** The public API over a played ingest-service. */
@QuarkusTest
@QuarkusTestResource(IngestStub.class)
class GridServiceTest {

    private static final int CELLS = 300 * 300;

    @BeforeAll
    static void serve() {
        IngestStub.server.resetAll();
        IngestStub.serve("arrests", 2020);
        IngestStub.serve("complaints", 2020);
        IngestStub.month("arrests", YearMonth.of(2019, 12), IngestStub.notPublished("2020-01", "2020-12"));
        IngestStub.year("arrests", 1999, IngestStub.notPublished("2020-01", "2020-12"));
        IngestStub.datasets();
        IngestStub.areas();
    }

    private static byte[] get(String path, String accept) {
        return given().header("Accept", accept)
                .get(path)
                .then()
                .statusCode(200)
                .extract()
                .asByteArray();
    }

    private static JsonPath json(String path) {
        return given().get(path).then().statusCode(200).extract().jsonPath();
    }

    /** The cases of the test kit, for what is kept, what is streamed, what is handed on and what never changes. */
    @TestFactory
    Stream<DynamicTest> everythingIsNegotiated() {
        String root = "http://localhost:" + RestAssured.port;
        return Stream.of(
                        Negotiation.cases(
                                root + "/v1/grids/arrests/2020",
                                "application/json",
                                "image/png",
                                "application/octet-stream",
                                "application/x-npy",
                                "application/vnd.nyc-grids"),
                        Negotiation.cases(
                                root + "/v1/grids/arrests/2020/frames?between=1&rows=30", "application/octet-stream"),
                        Negotiation.cases(
                                root + "/v1/counts/arrests?from=2020-01-01&to=2020-02-10",
                                "application/json",
                                "application/x-npy"),
                        Negotiation.cases(root + "/v1/counts/mask", "application/json", "application/x-npy"),
                        Negotiation.cases(
                                root + "/v1/hotspots/arrests/2020-12", "application/geo+json", "application/json"),
                        Negotiation.cases(root + "/v1/datasets", "application/json"),
                        Negotiation.cases(root + "/v1/areas/boroughs", "application/geo+json"),
                        Negotiation.cases(root + "/v1/areas/precincts?zoom=9", "application/geo+json"),
                        Negotiation.cases(root + "/v1/georef", "application/json"))
                .flatMap(Function.identity());
    }

    @Test
    void statesOneGeoreference() {
        given().get("/v1/georef")
                .then()
                .statusCode(200)
                .body("heat.rows", equalTo(300))
                .body("heat.bounds.south", equalTo(40.48f))
                .body("heat.rowOrder", equalTo("north-to-south"))
                .body("forecast.rows", equalTo(67))
                .body("forecast.cols", equalTo(50))
                .body("forecast.maskedIn", equalTo(1508))
                .body("forecast.mask", hasSize(3350))
                .body(
                        "forecast.boroughs",
                        equalTo(List.of("", "Manhattan", "Bronx", "Brooklyn", "Queens", "Staten Island")))
                .body("attribution", containsString("City of New York"));
        given().get("/v1/areas/boroughs")
                .then()
                .statusCode(200)
                .contentType("application/geo+json")
                .body("features.properties.name", hasSize(5));
        given().get("/v1/areas")
                .then()
                .statusCode(200)
                .body("kinds.kind", equalTo(List.of("boroughs", "precincts", "neighbourhoods", "parks")))
                .body("kinds.singular", equalTo(List.of("borough", "precinct", "neighbourhood", "park")))
                .body("kinds.areas", equalTo(java.util.Arrays.asList(5, 3, 1, null)));
        byte[] mask = get("/v1/counts/mask", "application/x-npy");
        assertTrue(header(mask).contains("'|u1'") && header(mask).contains("(67, 50,)"));
    }

    @Test
    void areasAreGivenAsRfc7946WantsThem() {
        for (String path : List.of("/v1/areas/precincts", "/v1/areas/precincts?zoom=3")) {
            given().get(path)
                    .then()
                    .statusCode(200)
                    .contentType("application/geo+json")
                    .header("Cache-Control", "public, max-age=3600")
                    .body("kind", equalTo("precincts"))
                    .body("source", equalTo("files"))
                    .body("fetchedAt", equalTo("2026-01-01T00:00:00Z"))
                    .body("features.id", equalTo(List.of("1", "2", "3")))
                    .body("features.properties.name", equalTo(List.of("1", "2", "3")))
                    // the played source winds the first and the last clockwise
                    .body("features[0].geometry.coordinates[0].size()", equalTo(5));
        }
        int whole = get("/v1/areas/boroughs", "application/geo+json").length;
        assertTrue(get("/v1/areas/boroughs?zoom=8", "application/geo+json").length < whole / 5);
        given().get("/v1/areas/parks").then().statusCode(404).body("parameter", equalTo("kind"));
        given().get("/v1/areas/precincts?zoom=23").then().statusCode(400).body("parameter", equalTo("zoom"));
    }

    @Test
    void aPreviewIsAPictureWhateverTheCallerAccepts() throws IOException {
        byte[] month = get("/v1/grids/arrests/2020-03/preview", "text/html,*/*;q=0.8");
        assertArrayEquals(get("/v1/grids/arrests/2020-03", "image/png"), month);
        JsonPath year = json("/v1/grids/arrests/2020?smooth=300");
        byte[] mean = pixels(get("/v1/grids/arrests/2020/preview?smooth=300", "image/*"), 300);
        FloatBuffer densities = content(get("/v1/grids/arrests/2020?smooth=300", "application/x-npy"))
                .asFloatBuffer();
        int months = year.getList("months").size();
        float scale = year.getFloat("scale");
        assertEquals(CELLS * months, densities.remaining());
        for (int cell = 0; cell < CELLS; cell++) {
            double sum = 0;
            for (int m = 0; m < months; m++) {
                sum += densities.get(m * CELLS + cell);
            }
            double drawn = Math.min(255, 255 * sum / months / scale);
            assertEquals(drawn, mean[cell] & 0xFF, 0.51);
        }
        given().get("/v1/grids/arrests/2020-13/preview").then().statusCode(400).body("parameter", equalTo("period"));
    }

    @Test
    void aPreviewOfSyntheticRecordsSaysSo() throws IOException {
        YearMonth month = YearMonth.of(2020, 2);
        String records = IngestStub.records("samples", month).replace("\"files\"", "\"sample\"");
        IngestStub.month("samples", month, IngestStub.json(records));
        IngestStub.year("samples", 2020, IngestStub.lines(List.of(records)));
        byte[] drawn = pixels(get("/v1/grids/samples/2020-02", "image/png"), 300);
        byte[] preview = pixels(get("/v1/grids/samples/2020-02/preview", "*/*"), 300);
        int size = 300 / 55;
        int top = 300 - 8 * size;
        // the word's box, then its ink: the top of T and of E, and not what is between them
        assertArrayEquals(Arrays.copyOf(drawn, top * 300), Arrays.copyOf(preview, top * 300));
        int ink = 0;
        for (int row = top; row < 300 - size; row++) {
            for (int col = size; col < 54 * size; col++) {
                int value = preview[row * 300 + col] & 0xFF;
                assertTrue(value == 0 || value == 255);
                ink += value / 255;
            }
        }
        assertEquals(123 * size * size, ink);
        assertArrayEquals(
                get("/v1/grids/samples/2020-02?rows=20&cols=20", "image/png"),
                get("/v1/grids/samples/2020-02/preview?rows=20&cols=20", "image/png"),
                "too small for a word");
    }

    @Test
    void allEncodingsOfAMonthSayTheSame() throws IOException {
        String path = "/v1/grids/arrests/2020-03";
        JsonPath month = json(path);
        byte[] u8 = get(path, "application/octet-stream");
        int[] counts = ints(get(path, "application/x-npy"));
        float scale = month.getFloat("scale");
        List<Integer> values = month.getList("months[0].values");
        assertEquals(CELLS, u8.length);
        assertArrayEquals(u8, pixels(get(path, "image/png"), 300));
        for (int i = 0; i < CELLS; i++) {
            assertEquals(values.get(i), u8[i] & 0xFF);
            assertEquals((int) Math.min(255, Math.floor(255.0 * counts[i] / scale + 0.5)), u8[i] & 0xFF);
        }
        assertEquals(month.getInt("months[0].inBounds"), Arrays.stream(counts).sum());
        assertEquals(
                month.getInt("months[0].records"),
                month.getInt("months[0].inBounds")
                        + month.getInt("months[0].outside")
                        + month.getInt("months[0].unplaced"));
        assertEquals(3, month.getInt("months[0].unplaced"));
    }

    @Test
    void askingAgainGivesTheSame() {
        String path = "/v1/grids/arrests/2020-03?rows=31&cols=29";
        for (String type : List.of("application/json", "application/octet-stream", "application/json")) {
            for (String encoding : List.of("gzip", "identity")) {
                Response first = asked(path, type, encoding, "\"no such\"");
                Response again = asked(path, type, encoding, "\"no such\"");
                assertEquals(200, again.statusCode());
                assertTrue(again.contentType().startsWith(type), again.contentType());
                assertEquals("31,29", again.header("X-Data-Shape"));
                assertArrayEquals(first.asByteArray(), again.asByteArray());
                assertEquals(pairs(first), pairs(again));
                Response known = asked(path, type, encoding, first.header("ETag"));
                assertEquals(304, known.statusCode());
                assertEquals(0, known.asByteArray().length);
            }
        }
        given().get("/v1/grids/arrests/2020-03?rows=0&cols=29").then().statusCode(400);
        given().get("/q/metrics")
                .then()
                .body(containsString("uri=\"/v1/grids/{dataset}/{period}\""))
                .body(not(containsString("uri=\"/v1/grids/arrests")))
                .body(not(containsString("uri=\"/v1/grids/*")));
    }

    private static Response asked(String path, String type, String encoding, String etag) {
        return given().header("Accept", type)
                .header("Accept-Encoding", encoding)
                .header("If-None-Match", etag)
                .get(path);
    }

    /** Headers but for the seconds since Socrata's answer. */
    private static List<String> pairs(Response response) {
        return response.headers().asList().stream()
                .map(header -> header.getName().toLowerCase(Locale.ROOT) + ": " + header.getValue())
                .filter(header -> !header.startsWith("age: "))
                .sorted()
                .toList();
    }

    @Test
    void theScaleIsThatOfTheWholeYear() {
        int[] year = ints(get("/v1/grids/arrests/2020", "application/x-npy"));
        assertEquals(12 * CELLS, year.length);
        int[] sorted = Arrays.stream(year).filter(n -> n > 0).sorted().toArray();
        float scale = sorted[(int) Math.ceil(sorted.length * 0.95) - 1];
        assertEquals(scale, json("/v1/grids/arrests/2020").getFloat("scale"));
        assertEquals(scale, json("/v1/grids/arrests/2020-07").getFloat("scale"));
        assertArrayEquals(
                ints(get("/v1/grids/arrests/2020-07", "application/x-npy")),
                Arrays.copyOfRange(year, 6 * CELLS, 7 * CELLS));
    }

    @Test
    void filtersPartition() {
        int[] all = ints(get("/v1/grids/arrests/2020-05?rows=97&cols=41", "application/x-npy"));
        for (List<String> parts : List.of(
                List.of("category=felony", "category=misdemeanor", "category=violation", "category=other"),
                List.of("category=felony&category=other", "category=misdemeanor&category=violation"),
                List.of("offence=ROBBERY", "offence=BURGLARY", "offence=FRAUDS"),
                List.of("offence=robbery&offence= Burglaries", "offence=Frauds"))) {
            int[] sum = new int[all.length];
            for (String part : parts) {
                int[] counts = ints(get("/v1/grids/arrests/2020-05?rows=97&cols=41&" + part, "application/x-npy"));
                for (int i = 0; i < sum.length; i++) {
                    sum[i] += counts[i];
                }
            }
            assertArrayEquals(all, sum);
        }
    }

    @Test
    void smoothingKeepsTheRecords() {
        byte[] npy = get("/v1/grids/arrests/2020-05?smooth=750", "application/x-npy");
        assertTrue(header(npy).contains("'<f4'"));
        double sum = 0;
        ByteBuffer floats = content(npy);
        while (floats.hasRemaining()) {
            sum += floats.getFloat();
        }
        assertEquals(json("/v1/grids/arrests/2020-05").getInt("months[0].inBounds"), sum, 0.1);
    }

    @Test
    void morphsInAHundredAndSixFrames() {
        Response response = given().get("/v1/grids/arrests/2020/frames");
        byte[] frames = response.asByteArray();
        assertEquals("106", response.header("X-Data-Frames"));
        assertEquals(106 * CELLS, frames.length);
        byte[] year = get("/v1/grids/arrests/2020", "application/octet-stream");
        assertArrayEquals(frame(year, 0), frame(frames, 0));
        assertArrayEquals(frame(year, 4), frame(frames, 4 * 9));
        assertArrayEquals(frame(year, 11), frame(frames, 99));
        assertArrayEquals(frame(year, 11), frame(frames, 105));
        for (int k : new int[] {0, 5, 50, 99, 105}) {
            assertArrayEquals(
                    frame(frames, k), get("/v1/grids/arrests/2020/frames?frame=" + k, "application/octet-stream"));
        }
    }

    @Test
    void blendsTheExactCounts() {
        int[] counts = ints(get("/v1/grids/arrests/2020", "application/x-npy"));
        float scale = json("/v1/grids/arrests/2020-01").getFloat("scale");
        byte[] middle = get(
                "/v1/grids/arrests/2020/frames?between=3&hold=20&easing=linear&frame=2", "application/octet-stream");
        for (int i = 0; i < CELLS; i++) {
            double blend = (counts[i] + counts[CELLS + i]) / 2.0;
            assertEquals((int) Math.min(255, Math.floor(255 * blend / scale + 0.5)), middle[i] & 0xFF);
        }
        given().get("/v1/grids/arrests/2020/frames?between=10&hold=20&easing=ease-in")
                .then()
                .header("X-Data-Frames", "142");
    }

    @Test
    void sendsTheSameBytesCompressedAndNotAtAllIfKnown() {
        String path = "/v1/grids/arrests/2020";
        Response plain = given().header("Accept", "application/octet-stream").get(path);
        Response zipped = given().config(io.restassured.RestAssured.config()
                        .decoderConfig(io.restassured.config.DecoderConfig.decoderConfig()
                                .contentDecoders(io.restassured.config.DecoderConfig.ContentDecoder.GZIP)))
                .header("Accept", "application/octet-stream")
                .get(path);
        assertEquals("gzip", zipped.header("Content-Encoding"));
        assertArrayEquals(plain.asByteArray(), zipped.asByteArray());
        for (String tag : List.of(plain.header("ETag"), zipped.header("ETag"))) {
            given().header("Accept", "application/octet-stream")
                    .header("If-None-Match", tag)
                    .get(path)
                    .then()
                    .statusCode(304);
        }
        String frames = "/v1/grids/arrests/2020/frames?between=1";
        String tag = given().get(frames).header("ETag");
        given().header("If-None-Match", tag).get(frames).then().statusCode(304);
        String counts = "/v1/counts/arrests?from=2020-01-01&to=2020-01-31";
        given().header("If-None-Match", given().get(counts).header("ETag"))
                .get(counts)
                .then()
                .statusCode(304);
    }

    @Test
    void countsEveryDay() {
        String range = "?from=2020-02-20&to=2020-04-03";
        Response npy = given().header("Accept", "application/x-npy").get("/v1/counts/arrests" + range);
        byte[] body = npy.asByteArray();
        assertTrue(header(body).contains("(44, 67, 50, 1,)"), header(body));
        int[] tensor = ints(body);
        assertEquals(44 * 3350, tensor.length);
        int inCells = Arrays.stream(tensor).sum();
        assertEquals(npy.header("X-Data-In-Bounds"), Integer.toString(inCells));
        assertEquals("3", npy.header("X-Data-Unplaced"), "March is whole, the others are not");
        assertEquals(
                Integer.parseInt(npy.header("X-Data-Rows")),
                inCells
                        + Integer.parseInt(npy.header("X-Data-Outside"))
                        + Integer.parseInt(npy.header("X-Data-Unplaced")));

        int[] sparse = new int[tensor.length];
        JsonPath json = json("/v1/counts/arrests" + range);
        List<List<Integer>> cells = json.getList("days.cell");
        List<List<Integer>> counts = json.getList("days.count");
        for (int day = 0; day < 44; day++) {
            for (int i = 0; i < cells.get(day).size(); i++) {
                sparse[day * 3350 + cells.get(day).get(i)] = counts.get(day).get(i);
            }
        }
        assertArrayEquals(tensor, sparse);
        assertEquals("2020-02-20", json.getString("days[0].date"));
        assertEquals("2020-04-03", json.getString("days[43].date"));
    }

    @Test
    void groupsPartitionTheCounts() {
        String range = "/v1/counts/arrests?from=2020-01-30&to=2020-02-02";
        int[] all = ints(get(range, "application/x-npy"));
        int[] four = ints(get(range + "&group=category", "application/x-npy"));
        int[] two = ints(get(range + "&group=offence&offence=BURGLARY&offence=ROBBERY", "application/x-npy"));
        int[] robbery = ints(get(range + "&group=offence&offence=ROBBERY", "application/x-npy"));
        assertEquals(all.length * 4, four.length);
        for (int i = 0; i < all.length; i++) {
            assertEquals(all[i], four[4 * i] + four[4 * i + 1] + four[4 * i + 2] + four[4 * i + 3]);
            assertEquals(robbery[i], two[2 * i + 1]);
        }
        assertTrue(Arrays.stream(robbery).sum() > 0);
    }

    @Test
    void tellsThePrecinctsOfCells() {
        JsonPath json = json("/v1/counts/arrests/precincts?from=2020-01-01&to=2020-01-31");
        List<Integer> cells = json.getList("cell");
        List<Float> shares = json.getList("share");
        List<List<Integer>> daily = json.getList("daily");
        List<Integer> records = json.getList("records");
        assertEquals(List.of(1, 2, 3), json.getList("precincts"));
        assertEquals(31, daily.size());
        assertEquals(
                records.stream().mapToInt(n -> n).sum(),
                daily.stream().flatMap(List::stream).mapToInt(n -> n).sum());
        double ofFirst = 0;
        for (int i = 0; i < cells.size() && cells.get(i).equals(cells.get(0)); i++) {
            ofFirst += shares.get(i);
        }
        assertEquals(1, ofFirst, 0.001);
    }

    @Test
    void findsHotSpots() {
        given().get("/v1/hotspots/arrests/2020-12")
                .then()
                .statusCode(200)
                .contentType("application/geo+json")
                .body("type", equalTo("FeatureCollection"))
                .body("from", equalTo("2020-01"))
                .body("cells", equalTo(1508))
                .body("features.size()", greaterThan(3))
                .body("features.findAll{it.properties.kind=='hot'}.properties.class.unique()", hasSize(greaterThan(0)))
                .body("features[0].geometry.coordinates[0]", hasSize(5));
    }

    @ParameterizedTest
    @CsvSource({
        "grids/arrests/2024-13, period",
        "grids/arrests/abcd, period",
        "grids/arrests/2020-03?rows=0, rows",
        "grids/arrests/2020-03?rows=1000000000, rows",
        "grids/arrests/2020-03?cols=10000000000000, cols",
        "grids/arrests/2020-03?rows=x, rows",
        "grids/arrests/2020-03?smooth=NaN, smooth",
        "grids/arrests/2020-03?smooth=-1, smooth",
        "grids/arrests/2020-03?smooth=Infinity, smooth",
        "grids/arrests/2020-03?category=murder, category",
        "grids/arrests/2020-03?category=felony&category=FELONY, category",
        "grids/arrests/2020-03?offence=ROBERY, offence",
        "grids/arrests/2020-03?rows=3&rows=4, rows",
        "grids/arrests/2020-03?type=ROBBERY, type",
        "datasets?dataset=arrests, dataset",
        "areas/boroughs?zoom, zoom",
        "counts/arrests?from=2020-01-01&to=2020-01-02&group=offence&offence=ROBBERY&offence=robbery, offence",
        "grids/arrests/2020/frames?between=-1, between",
        "grids/arrests/2020/frames?hold=601, hold",
        "grids/arrests/2020/frames?easing=bounce, easing",
        "grids/arrests/2020/frames?frame=106, frame",
        "grids/arrests/2020-01/frames, period",
        "counts/arrests, from",
        "counts/arrests?from=2020-01-01, to",
        "counts/arrests?from=2020-01-32&to=2020-02-01, from",
        "counts/arrests?from=2020-02-01&to=2020-01-01, to",
        "counts/arrests?from=1970-01-01&to=2020-01-01, to",
        "counts/arrests?from=2020-01-01&to=2020-01-02&group=sex, group",
        "counts/arrests?from=2020-01-01&to=2020-01-02&group=offence, offence",
        "counts/arrests?from=2020-01-01&to=2020-01-02&offence=ROBBERY, offence",
        "counts/arrests/precincts?from=x&to=2020-01-02, from",
        "hotspots/arrests/2020, month",
        "hotspots/arrests/2020-12?history=100, history"
    })
    void badParametersAreNamed(String path, String parameter) {
        given().get("/v1/" + path)
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("parameter", equalTo(parameter))
                .body("title", equalTo("Bad Request"))
                .body("instance", equalTo("/v1/" + path.replaceAll("\\?.*", "")))
                .body("status", equalTo(400));
    }

    @Test
    void theNearestOffencesAreNamed() {
        given().get("/v1/grids/arrests/2020-03?offence=robery")
                .then()
                .statusCode(400)
                .body("near", hasSize(3))
                .body("near[0]", equalTo("ROBBERY"));
        given().get("/v1/hotspots/arrests/2020-12?offence=larceny")
                .then()
                .statusCode(400)
                .body("near", hasItems("GRAND LARCENY", "PETIT LARCENY"));
        given().get("/v1/grids/complaints/2020-03?offence=anything")
                .then()
                .statusCode(200)
                .body("offences", equalTo(List.of("ANYTHING")))
                .body("months[0].records", equalTo(0));
    }

    @Test
    void freshnessIsHandedDown() {
        Response month = given().get("/v1/grids/arrests/2020-03");
        assertEquals("public, max-age=3600", month.header("Cache-Control"));
        int age = Integer.parseInt(month.header("Age"));
        assertTrue(age >= 100 && age < 1000, "Age: " + age);
        given().get("/v1/datasets").then().header("Cache-Control", "public, max-age=3600");
    }

    @Test
    void aRangeOutsideOfTheDataCannotBeAnswered() {
        given().get("/v1/counts/arrests?from=2019-12-01&to=2020-01-02")
                .then()
                .statusCode(422)
                .contentType("application/problem+json")
                .body("parameter", equalTo("from"))
                .body("first", equalTo("2020-01-01"))
                .body("last", equalTo("2020-12-31"));
        given().get("/v1/grids/arrests/1999")
                .then()
                .statusCode(404)
                .body("parameter", equalTo("period"))
                .body("first", equalTo("2020-01"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "grids/arrests/1999",
                "grids/arrests/1999-01",
                "grids/no'dataset/2020-01",
                "areas/parks",
                "areas/wards"
            })
    void whatIsNotThereIs404(String path) {
        given().urlEncodingEnabled(true)
                .get("/v1/" + path)
                .then()
                .statusCode(404)
                .contentType("application/problem+json");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/grids/arrests/2020-02", "/v1/counts/mask", "/v1/grids/arrests/1999", "/q/health/live"})
    void everyAnswerIsOfTheTypeThatItSays(String path) {
        for (int times = 0; times < 2; times++) {
            assertEquals(List.of("nosniff"), given().get(path).headers().getValues("X-Content-Type-Options"));
        }
    }

    @Test
    void theCommittedDocumentDescribesIt() throws Exception {
        OpenApiDocument.check("grid-service", "http://localhost:" + RestAssured.port);
    }

    @Test
    void isObservable() {
        given().get("/q/health/ready").then().statusCode(200);
        given().get("/q/openapi").then().statusCode(200).body(containsString("/v1/hotspots/{dataset}/{month}"));
        json("/v1/grids/arrests/2020-02");
        given().get("/q/metrics").then().statusCode(200).body(containsString("nyc_grid_records_kept_bytes"));
        given().get("/v1/datasets").then().statusCode(200).body("datasets[0].id", equalTo("arrests"));
    }

    private static byte[] frame(byte[] all, int number) {
        return Arrays.copyOfRange(all, number * CELLS, (number + 1) * CELLS);
    }

    private static String header(byte[] npy) {
        return new String(
                npy, 10, ByteBuffer.wrap(npy).order(ByteOrder.LITTLE_ENDIAN).getShort(8));
    }

    private static ByteBuffer content(byte[] npy) {
        ByteBuffer buffer = ByteBuffer.wrap(npy).order(ByteOrder.LITTLE_ENDIAN);
        return buffer.position(10 + buffer.getShort(8));
    }

    private static int[] ints(byte[] npy) {
        assertTrue(header(npy).contains("'<i4'"));
        ByteBuffer content = content(npy);
        int[] values = new int[content.remaining() / 4];
        content.asIntBuffer().get(values);
        return values;
    }

    /** Reads the one IDAT chunk back: 8 signature, 25 IHDR, then length, type and zlib data. */
    private static byte[] pixels(byte[] png, int width) throws IOException {
        int length = ByteBuffer.wrap(png).getInt(33);
        InflaterInputStream zlib = new InflaterInputStream(new ByteArrayInputStream(png, 41, length));
        ByteArrayOutputStream pixels = new ByteArrayOutputStream();
        while (true) {
            int filter = zlib.read();
            if (filter < 0) {
                return pixels.toByteArray();
            }
            assertEquals(0, filter);
            pixels.write(zlib.readNBytes(width));
        }
    }
}
