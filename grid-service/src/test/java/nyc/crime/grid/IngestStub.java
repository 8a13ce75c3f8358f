package nyc.crime.grid;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;

/** Plays ingest-service: months of made-up records in its contract's form, and its failures. */
public class IngestStub implements QuarkusTestResourceLifecycleManager {

    /** The server that plays ingest-service. */
    static WireMockServer server;

    static final int HOUR = 3600;

    /** How long answers that are given from now on are fresh, in seconds. */
    static int maxAge = HOUR;

    @Override
    public Map<String, String> start() {
        server = new WireMockServer(WireMockConfiguration.options().dynamicPort());
        server.start();
        Map<String, String> config = new HashMap<>();
        config.put("quarkus.rest-client.ingest.url", server.baseUrl());
        config.put("nyc.grid.areas.population", population().toString());
        return config;
    }

    @Override
    public void stop() {
        server.stop();
    }

    /** Of the three precincts the first has residents that are known. */
    private static Path population() {
        try {
            return Files.writeString(
                    Files.createTempFile("population", ".csv"), "area,residents\nprecinct:1,2000\nprecinct:2,0\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Answers for a month's path. */
    static void month(String dataset, YearMonth month, ResponseDefinitionBuilder answer) {
        server.stubFor(
                get(urlPathEqualTo("/v1/records/" + dataset + "/" + month)).willReturn(answer));
    }

    /** Answers for a year's path. */
    static void year(String dataset, int year, ResponseDefinitionBuilder answer) {
        server.stubFor(
                get(urlPathEqualTo("/v1/records/" + dataset + "/" + year)).willReturn(answer));
    }

    /** Answers for the list of datasets: two whole ones, and one that ends in the middle of a month. */
    static void datasets() {
        server.stubFor(get("/v1/datasets").willReturn(json("""
                {"datasets":[
                 {"id":"arrests","firstDate":"2020-01-01","publishedThrough":"2020-12-31","completeThrough":"2020-12-31",
                  "source":"files","offences":[{"name":"ROBBERY","spellings":[]},
                  {"name":"BURGLARY","spellings":["BURGLARIES"]},
                  {"name":"FRAUDS"},{"name":"GRAND LARCENY"},{"name":"PETIT LARCENY"}]},
                 {"id":"complaints","trouble":"away"},
                 {"id":"summonses","firstDate":"2019-03-01","publishedThrough":"2020-09-17",
                  "completeThrough":"2020-08-31","source":"files"},
                 {"id":"calls","firstDate":"2020-01-01","publishedThrough":"2020-02-29",
                  "completeThrough":"2020-02-10","source":"files","columns":["offence","precinct","hour"]},
                 {"id":"stops","firstDate":"2020-01-01","publishedThrough":"2020-03-31",
                  "completeThrough":"2020-03-31","source":"files"},
                 {"id":"samples","firstDate":"2020-02-01","publishedThrough":"2020-02-29",
                  "completeThrough":"2020-02-29","source":"sample"}]}
                """)));
    }

    /** Three made-up precincts, side by side from west to east over the places of {@link #records}. */
    static void areas() {
        server.stubFor(get("/v1/areas/precincts").willReturn(json("""
                {"type":"FeatureCollection","kind":"precincts","source":"files","stale":false,
                 "fetchedAt":"2026-01-01T00:00:00Z","features":[
                 {"type":"Feature","id":"1","properties":{"precinct":"1"},
                  "geometry":{"type":"Polygon","coordinates":[[[-74.3,40.4],[-74.3,41],[-74,41],[-74,40.4],[-74.3,40.4]]]}},
                 {"type":"Feature","id":"2","properties":{"precinct":"2"},
                  "geometry":{"type":"Polygon","coordinates":[[[-74,40.4],[-73.9,40.4],[-73.9,41],[-74,41],[-74,40.4]]]}},
                 {"type":"Feature","id":"3","properties":{"precinct":"3"},
                  "geometry":{"type":"Polygon","coordinates":[[[-73.9,40.4],[-73.9,41],[-73.6,41],[-73.6,40.4],[-73.9,40.4]]]}}]}
                """)));
        server.stubFor(get("/v1/areas/neighbourhoods").willReturn(json("""
                {"type":"FeatureCollection","kind":"neighbourhoods","source":"files","stale":false,
                 "fetchedAt":"2026-01-01T00:00:00Z","features":[
                 {"type":"Feature","id":"Middle","properties":{"ntaname":"Middle"},
                  "geometry":{"type":"Polygon","coordinates":[[[-74,40.6],[-73.9,40.6],[-73.9,40.8],[-74,40.8],[-74,40.6]]]}}]}
                """)));
        server.stubFor(get("/v1/areas/parks").willReturn(aResponse().withStatus(404)));
    }

    static ResponseDefinitionBuilder json(String body) {
        return fresh().withHeader("Content-Type", "application/json").withBody(body);
    }

    /** An answer that Socrata gave 100 seconds ago. */
    private static ResponseDefinitionBuilder fresh() {
        return aResponse()
                .withHeader("Cache-Control", "public, max-age=" + maxAge)
                .withHeader("Age", "100");
    }

    static ResponseDefinitionBuilder lines(List<String> bodies) {
        return fresh().withHeader("Content-Type", "application/x-ndjson").withBody(String.join("\n", bodies) + "\n");
    }

    static ResponseDefinitionBuilder problem(int status, String detail) {
        return aResponse()
                .withStatus(status)
                .withHeader("Content-Type", "application/problem+json")
                .withHeader("Retry-After", "7")
                .withBody("{\"status\":" + status + ",\"title\":\"x\",\"detail\":\"" + detail + "\"}");
    }

    /** A period outside of what is published. */
    static ResponseDefinitionBuilder notPublished(String first, String last) {
        return aResponse()
                .withStatus(404)
                .withHeader("Content-Type", "application/problem+json")
                .withBody("{\"status\":404,\"title\":\"Not Found\",\"detail\":\"there are no records\","
                        + "\"parameter\":\"period\",\"first\":\"" + first + "\",\"last\":\"" + last + "\"}");
    }

    /** A month that has hours: unknown, 0, 1, … 23, unknown, … */
    static String timed(String records) {
        int placed = Integer.parseInt(records.replaceAll(".*\"placed\":(\\d+).*", "$1"));
        List<Integer> hours = new ArrayList<>();
        for (int i = 0; i < placed; i++) {
            hours.add(i % 25 - 1);
        }
        return records.substring(0, records.length() - 1) + ",\"hour\":" + array(hours) + "}";
    }

    /** A whole made-up year, as a stream and month by month. */
    static void serve(String dataset, int year) {
        List<String> months = new ArrayList<>();
        for (int m = 1; m <= 12; m++) {
            YearMonth month = YearMonth.of(year, m);
            months.add(records(dataset, month));
            month(dataset, month, json(records(dataset, month)));
        }
        year(dataset, year, lines(months));
    }

    /** Records of a month: 30 to 60 a day, some on the edges of the grids, some outside, three without a place. */
    static String records(String dataset, YearMonth month) {
        Random random = new Random(month.hashCode());
        int days = month.lengthOfMonth();
        List<Integer> dayStart = new ArrayList<>(List.of(0));
        List<Integer> lat = new ArrayList<>();
        List<Integer> lon = new ArrayList<>();
        List<Integer> category = new ArrayList<>();
        List<Integer> offence = new ArrayList<>();
        List<Integer> precinct = new ArrayList<>();
        for (int day = 0; day < days; day++) {
            int count = 30 + random.nextInt(30);
            for (int i = 0; i < count; i++) {
                boolean clustered = random.nextInt(3) > 0;
                lat.add(clustered ? 3_000 + random.nextInt(60) : random.nextInt(6_000) - 100);
                lon.add(clustered ? 3_300 + random.nextInt(60) : random.nextInt(7_000) - 100);
                category.add(random.nextInt(4));
                offence.add(random.nextInt(3));
                precinct.add(random.nextInt(4));
            }
            lat.add(List.of(800, 5_200, 961, 5_156).get(day % 4));
            lon.add(List.of(400, 6_000, 444, 6_000).get(day % 4));
            category.add(0);
            offence.add(0);
            precinct.add(1);
            dayStart.add(lat.size());
        }
        return "{\"dataset\":\"" + dataset + "\",\"period\":\"" + month + "\",\"source\":\"files\",\"stale\":false,"
                + "\"fetchedAt\":\"2026-01-01T00:00:00Z\",\"rows\":" + (lat.size() + 3) + ",\"placed\":" + lat.size()
                + ",\"unplaced\":3,\"base\":{\"lat\":40.4,\"lon\":-74.3},\"scale\":10000,\"days\":" + days
                + ",\"dayStart\":" + array(dayStart) + ",\"lat\":" + array(lat) + ",\"lon\":" + array(lon)
                + ",\"category\":" + array(category)
                + ",\"categories\":[\"felony\",\"misdemeanor\",\"violation\",\"other\"],"
                + "\"offences\":[\"ROBBERY\",\"BURGLARY\",\"FRAUDS\"],\"offence\":" + array(offence) + ",\"precinct\":"
                + array(precinct) + "}";
    }

    private static String array(List<Integer> values) {
        return values.stream().map(String::valueOf).collect(Collectors.joining(",", "[", "]"));
    }
}
