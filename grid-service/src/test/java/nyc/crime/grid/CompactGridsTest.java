package nyc.crime.grid;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** The compact form says the same as the others, and its reader in the README reads it. */
@QuarkusTest
@QuarkusTestResource(IngestStub.class)
class CompactGridsTest {

    private static final List<String> CATEGORIES = List.of("felony", "misdemeanor", "violation", "other");

    @BeforeAll
    static void serve() {
        IngestStub.server.resetAll();
        IngestStub.datasets();
        IngestStub.serve("arrests", 2020);
    }

    private static byte[] get(String path, String type) {
        return answer("grids/arrests/" + path, type);
    }

    private static byte[] answer(String path, String type) {
        return given().header("Accept", type)
                .get("/v1/" + path)
                .then()
                .statusCode(200)
                .extract()
                .asByteArray();
    }

    private static CompactReader compact(String path) throws IOException {
        return new CompactReader(get(path, "application/vnd.nyc-grids"));
    }

    private static int[] exact(String path) {
        ByteBuffer npy = ByteBuffer.wrap(get(path, "application/x-npy")).order(ByteOrder.LITTLE_ENDIAN);
        npy.position(10 + npy.getShort(8));
        int[] values = new int[npy.remaining() / 4];
        npy.asIntBuffer().get(values);
        return values;
    }

    @Test
    void itHoldsTheExactCountsOfEachCategory() throws IOException {
        for (String size : List.of("", "?rows=1&cols=1", "?rows=31&cols=1000")) {
            CompactReader year = compact("2020" + size);
            assertArrayEquals(exact("2020" + size), year.dense(-1));
            String more = "2020" + (size.isEmpty() ? "?" : size + "&");
            for (int category = 0; category < 4; category++) {
                assertArrayEquals(exact(more + "category=" + CATEGORIES.get(category)), year.dense(category));
            }
        }
    }

    @Test
    void itsHeadSaysWhatTheJsonSays() throws IOException {
        for (String path : List.of("2020", "2020-03", "2020?offence=ROBBERY&offence=burglary")) {
            CompactReader compact = compact(path);
            JsonPath json = JsonPath.from(new String(get(path, "application/json"), StandardCharsets.UTF_8));
            JsonPath head = JsonPath.from(compact.head.toString());
            for (String field : List.of(
                    "dataset",
                    "period",
                    "source",
                    "publishedThrough",
                    "completeThrough",
                    "fetchedAt",
                    "stale",
                    "rows",
                    "cols",
                    "bounds",
                    "rowOrder",
                    "scale",
                    "scaleMonths",
                    "smooth",
                    "months.month",
                    "months.records",
                    "months.inBounds",
                    "months.outside",
                    "months.unplaced")) {
                assertEquals(json.<Object>get(field), head.get(field), path + " " + field);
            }
            assertEquals(CATEGORIES, head.getList("categories"));
            assertTrue(!compact.head.get("months").get(0).has("values"));
        }
    }

    @Test
    void itHoldsWhatWasAskedFor() throws IOException {
        CompactReader some = compact("2020?category=other&category=felony&offence=ROBBERY");
        assertEquals("[\"felony\",\"other\"]", some.head.get("categories").toString());
        assertArrayEquals(exact("2020?category=felony&category=other&offence=ROBBERY"), some.dense(-1));
        CompactReader month = compact("2020-05");
        assertEquals(1, month.months());
        assertArrayEquals(exact("2020-05"), month.dense(-1));
    }

    @Test
    void itIsNotSmoothed() {
        given().header("Accept", "application/vnd.nyc-grids")
                .get("/v1/grids/arrests/2020?smooth=300")
                .then()
                .statusCode(400)
                .body("parameter", equalTo("smooth"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"grids/arrests/2020", "history/arrests?rows=30&cols=40"})
    void theReaderInTheReadmeReadsIt(String path, @TempDir Path folder) throws Exception {
        Matcher code =
                Pattern.compile("```python\n(.*?)```", Pattern.DOTALL).matcher(Files.readString(Path.of("README.md")));
        assertTrue(code.find());
        byte[] body = answer(path, "application/vnd.nyc-grids");
        Path file = Files.write(folder.resolve("grids"), body);
        Path program = Files.writeString(
                folder.resolve("read.py"),
                code.group(1) + "head, cells, counts = read_grids(open(" + '"' + file + '"' + ", 'rb').read())\n"
                        + "print(len(head['months']), len(cells), len(counts), sum(counts), counts[-400:])\n");
        Process python = python(program);
        String said = new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        CompactReader read = new CompactReader(body);
        int size = read.counts.length;
        assertEquals(
                "12 " + read.cells.length + " " + size + " "
                        + Arrays.stream(read.counts).sum() + " "
                        + Arrays.toString(Arrays.copyOfRange(read.counts, size - 400, size)) + "\n",
                said);
    }

    private static Process python(Path program) {
        try {
            return new ProcessBuilder("python3", program.toString())
                    .redirectErrorStream(true)
                    .start();
        } catch (IOException e) {
            return Assumptions.abort("skipped: python3 is missing");
        }
    }
}
