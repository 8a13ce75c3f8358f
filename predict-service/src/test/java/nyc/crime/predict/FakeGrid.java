package nyc.crime.predict;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.extension.ResponseTransformerV2;
import com.github.tomakehurst.wiremock.http.HttpHeader;
import com.github.tomakehurst.wiremock.http.HttpHeaders;
import com.github.tomakehurst.wiremock.http.Response;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;

/**
 * grid-service over an invented city of 6 × 5 cells, 20 of them land, two boroughs, three precincts; complaints from
 * 2014-01-01 to 2015-12-31, arrests of the same counts but for a gap. Nothing that it gives is fresh for longer than
 * it is asked to say.
 */
public class FakeGrid implements QuarkusTestResourceLifecycleManager {

    public static final LocalDate FIRST = LocalDate.of(2014, 1, 1);
    public static final LocalDate LAST = LocalDate.of(2015, 12, 31);
    /** The last day that late reports of complaints hardly change. */
    public static final LocalDate COMPLETE = LocalDate.of(2015, 12, 10);

    /** What the service takes for today. */
    public static final LocalDate TODAY = LocalDate.of(2015, 12, 15);

    /** Days from the last complete day of complaints to the last published. */
    private static final int LATE = 21;

    private static volatile LocalDate published = LAST;

    public static final int ROWS = 6;
    public static final int COLS = 5;
    public static final List<String> OFFENCES = List.of("BURGLARY", "FELONY ASSAULT", "GRAND LARCENY", "ROBBERY");

    /** From when on precinct 9 is without its south, which becomes precinct 12. */
    public static final LocalDate CUT = LocalDate.of(2015, 10, 1);

    /** Three days of which the arrests are lost. */
    private static final LocalDate GAP = LocalDate.of(2014, 2, 10);

    /** Seconds since Socrata's answer, as grid-service says. */
    public static final int AGE = 60;

    /** Seconds from Socrata's answer for which what it gives is fresh. */
    private static volatile int maxAge;

    private static WireMockServer server;

    /** Whether a cell is land: the western column and the southern row are water. */
    public static boolean isLand(int cell) {
        return cell % COLS != 0 && cell / COLS != ROWS - 1;
    }

    /** The borough of a land cell: 1 in the north, 2 in the south. */
    public static int borough(int cell) {
        return isLand(cell) ? cell / COLS < 2 ? 1 : 2 : 0;
    }

    /** Records of one offence in a cell on a day: 0 to 3, from a hash. */
    public static int count(LocalDate day, int cell, int offence) {
        long hash = (day.toEpochDay() * 31 + cell) * 31 + offence;
        hash = (hash ^ (hash >>> 13)) * 0x9E3779B97F4A7C15L;
        return isLand(cell) && cell != 7 ? (int) ((hash >>> 60) & 3) * ((hash >>> 50 & 1) == 0 ? 1 : 0) : 0;
    }

    /** Makes everything that is given from now on fresh for so many seconds from Socrata's answer. */
    public static void freshFor(int seconds) {
        maxAge = seconds;
    }

    /** Makes complaints be published up to a day. */
    public static void publish(LocalDate through) {
        published = through;
    }

    /** Makes grid-service fail with a status, or, with 0, work again. */
    public static void failWith(int status) {
        works();
        if (status != 0) {
            answer(WireMock.aResponse().withStatus(status));
        }
    }

    /** Makes grid-service answer everything with this. */
    public static void answer(ResponseDefinitionBuilder answer) {
        server.stubFor(WireMock.any(WireMock.anyUrl()).atPriority(1).willReturn(answer));
    }

    /** What it was sent under the name of a header, by all requests so far. */
    public static List<String> heard(String header) {
        return server.getAllServeEvents().stream()
                .map(event -> event.getRequest().getHeader(header))
                .filter(Objects::nonNull)
                .toList();
    }

    private static void works() {
        server.resetMappings();
        stub();
    }

    @Override
    public Map<String, String> start() {
        server =
                new WireMockServer(WireMockConfiguration.options().dynamicPort().extensions(new City()));
        server.start();
        stub();
        return Map.of(
                "quarkus.rest-client.grid.url",
                server.baseUrl(),
                "nyc.predict.record-dir",
                recordFolder().toString(),
                "nyc.predict.today",
                TODAY.toString(),
                // it fails often here, and works again at once
                "quarkus.fault-tolerance.\"nyc.crime.predict.grid.GridClient/ask\".circuit-breaker.enabled",
                "false",
                "quarkus.fault-tolerance.\"nyc.crime.predict.grid.GridClient/askBriefly\".circuit-breaker.enabled",
                "false");
    }

    /** Where the service keeps its record of forecasts. */
    public static Path recordFolder() {
        return Path.of("target", "record").toAbsolutePath();
    }

    @Override
    public void stop() {
        server.stop();
    }

    private static void stub() {
        server.stubFor(WireMock.get(WireMock.anyUrl())
                .atPriority(9)
                .willReturn(WireMock.aResponse().withTransformers("city")));
    }

    private static final class City implements ResponseTransformerV2 {

        @Override
        public String getName() {
            return "city";
        }

        @Override
        public boolean applyGlobally() {
            return false;
        }

        @Override
        public Response transform(Response response, ServeEvent event) {
            String path = event.getRequest().getUrl().replaceFirst("\\?.*", "");
            return switch (path) {
                case "/v1/georef" -> json(georef());
                case "/v1/datasets" -> json(datasets());
                case "/v1/counts/complaints/precincts", "/v1/counts/arrests/precincts" -> json(precincts(event));
                case "/v1/counts/complaints/neighbourhoods" -> json(neighbourhoods(event));
                case "/v1/counts/complaints", "/v1/counts/arrests" -> npy(event);
                default -> Response.Builder.like(response).but().status(404).build();
            };
        }

        private static Response json(String body) {
            return ok("application/json").body(body).build();
        }

        private static Response.Builder ok(String type) {
            return Response.response()
                    .status(200)
                    .headers(new HttpHeaders(
                            new HttpHeader("Content-Type", type),
                            new HttpHeader("Cache-Control", "public, max-age=" + maxAge),
                            new HttpHeader("Age", String.valueOf(AGE)),
                            new HttpHeader("X-Data-Source", "sample")));
        }

        private static String georef() {
            StringBuilder mask = new StringBuilder();
            StringBuilder borough = new StringBuilder();
            for (int cell = 0; cell < ROWS * COLS; cell++) {
                mask.append(cell == 0 ? "" : ",").append(isLand(cell) ? 1 : 0);
                borough.append(cell == 0 ? "" : ",").append(borough(cell));
            }
            return """
                    {"heat":{"rows":300},"forecast":{"rows":%d,"cols":%d,
                     "bounds":{"south":40.5,"west":-74.2,"north":40.9,"east":-73.7},"rowOrder":"north-to-south",
                     "maskedIn":20,"mask":[%s],"borough":[%s],"boroughs":["","Bronx","Staten Island"]}}""".formatted(ROWS, COLS, mask, borough);
        }

        private static String datasets() {
            return """
                    {"datasets":[{"id":"arrests","title":"Arrests","firstDate":"%1$s","lastDate":"%2$s","rows":1},
                     {"id":"complaints","title":"Complaints","firstDate":"%1$s","lastDate":"%2$s",
                      "publishedThrough":"%3$s","completeThrough":"%4$s","rows":1}]}""".formatted(FIRST, LAST, published, published.minusDays(LATE));
        }

        /**
         * Cells of column 1 and 2 are precinct 1, those of column 3 half 1 and half 5, those of column 4 precinct 9, and
         * from a day on, in the south, precinct 12.
         */
        private static String precincts(ServeEvent event) {
            StringBuilder cells = new StringBuilder();
            StringBuilder ids = new StringBuilder();
            StringBuilder records = new StringBuilder();
            for (int cell = 0; cell < ROWS * COLS; cell++) {
                if (!isLand(cell) || cell == 7) {
                    continue;
                }
                int east = !LocalDate.parse(query(event, "from")).isBefore(CUT) && borough(cell) == 2 ? 3 : 2;
                int[] parts = cell % COLS < 3 ? new int[] {0} : cell % COLS == 3 ? new int[] {0, 1} : new int[] {east};
                for (int part : parts) {
                    String comma = cells.isEmpty() ? "" : ",";
                    cells.append(comma).append(cell);
                    ids.append(comma).append(part);
                    records.append(comma).append(10);
                }
            }
            LocalDate from = LocalDate.parse(query(event, "from"));
            LocalDate to = LocalDate.parse(query(event, "to"));
            StringBuilder daily = new StringBuilder();
            for (LocalDate day = from; !day.isAfter(to); day = day.plusDays(1)) {
                daily.append(day.equals(from) ? "" : ",").append("[20,10,9,8]");
            }
            return "{\"precincts\":[1,5,9,12],\"cell\":[%s],\"precinct\":[%s],\"records\":[%s],\"daily\":[%s]}"
                    .formatted(cells, ids, records, daily);
        }

        /** The same cells, by names. */
        private static String neighbourhoods(ServeEvent event) {
            return precincts(event)
                    .replace(
                            "\"precincts\":[1,5,9,12]", "\"neighbourhoods\":[\"Westside\",\"Hill\",\"Park\",\"Docks\"]")
                    .replace("\"precinct\":", "\"neighbourhood\":");
        }

        private static Response npy(ServeEvent event) {
            LocalDate from = LocalDate.parse(query(event, "from"));
            LocalDate to = LocalDate.parse(query(event, "to"));
            boolean all = query(event, "group").equals("all");
            boolean arrests = event.getRequest().getUrl().contains("/arrests");
            int days = (int) (to.toEpochDay() - from.toEpochDay()) + 1;
            int groups = all ? 1 : OFFENCES.size();
            ByteBuffer data =
                    ByteBuffer.allocate(days * ROWS * COLS * groups * 4).order(ByteOrder.LITTLE_ENDIAN);
            for (int day = 0; day < days; day++) {
                for (int cell = 0; cell < ROWS * COLS; cell++) {
                    int sum = 0;
                    for (int offence = 0; offence < OFFENCES.size(); offence++) {
                        LocalDate date = from.plusDays(day);
                        boolean lost = arrests && !date.isBefore(GAP) && date.isBefore(GAP.plusDays(3));
                        int count = lost ? 0 : count(date, cell, offence);
                        sum += count;
                        if (!all) {
                            data.putInt(count);
                        }
                    }
                    if (all) {
                        data.putInt(sum);
                    }
                }
            }
            String header = "{'descr': '<i4', 'fortran_order': False, 'shape': (%d, %d, %d, %d), }\n"
                    .formatted(days, ROWS, COLS, groups);
            ByteBuffer file =
                    ByteBuffer.allocate(10 + header.length() + data.capacity()).order(ByteOrder.LITTLE_ENDIAN);
            file.put((byte) 0x93)
                    .put("NUMPY".getBytes(StandardCharsets.US_ASCII))
                    .put((byte) 1)
                    .put((byte) 0);
            file.putShort((short) header.length()).put(header.getBytes(StandardCharsets.US_ASCII));
            file.put(data.array());
            return ok("application/x-npy").body(file.array()).build();
        }

        private static String query(ServeEvent event, String name) {
            return event.getRequest().queryParameter(name).firstValue();
        }
    }
}
