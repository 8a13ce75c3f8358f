package nyc.crime.ingest;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.extension.ResponseDefinitionTransformerV2;
import com.github.tomakehurst.wiremock.http.Request;
import com.github.tomakehurst.wiremock.http.ResponseDefinition;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;

/** A Socrata of a few rows that a test can make misbehave in any way, request by request. */
public final class FakeSocrata implements AutoCloseable {

    private static final Pattern RANGE = Pattern.compile(
            "(\\w+) >= '(\\d{4}-\\d{2}-\\d{2})T00:00:00.000' AND \\w+ < '(\\d{4}-\\d{2}-\\d{2})T00:00:00.000'");

    private final Map<String, List<Row>> rows = new ConcurrentHashMap<>();
    private final List<Call> calls = new CopyOnWriteArrayList<>();
    private final WireMockServer server;
    private volatile Function<Call, ResponseDefinitionBuilder> trouble = call -> null;
    private volatile String version = "v1";

    /** A row as Socrata has it; the other values are fields and their texts. */
    public record Row(String id, LocalDate date, Map<String, String> fields) {}

    /** Dates from the first to the one before the second. */
    public record Range(LocalDate from, LocalDate to) {

        boolean holds(LocalDate date) {
            return !date.isBefore(from) && date.isBefore(to);
        }
    }

    /** A request: what was asked of which dataset; no ranges are all dates. */
    public record Call(
            String dataset,
            String select,
            List<Range> ranges,
            Integer limit,
            Integer offset,
            String token,
            String ifNoneMatch,
            String ifModifiedSince) {

        /** The same for another page. */
        public Call page(int newLimit, int newOffset) {
            return new Call(dataset, select, ranges, newLimit, newOffset, token, ifNoneMatch, ifModifiedSince);
        }

        /** Whether the date is among those asked for by name. */
        public boolean asksFor(LocalDate date) {
            return ranges.stream().anyMatch(range -> range.holds(date));
        }

        public boolean isCount() {
            return select.contains("date_trunc_ym(");
        }

        public boolean isPage() {
            return limit != null;
        }
    }

    public FakeSocrata() {
        server = new WireMockServer(WireMockConfiguration.options()
                .dynamicPort()
                .containerThreads(40)
                .disableRequestJournal()
                .extensions(new Answers()));
        server.stubFor(WireMock.any(WireMock.anyUrl()).willReturn(WireMock.ok()));
        server.start();
    }

    public String url() {
        return server.baseUrl();
    }

    public List<Call> calls() {
        return calls;
    }

    /** Puts the behaviour back to good, forgets the calls. */
    public void behave() {
        trouble = call -> null;
        calls.clear();
    }

    /** From now on the function may answer in place of the data; null lets the data answer. */
    public void misbehave(Function<Call, ResponseDefinitionBuilder> answer) {
        trouble = answer;
    }

    /** Says that the data has changed: ETags and dates are others now. */
    public void newVersion() {
        version = version + "+";
    }

    public void add(String dataset, Row row) {
        rows.computeIfAbsent(dataset, d -> new CopyOnWriteArrayList<>()).add(row);
    }

    /** Adds so many clean rows in the month of the date, from that day on. */
    public void fill(String dataset, LocalDate from, int count, String dateColumn, String precinctColumn) {
        int days = from.lengthOfMonth() - from.getDayOfMonth() + 1;
        for (int i = 0; i < count; i++) {
            LocalDate date = from.plusDays(i % days);
            add(
                    dataset,
                    new Row(
                            "row-%s-%s-%04d".formatted(dataset, from, i),
                            date,
                            Map.of(
                                    dateColumn,
                                    date + "T00:00:00.000",
                                    "law_cat_cd",
                                    i % 2 == 0 ? "F" : "M",
                                    "ofns_desc",
                                    "OFFENSE " + i % 3,
                                    precinctColumn,
                                    Integer.toString(1 + i % 100),
                                    "latitude",
                                    Double.toString(40.6 + i * 0.001),
                                    "longitude",
                                    Double.toString(-73.9 - i * 0.001))));
        }
    }

    /** The rows that the query selects, as a good Socrata would answer. */
    public List<Row> select(Call call) {
        Stream<Row> all = rows.getOrDefault(call.dataset(), List.of()).stream()
                .filter(row -> call.ranges().isEmpty() || call.asksFor(row.date()))
                .sorted(Comparator.comparing(Row::date).thenComparing(Row::id));
        return all.skip(call.offset() == null ? 0 : call.offset())
                .limit(call.limit() == null ? Integer.MAX_VALUE : call.limit())
                .toList();
    }

    /** A page body of the rows. */
    public static ResponseDefinitionBuilder page(List<Row> rows) {
        return json(rows.stream().map(FakeSocrata::json).collect(Collectors.joining("\n,", "[", "]\n")));
    }

    /** The body of a count that says the month has so many rows. */
    public static ResponseDefinitionBuilder count(YearMonth month, long rows) {
        return json('[' + counted(month, rows) + ']');
    }

    /** A 200 with the JSON. */
    public static ResponseDefinitionBuilder json(String body) {
        return WireMock.ok(body).withHeader("Content-Type", "application/json;charset=utf-8");
    }

    @Override
    public void close() {
        server.stop();
    }

    private static String json(Row row) {
        List<String> fields = new ArrayList<>();
        fields.add("\":id\":\"" + row.id() + '"');
        row.fields().forEach((name, value) -> fields.add('"' + name + "\":\"" + value + '"'));
        return fields.stream().collect(Collectors.joining(",", "{", "}"));
    }

    private ResponseDefinitionBuilder answer(Call call) {
        if (call.isPage()) {
            return page(select(call));
        }
        List<Row> selected = select(call);
        if (call.select().contains("min(")) {
            String dates = selected.isEmpty()
                    ? ""
                    : "\"first\":\"%sT00:00:00.000\",\"last\":\"%sT00:00:00.000\","
                            .formatted(
                                    selected.get(0).date(),
                                    selected.get(selected.size() - 1).date());
            return json("[{" + dates + "\"rows\":\"" + selected.size() + "\"}]\n");
        }
        String etag = '"' + call.ranges().hashCode() + '-' + version + '-' + call.dataset() + '"';
        String modified = "Mon, %02d Jan 2024 00:00:00 GMT".formatted(version.length());
        boolean unchanged =
                call.ifNoneMatch() == null ? modified.equals(call.ifModifiedSince()) : etag.equals(call.ifNoneMatch());
        if (unchanged) {
            return WireMock.status(304);
        }
        String body = call.isCount()
                ? selected.stream()
                        .collect(Collectors.groupingBy(
                                row -> YearMonth.from(row.date()), TreeMap::new, Collectors.counting()))
                        .entrySet()
                        .stream()
                        .map(month -> counted(month.getKey(), month.getValue()))
                        .collect(Collectors.joining("\n,"))
                : "{\"rows\":\"" + selected.size() + "\"}";
        return json('[' + body + "]\n").withHeader("ETag", etag).withHeader("Last-Modified", modified);
    }

    private static String counted(YearMonth month, long rows) {
        return "{\"month\":\"%s-01T00:00:00.000\",\"rows\":\"%d\"}".formatted(month, rows);
    }

    private final class Answers implements ResponseDefinitionTransformerV2 {

        @Override
        public ResponseDefinition transform(ServeEvent event) {
            Request request = event.getRequest();
            String path = request.getUrl().replaceFirst("\\?.*", "");
            String where = parameter(request, "$where");
            List<Range> ranges = where == null
                    ? List.of()
                    : RANGE.matcher(where)
                            .results()
                            .map(range -> new Range(LocalDate.parse(range.group(2)), LocalDate.parse(range.group(3))))
                            .toList();
            Call call = new Call(
                    path.replace("/resource/", "").replace(".json", ""),
                    parameter(request, "$select"),
                    ranges,
                    number(parameter(request, "$limit")),
                    number(parameter(request, "$offset")),
                    request.getHeader("X-App-Token"),
                    request.getHeader("If-None-Match"),
                    request.getHeader("If-Modified-Since"));
            calls.add(call);
            ResponseDefinitionBuilder bad = trouble.apply(call);
            return (bad == null ? answer(call) : bad).build();
        }

        private static String parameter(Request request, String name) {
            return request.queryParameter(name).isPresent()
                    ? request.queryParameter(name).firstValue()
                    : null;
        }

        private static Integer number(String text) {
            return text == null ? null : Integer.valueOf(text);
        }

        @Override
        public String getName() {
            return "fake-socrata";
        }
    }
}
