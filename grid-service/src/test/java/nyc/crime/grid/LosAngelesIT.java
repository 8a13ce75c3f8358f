package nyc.crime.grid;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * A third city that is nothing but a file, which is packed with no service: Los Angeles, over rows that are made here in
 * the form of its portal: two datasets that follow each other, categories in a column, times as {@code HHMM}.
 */
class LosAngelesIT {

    private static final int DAYS_OF_2019 = 31;
    private static final int DAYS_OF_2020 = 40;
    private static final int A_DAY = 12;
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @TempDir
    static Path store;

    @TempDir
    static Path rows;

    private static Chain chain;

    @BeforeAll
    static void start() throws IOException {
        write("63jg-8b9z", LocalDate.of(2019, 12, 1), DAYS_OF_2019);
        write("2nrs-mtv8", LocalDate.of(2020, 1, 1), DAYS_OF_2020);
        Files.writeString(rows.resolve("ykn5-ns7z.geojson"), """
                {"type":"FeatureCollection","features":[
                 {"type":"Feature","properties":{"name":"Venice"},"geometry":{"type":"Polygon","coordinates":
                  [[[-118.50,33.95],[-118.40,33.95],[-118.40,34.05],[-118.50,34.05],[-118.50,33.95]]]}},
                 {"type":"Feature","properties":{"name":"Downtown"},"geometry":{"type":"Polygon","coordinates":
                  [[[-118.40,33.95],[-118.20,33.95],[-118.20,34.10],[-118.40,34.10],[-118.40,33.95]]]}}]}
                """);
        String profile = Path.of("src/test/resources/losangeles.properties")
                .toAbsolutePath()
                .toString();
        Map<String, String> city = Map.of("NYC_CITY", "losangeles", "SMALLRYE_CONFIG_LOCATIONS", profile);
        chain = new Chain(rows, store, city);
    }

    /** Each day a row an hour from 00:05 on, in areas 1 to 21 in turn; every third Part I, every sixth without a place. */
    private static void write(String id, LocalDate first, int days) throws IOException {
        StringBuilder csv = new StringBuilder("date_occ,time_occ,area,part_1_2,crm_cd_desc,lat,lon\n");
        for (int row = 0; row < days * A_DAY; row++) {
            int hour = row % A_DAY;
            boolean placed = row % 6 != 5;
            csv.append("%sT00:00:00.000,%02d05,%02d,%d,%s,%s,%s%n"
                    .formatted(
                            first.plusDays(row / A_DAY),
                            hour,
                            1 + row % 21,
                            row % 3 == 0 ? 1 : 2,
                            row % 3 == 0 ? "BURGLARY" : "VANDALISM - MISDEAMEANOR ($399 OR UNDER)",
                            placed ? (row % 2 == 0 ? "34.0003" : "34.0507") : "0",
                            placed ? (row % 2 == 0 ? "-118.4502" : "-118.2504") : "0"));
        }
        Files.writeString(rows.resolve(id + ".csv"), csv);
    }

    @AfterAll
    static void stop() {
        if (chain != null) {
            chain.close();
        }
    }

    private static JsonNode get(String path) throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(chain.url() + path)).build();
        HttpResponse<String> response = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
        assertEquals(200, response.statusCode(), path + ": " + response.body());
        return new ObjectMapper().readTree(response.body());
    }

    @Test
    void bothDatasetsAreOneSeriesInWhichEveryRowIsCounted() throws Exception {
        JsonNode points = get("/v1/series/crimes?by=month&group=category").get("points");
        assertEquals(3, points.size());
        int[] rowsOf = {DAYS_OF_2019 * A_DAY, 31 * A_DAY, 9 * A_DAY};
        for (int month = 0; month < rowsOf.length; month++) {
            // five of six have a place, one of three is Part I, and none of those without a place is
            JsonNode counts = points.get(month).get("counts");
            assertEquals(rowsOf[month] / 3, counts.get("part one").asInt());
            assertEquals(rowsOf[month] / 2, counts.get("part two").asInt());
        }
        JsonNode all = get("/v1/series/crimes?by=hour");
        int placed = (DAYS_OF_2019 + DAYS_OF_2020) * A_DAY * 5 / 6;
        assertEquals(placed, all.get("counted").asInt());
        // those without a place have no day either: they count where their whole month does
        assertEquals((DAYS_OF_2019 + 31) * A_DAY / 6, all.get("unplaced").asInt());
        for (int hour = 0; hour < 24; hour++) {
            boolean any = hour < A_DAY && hour % 6 != 5;
            assertEquals(
                    any ? DAYS_OF_2019 + DAYS_OF_2020 : 0,
                    all.get("points").get(hour).get("count").asInt(),
                    "hour " + hour);
        }
    }

    @Test
    void itsWordsOutlinesAndAreasAreTheProfiles() throws Exception {
        JsonNode georef = get("/v1/georef");
        assertEquals("losangeles", georef.at("/city/id").asText());
        assertEquals("Los Angeles", georef.at("/city/name").asText());
        assertEquals("[\"part one\",\"part two\"]", georef.get("categories").toString());
        Set<String> outlines = new TreeSet<>();
        georef.at("/forecast/boroughs").forEach(outline -> outlines.add(outline.asText()));
        assertEquals(Set.of("", "Venice", "Downtown"), outlines);
        assertEquals(33.95, georef.at("/forecast/bounds/south").asDouble(), 1e-4);
        long venice = get("/v1/series/crimes?area=neighbourhood:Venice")
                .get("counted")
                .asLong();
        long downtown = get("/v1/series/crimes?area=neighbourhood:Downtown")
                .get("counted")
                .asLong();
        assertTrue(venice > 0 && downtown > 0);
        assertEquals((DAYS_OF_2019 + DAYS_OF_2020) * A_DAY * 5L / 6, venice + downtown);
        assertEquals(21, get("/v1/areas/precincts").get("features").size());
    }
}
