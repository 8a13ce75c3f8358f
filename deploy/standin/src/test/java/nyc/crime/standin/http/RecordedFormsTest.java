package nyc.crime.standin.http;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import jakarta.inject.Inject;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import nyc.crime.standin.data.DataFolder;
import nyc.crime.standin.data.Dataset;
import nyc.crime.standin.data.GzipFile;
import nyc.crime.standin.faults.FaultInjector;
import nyc.crime.standin.faults.FaultSettings;
import nyc.crime.testkit.RealData;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** The stand-in against answers that Socrata really gave. */
@QuarkusTest
class RecordedFormsTest {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    @TempDir
    Path folder;

    @Inject
    Catalog catalog;

    @Inject
    FaultInjector faults;

    private static Map<String, Dataset> realRows;

    private Path real;

    private Map<String, Dataset> realRows() {
        if (realRows == null) {
            realRows = DataFolder.read(real.resolve("socrata")).datasets();
        }
        return realRows;
    }

    @AfterAll
    static void forget() {
        realRows = null;
    }

    @BeforeEach
    void realData() {
        real = RealData.required();
        faults.settings(FaultSettings.NONE);
    }

    @Test
    void aRecordedCsvComesBackAsItWas() throws IOException {
        List<String> recorded = Files.readAllLines(real.resolve("fixtures/resource-8h9b-rp9u.csv"));
        GzipFile.write(folder.resolve("8h9b-rp9u.csv.gz"), recorded.toArray(String[]::new));
        catalog.open(DataFolder.read(folder).datasets(), null);
        List<String> answered =
                Arrays.asList(given().get("/resource/8h9b-rp9u.csv").asString().split("\n"));
        assertEquals(1001, answered.size());
        assertEquals(recorded.get(0), answered.get(0));
        assertEquals(
                recorded.stream().sorted().toList(), answered.stream().sorted().toList());
    }

    @Test
    void recordedJsonComesBackAsItWas() throws IOException {
        catalog.open(realRows(), null);
        Map<String, JsonNode> answered = new LinkedHashMap<>();
        JsonNode rows = MAPPER.readTree(given().queryParam("$limit", 50_000)
                .get("/resource/uip8-fykc.json")
                .asByteArray());
        rows.forEach(row -> answered.put(row.get("arrest_key").asText(), row));
        int compared = 0;
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(real.resolve("socrata/uip8-fykc.ndjson.gz"))),
                StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                JsonNode recorded = MAPPER.readTree(line);
                assertEquals(recorded, answered.get(recorded.get("arrest_key").asText()));
                compared++;
            }
        }
        assertEquals(10_000, compared);
        assertEquals(10_000, rows.size());
    }

    @Test
    void headersAreTheRecordedOnes() throws IOException {
        catalog.open(realRows(), null);
        Response answer = given().queryParam("$select", "law_cat_cd,count(*) as count")
                .queryParam("$group", "law_cat_cd")
                .get("/resource/8h9b-rp9u.json");
        Set<String> answered = answer.headers().asList().stream()
                .map(header -> header.getName().toLowerCase(Locale.ROOT))
                .collect(Collectors.toCollection(TreeSet::new));
        // these belong to Socrata's front and its encryption, or to a connection
        Set<String> notOurs = Set.of("strict-transport-security", "connection", "content-encoding");
        int compared = 0;
        for (JsonNode recorded : MAPPER.readTree(
                real.resolve("fixtures/socrata-recorded-responses.json").toFile())) {
            if (!recorded.get("url").asText().contains("/resource/")) {
                continue;
            }
            Set<String> wanted = new TreeSet<>();
            recorded.get("headers").fieldNames().forEachRemaining(name -> wanted.add(name.toLowerCase(Locale.ROOT)));
            wanted.removeAll(notOurs);
            wanted.removeAll(answered);
            assertEquals(Set.of(), wanted, recorded.get("url").asText());
            assertEquals(recorded.at("/headers/Content-Type").asText(), answer.header("Content-Type"));
            compared++;
        }
        assertTrue(compared > 10);
        assertEquals("[\"law_cat_cd\",\"count\"]", answer.header("X-SODA2-Fields"));
        assertEquals("[\"text\",\"number\"]", answer.header("X-SODA2-Types"));
    }

    @Test
    void errorBodiesHaveTheRecordedFields() throws IOException {
        catalog.open(realRows(), "the-token");
        Map<String, Response> answers = Map.of(
                "unknown column in $select/$where",
                        given().queryParam("$select", "nosuchcolumn").get("/resource/8h9b-rp9u.json"),
                "type error",
                        given().queryParam("$where", "date_trunc_y(law_cat_cd) = '2024-01-01'")
                                .get("/resource/8h9b-rp9u.json"),
                "column not in group by",
                        given().queryParam("$select", "law_cat_cd, count(*)").get("/resource/8h9b-rp9u.json"),
                "SoQL parse error",
                        given().queryParam("$query", "select * where > 42").get("/resource/8h9b-rp9u.json"),
                "unknown query parameter without $",
                        given().queryParam("burst", "x").get("/resource/8h9b-rp9u.json"),
                "invalid app token", given().header("X-App-Token", "x").get("/resource/8h9b-rp9u.json"),
                "unknown dataset", given().get("/resource/zzzz-zzzz.json"));
        Set<String> seen = new HashSet<>();
        for (JsonNode recorded : MAPPER.readTree(
                real.resolve("fixtures/socrata-error-bodies.json").toFile())) {
            String when = recorded.get("when").asText();
            if (recorded.get("body").isNull()) {
                continue;
            }
            assertTrue(answers.containsKey(when), when);
            Response answer = answers.get(when);
            JsonNode body = MAPPER.readTree(answer.asByteArray());
            assertEquals(recorded.get("status").asInt(), answer.statusCode(), when);
            assertEquals(names(recorded.get("body")), names(body), when);
            assertEquals(recorded.at("/body/code"), body.at("/code"), when);
            assertEquals(recorded.at("/body/errorCode"), body.at("/errorCode"), when);
            assertEquals(recorded.at("/body/error"), body.at("/error"), when);
            if (recorded.at("/body/data").isObject()) {
                assertEquals(names(recorded.at("/body/data")), names(body.at("/data")), when);
            }
            if (when.equals("unknown column in $select/$where")) {
                assertEquals(recorded.at("/body/data/position/column"), body.at("/data/position/column"));
                assertTrue(body.at("/message")
                        .asText()
                        .startsWith("Query coordinator error: query.soql.no-such-column;"
                                + " No such column: nosuchcolumn; position: Map(row -> 1, column -> 8, line -> \""));
            }
            if (when.equals("invalid app token") || when.startsWith("unknown dataset")) {
                assertEquals(recorded.at("/body/message"), body.at("/message"), when);
            }
            seen.add(when);
        }
        assertEquals(answers.keySet(), seen);
        assertFalse(seen.isEmpty());
    }

    private static List<String> names(JsonNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names.stream().sorted().toList();
    }

    @Test
    void aRealMonthInPagesIsExact() throws IOException {
        catalog.open(realRows(), null);
        faults.settings(new FaultSettings(0, 0, 0, null, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, true, 1));
        Set<String> ids = new HashSet<>();
        int rows = 0;
        for (int offset = 0; offset < 24_000; offset += 8_000) {
            JsonNode page = MAPPER.readTree(given().queryParam("$select", ":id,arrest_date,latitude")
                    .queryParam("$where", "arrest_date >= '2024-03-01' and arrest_date < '2024-04-01'")
                    .queryParam("$order", "arrest_date,:id")
                    .queryParam("$limit", 8_000)
                    .queryParam("$offset", offset)
                    .get("/resource/8h9b-rp9u.json")
                    .asByteArray());
            rows += page.size();
            page.forEach(row -> ids.add(row.get(":id").asText()));
        }
        assertEquals(21_219, rows);
        assertEquals(21_219, ids.size());
    }

    @Test
    void monthsAddUpToTheYear() throws IOException {
        catalog.open(realRows(), null);
        JsonNode months =
                MAPPER.readTree(given().queryParam("$select", "date_trunc_ym(arrest_date) as month,count(*) as n")
                        .queryParam("$group", "month")
                        .queryParam("$order", "month")
                        .get("/resource/8h9b-rp9u.json")
                        .asByteArray());
        assertEquals(12, months.size());
        assertEquals("2024-03-01T00:00:00.000", months.get(2).get("month").asText());
        assertEquals("21219", months.get(2).get("n").asText());
        int sum = 0;
        for (JsonNode month : months) {
            sum += month.get("n").asInt();
        }
        assertEquals(258_159, sum);
    }
}
