package nyc.crime.kubernetes;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.StringReader;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import nyc.crime.testkit.RealData;
import nyc.crime.testkit.ServiceProcess;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** {@code deploy/data} against a SODA host that fails now and then. */
class DataScriptTest {

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    /** The datasets that have rows of these months, with their column of dates. */
    private static final Map<String, String> DATES = Map.of("8h9b-rp9u", "arrest_date", "qgea-i56i", "cmplnt_fr_dt");

    private static ServiceProcess standin;

    @TempDir
    Path folder;

    @BeforeAll
    static void start() {
        standin = ServiceProcess.start("deploy/standin", Map.of(), "--app-token", "known");
    }

    @AfterAll
    static void stop() {
        standin.close();
    }

    @Test
    void theFilesHoldEveryRowAndCanBeServed() throws Exception {
        faults("{\"p5xx\":0.1,\"pTruncate\":0.2}");
        String said;
        try {
            said = fetch(0, "known");
        } finally {
            faults("{\"p5xx\":0,\"pTruncate\":0}");
        }
        assertTrue(said.contains(" 4 months fetched"), said);
        Map<String, String> counted = new TreeMap<>();
        DATES.forEach((id, date) -> counted.put(id, count(standin, id, date)));
        Map<String, Integer> held = new TreeMap<>();
        for (Path file : files()) {
            List<String> lines = lines(file);
            String id = file.getFileName().toString().substring(0, 9);
            assertEquals(columns(id), lines.get(0).replace("\"", ""), file.toString());
            held.merge(id, lines.size() - 1, Integer::sum);
        }
        assertEquals(counted.toString(), held.toString());
        try (ServiceProcess again = ServiceProcess.start("deploy/standin", Map.of(), "--data", folder.toString())) {
            DATES.forEach((id, date) -> assertEquals(counted.get(id), count(again, id, date)));
        }
    }

    @Test
    void aSecondRunFetchesOnlyWhatIsMissingOrDamaged() throws Exception {
        fetch(0, "known");
        assertTrue(fetch(0, "known").contains(" 0 months fetched"));
        byte[] whole = Files.readAllBytes(files().get(0));
        Files.write(files().get(0), Arrays.copyOf(whole, whole.length / 2));
        Files.delete(files().get(1));
        assertTrue(fetch(0, "known").contains(" 2 months fetched"));
        assertEquals(whole.length, Files.size(files().get(0)));
    }

    @Test
    void aRefusalIsSaidAndLeavesNothing() throws Exception {
        String said = fetch(1, "unknown");
        assertTrue(said.contains("answers 403 for 8h9b-rp9u"), said);
        assertEquals(List.of(), files());
    }

    @Test
    void anotherCityIsFetchedByItsProfile() throws Exception {
        try (ServiceProcess chicago = ServiceProcess.start(
                "deploy/standin",
                Map.of(),
                "--data",
                RealData.required("cities/chicago").toString())) {
            String said = fetch(0, "any", "chicago", "2018-01", "2018-02", chicago);
            assertTrue(said.contains("37042 rows of 2018-01 to 2018-02"), said);
            assertTrue(said.contains("igwz-8jzy: 77 neighbourhoods"), said);
        }
        assertEquals(
                List.of("igwz-8jzy.geojson.gz", "ijzp-q8t2_2018-01.csv.gz", "ijzp-q8t2_2018-02.csv.gz"),
                files().stream().map(file -> file.getFileName().toString()).toList());
        assertEquals(
                "date,primary_type,ward,latitude,longitude",
                lines(files().get(1)).get(0).replace("\"", ""));
    }

    private String fetch(int status, String token) throws IOException, InterruptedException {
        return fetch(status, token, "nyc", "2014-12", "2015-01", standin);
    }

    private String fetch(int status, String token, String city, String from, String to, ServiceProcess host)
            throws IOException, InterruptedException {
        ProcessBuilder script = new ProcessBuilder(
                        Repository.root().resolve("deploy/data").toString(),
                        "--city",
                        city,
                        "--from",
                        from,
                        "--to",
                        to,
                        "--upstream",
                        host.url(),
                        folder.toString())
                .redirectErrorStream(true);
        script.environment().putAll(Map.of("SOCRATA_APP_TOKEN", token, "PAGE_ROWS", "20000"));
        Process process = script.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(status, process.waitFor(), said);
        return said;
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }

    private static List<String> lines(Path file) throws IOException {
        try (BufferedReader reader = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
            return reader.lines().collect(Collectors.toCollection(ArrayList::new));
        }
    }

    /** What ingest-service asks for, by the profile of the city. */
    private static String columns(String id) throws IOException {
        Properties ingest = new Properties();
        ingest.load(new StringReader(Repository.read("deploy/cities/nyc.properties")));
        for (String dataset : List.of("arrests", "complaints")) {
            String prefix = "nyc.cities.nyc.datasets." + dataset + ".";
            if (ingest.getProperty(prefix + "sources").contains(id)) {
                String join = ingest.getProperty(prefix + "join-column", dataset.equals("arrests") ? "" : "rpt_dt");
                return ingest.getProperty(prefix + "date-column") + ",law_cat_cd,ofns_desc,"
                        + ingest.getProperty(prefix + "precinct-column") + ",latitude,longitude"
                        + (join.isEmpty() ? "" : "," + join);
            }
        }
        throw new IllegalStateException("ingest-service does not read " + id);
    }

    private static String count(ServiceProcess host, String id, String date) {
        String where =
                URLEncoder.encode(date + " >= '2014-12-01' and " + date + " < '2015-02-01'", StandardCharsets.UTF_8);
        String body = send(host, "GET", "/resource/" + id + ".csv?%24select=count(*)%20as%20n&%24where=" + where, "");
        String rows = body.lines().skip(1).findFirst().orElseThrow().replace("\"", "");
        assertNotEquals("0", rows);
        return rows;
    }

    private static void faults(String faults) {
        send(standin, "PUT", "/admin/faults", faults);
    }

    private static String send(ServiceProcess host, String method, String path, String body) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(host.url() + path))
                .header("Content-Type", "application/json")
                .header("X-App-Token", "known")
                .method(
                        method,
                        body.isEmpty()
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body))
                .build();
        HttpResponse<String> answer =
                HTTP.sendAsync(request, HttpResponse.BodyHandlers.ofString()).join();
        assertEquals(2, answer.statusCode() / 100, answer.body());
        return answer.body();
    }
}
