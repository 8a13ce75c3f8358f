package nyc.crime.predict.record;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import jakarta.inject.Inject;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import nyc.crime.predict.FakeGrid;
import nyc.crime.predict.TinyNetwork;

import static io.restassured.RestAssured.when;
import static org.hamcrest.Matchers.containsString;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Through time: issue, wait for the days to be published, score; and a byte that somebody changes. */
@QuarkusTest
@WithTestResource(FakeGrid.class)
@WithTestResource(TinyNetwork.class)
class ForecastRecordTest {

    private static final LocalDate THEN = LocalDate.of(2015, 12, 10);
    private static final LocalDate KNOWN = THEN.minusDays(21);
    private static final Path FILE = FakeGrid.recordFolder().resolve("record");

    @Inject
    ForecastRecord record;

    @BeforeEach
    void nothingIsOnRecord() throws IOException {
        Files.deleteIfExists(FILE);
        FakeGrid.publish(THEN);
    }

    @AfterEach
    void allIsPublished() {
        FakeGrid.publish(FakeGrid.LAST);
    }

    @Test
    void citiesStayApartInOneFolder() {
        Path folder = FakeGrid.recordFolder();
        assertEquals(folder, ForecastRecord.folder(folder, "nyc"));
        assertEquals(folder.resolve("chicago"), ForecastRecord.folder(folder, "chicago"));
    }

    private static JsonPath get(String path) {
        return when().get(path).then().statusCode(200).extract().jsonPath();
    }

    @Test
    void whatIsSaidBeforehandIsScoredWhenItsDaysArePublished() throws IOException {
        assertEquals(List.of(), get("/v1/record").getList("issues"));
        record.issue();
        String sealed = Files.readString(FILE);
        JsonPath listed = get("/v1/record");
        assertTrue(listed.getBoolean("kept") && listed.getBoolean("intact"));
        assertEquals(List.of("convlstm", "climatology", "ha-global", "ha-weekday"), listed.getList("issues.model.id"));
        assertEquals(TinyNetwork.VERSION, listed.getString("issues[0].model.version"));
        assertEquals(KNOWN.toString(), listed.getString("issues[0].origin"));
        assertEquals(FakeGrid.TODAY.toString(), listed.getString("issues[0].start"));
        assertEquals(listed.getString("issues[2].hash"), listed.getString("issues[3].previous"));
        JsonPath early = get("/v1/record/scores");
        assertEquals(4, early.getInt("waiting"));
        assertEquals(List.of(), early.getList("models"));

        // the days come, with late reports before them too: what was said stays as it was
        FakeGrid.publish(FakeGrid.LAST);
        record.issue();
        assertEquals(sealed, Files.readString(FILE), "one forecast a day and model");
        JsonPath scores = get("/v1/record/scores");
        assertEquals(0, scores.getInt("waiting"));
        assertEquals(4, scores.getList("models").size());
        double squares = 0;
        int cells = 0;
        for (int cell = 0; cell < FakeGrid.ROWS * FakeGrid.COLS; cell++) {
            if (!FakeGrid.isLand(cell)) {
                continue;
            }
            cells++;
            int at = cell;
            double mean = IntStream.range(0, 365)
                            .map(day -> records(KNOWN.minusDays(day), at))
                            .sum()
                    / 365.0;
            for (int day = 0; day < 14; day++) {
                double error = mean - records(FakeGrid.TODAY.plusDays(day), cell);
                squares += error * error;
            }
        }
        assertEquals(squares / cells / 14, scores.getDouble("models.find { it.model == 'ha-global' }.mse"), 1e-4);
        assertEquals("2015-12-31", scores.getString("publishedThrough"));
        assertEquals("2015-12-10", scores.getString("completeThrough"));
    }

    private static int records(LocalDate day, int cell) {
        return IntStream.range(0, 4)
                .map(offence -> FakeGrid.count(day, cell, offence))
                .sum();
    }

    @Test
    void aChangedByteIsFound() throws IOException {
        record.issue();
        byte[] whole = Files.readAllBytes(FILE);
        int second = new String(whole, StandardCharsets.ISO_8859_1).indexOf('\n') + 1;
        for (int at : new int[] {second + 3, second + 80, second + 400, whole.length - 1}) {
            byte[] changed = whole.clone();
            changed[at] ^= 1;
            Files.write(FILE, changed);
            JsonPath listed = get("/v1/record");
            assertFalse(listed.getBoolean("intact"), "byte " + at);
            assertEquals(at == whole.length - 1 ? 4 : 2, listed.getInt("brokenAt"), "byte " + at);
            when().get("/v1/record/scores").then().statusCode(500).body("detail", containsString("broken"));
        }
        Files.write(FILE, whole);
        assertNull(get("/v1/record").get("brokenAt"));
    }

    @Test
    void linesAreReadAsTheyWereWritten() throws Exception {
        Chain one = new Chain(FakeGrid.recordFolder());
        one.write((known, writer) -> {
            writer.append("{\"é\":1}");
            writer.append("{}");
        });
        List<String> contents = new ArrayList<>();
        Chain.State state = new Chain(FakeGrid.recordFolder()).read(link -> contents.add(link.content()));
        assertEquals(List.of("{\"é\":1}", "{}"), contents);
        assertEquals(2, state.size());
    }
}
