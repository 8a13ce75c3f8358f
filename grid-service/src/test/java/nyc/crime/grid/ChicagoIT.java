package nyc.crime.grid;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.StreamSupport;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import nyc.crime.testkit.RealData;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** The real crimes of Chicago, January to 8 August 2018, through three processes that know it by its profile: exact. */
class ChicagoIT {

    private static final int[] MONTHLY = {20_009, 17_033, 20_807, 20_639, 24_069, 23_438, 24_177, 6_213};
    private static final int ALL = 156_385;
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @TempDir
    static Path store;

    private static Chain chain;

    @BeforeAll
    static void start() {
        chain = new Chain(RealData.required("cities/chicago"), store, Map.of("NYC_CITY", "chicago"));
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

    private static long sum(JsonNode numbers) {
        return StreamSupport.stream(numbers.spliterator(), false)
                .mapToLong(JsonNode::asLong)
                .sum();
    }

    @Test
    void theGeoreferenceSaysWhichCityItIs() throws Exception {
        JsonNode georef = get("/v1/georef");
        assertEquals("chicago", georef.at("/city/id").asText());
        assertEquals("America/Chicago", georef.at("/city/zone").asText());
        assertEquals(
                "[\"violent\",\"property\",\"other\"]", georef.get("categories").toString());
        assertEquals("ward", georef.at("/areaKinds/0/word").asText());
        assertEquals("community areas", georef.at("/areaKinds/1/words").asText());
        assertEquals(60, georef.at("/forecast/rows").asInt());
        // the mask is the union of the 77 community areas, each of which has cells that are mostly its own
        Set<Integer> owners = new HashSet<>();
        georef.at("/forecast/borough").forEach(owner -> owners.add(owner.asInt()));
        assertEquals(78, georef.at("/forecast/boroughs").size());
        assertEquals(78, owners.size());
        assertEquals(
                sum(georef.at("/forecast/mask")),
                georef.at("/forecast/maskedIn").asLong());
    }

    @Test
    void everyMonthsGridHoldsItsRows() throws Exception {
        JsonNode year = get("/v1/grids/crimes/2018");
        assertEquals(MONTHLY.length, year.get("months").size());
        for (int m = 0; m < MONTHLY.length; m++) {
            JsonNode month = year.get("months").get(m);
            assertEquals(MONTHLY[m], month.get("records").asInt());
            assertEquals(
                    MONTHLY[m],
                    month.get("inBounds").asInt()
                            + month.get("outside").asInt()
                            + month.get("unplaced").asInt());
        }
    }

    @Test
    void categoriesAndAreasAddUpToTheRows() throws Exception {
        JsonNode byCategory = get("/v1/series/crimes?by=month&group=category");
        Map<String, Long> categories = new HashMap<>();
        for (int m = 0; m < MONTHLY.length; m++) {
            JsonNode counts = byCategory.get("points").get(m).get("counts");
            counts.fields()
                    .forEachRemaining(
                            c -> categories.merge(c.getKey(), c.getValue().asLong(), Long::sum));
            assertEquals(MONTHLY[m], sum(counts));
        }
        // counted in the file, by the table of the profile
        assertEquals(Map.of("violent", 49_445L, "property", 50_139L, "other", 56_801L), categories);
        // the file says a ward of every row
        long wards = 0;
        for (JsonNode ward : get("/v1/areas/precincts").get("features")) {
            assertTrue(ward.get("geometry").isNull());
            wards += all("precinct:" + ward.get("id").asText());
        }
        assertEquals(ALL, wards);
        assertEquals(7_533, all("precinct:24"));
        long communities = 0;
        List<String> names = StreamSupport.stream(
                        get("/v1/areas/neighbourhoods").get("features").spliterator(), false)
                .map(feature -> feature.get("id").asText())
                .toList();
        for (String name : names) {
            communities += all("neighbourhood:" + name);
        }
        assertEquals(77, names.size());
        assertTrue(communities <= ALL && communities > 0.995 * ALL, "in community areas: " + communities);
    }

    private static long all(String area) throws Exception {
        JsonNode series = get(
                "/v1/series/crimes?by=month&area=" + area.replace(" ", "%20").replace("'", "%27"));
        assertEquals(
                ALL,
                series.get("counted").asLong()
                        + series.get("elsewhere").asLong()
                        + series.get("unplaced").asLong());
        return series.get("counted").asLong();
    }

    @Test
    void hoursAndDailyCountsAreOfTheSameRows() throws Exception {
        JsonNode hours = get("/v1/series/crimes?by=hour");
        assertEquals(24, hours.get("points").size());
        assertEquals(
                ALL, hours.get("counted").asLong() + hours.get("withoutHour").asLong());
        JsonNode mask = get("/v1/counts/mask");
        JsonNode counts = get("/v1/counts/crimes?from=2018-07-01&to=2018-07-31");
        long[] inCells = {0};
        counts.get("days").forEach(day -> {
            inCells[0] += sum(day.get("count"));
            day.get("cell")
                    .forEach(cell ->
                            assertEquals(1, mask.get("mask").get(cell.asInt()).asInt()));
        });
        assertTrue(inCells[0] <= MONTHLY[6] && inCells[0] > 0.99 * MONTHLY[6], "in cells: " + inCells[0]);
    }

    @Test
    void hotSpotsSayOverHowManyMonthsTheyAre() throws Exception {
        assertEquals(6, get("/v1/hotspots/crimes/2018-07").get("monthsBefore").asInt());
        JsonNode april = get("/v1/hotspots/crimes/2018-04");
        assertEquals(3, april.get("monthsBefore").asInt());
        assertTrue(april.get("features").size() > 0);
        assertEquals(
                422,
                HTTP.send(
                                HttpRequest.newBuilder(URI.create(chain.url() + "/v1/hotspots/crimes/2018-03"))
                                        .build(),
                                HttpResponse.BodyHandlers.discarding())
                        .statusCode());
    }

    @Test
    void whatTheCityHasNotIsNamed() throws Exception {
        for (String path : List.of("/v1/areas/parks", "/v1/grids/arrests/2018")) {
            assertEquals(
                    404,
                    HTTP.send(
                                    HttpRequest.newBuilder(URI.create(chain.url() + path))
                                            .build(),
                                    HttpResponse.BodyHandlers.discarding())
                            .statusCode(),
                    path);
        }
        HttpResponse<String> felonies = HTTP.send(
                HttpRequest.newBuilder(URI.create(chain.url() + "/v1/grids/crimes/2018-05?category=felony"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertEquals(400, felonies.statusCode());
        assertTrue(felonies.body().contains("[violent, property, other]"), felonies.body());
    }
}
