package nyc.crime.ingest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
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
    private static final Pattern COMPARISON = Pattern.compile("(\\w+) (>=|<) (?:'([^']+)'|(-?[\\d.]+))");
    private static final Pattern SELECTED = Pattern.compile("(?:(\\w+)\\()?([:\\w*]+)\\)?(?: as (\\w+))?");
    private static final Pattern SODA3 = Pattern.compile(
            "SELECT (.*?)(?: WHERE (.*?))?(?: GROUP BY (.*?))?(?: ORDER BY (.*?))?(?: LIMIT (\\d+))?(?: OFFSET (\\d+))?");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, List<Row>> rows = new ConcurrentHashMap<>();
    private final List<Call> calls = new CopyOnWriteArrayList<>();
    private final WireMockServer server;
    private volatile Function<Call, ResponseDefinitionBuilder> trouble = call -> null;
    private final Map<String, String> versions = new ConcurrentHashMap<>();
    private final Set<String> away = ConcurrentHashMap.newKeySet();
    private final Set<String> missingColumns = ConcurrentHashMap.newKeySet();

    /** A row as Socrata has it; the other values are fields and their texts. */
    public record Row(String id, LocalDate date, Map<String, String> fields) {}

    /** Dates from the first to the one before the second. */
    public record Range(LocalDate from, LocalDate to) {

        boolean holds(LocalDate date) {
            return !date.isBefore(from) && date.isBefore(to);
        }
    }

    /** A request: what was asked of which dataset, by SODA 2 or 3; no ranges are all dates. */
    public record Call(
            int api,
            String method,
            String dataset,
            String select,
            String where,
            String group,
            List<Range> ranges,
            Integer limit,
            Integer offset,
            String token,
            String ifNoneMatch,
            String ifModifiedSince) {

        /** The same for another page. */
        public Call page(int newLimit, int newOffset) {
            return new Call(
                    api,
                    method,
                    dataset,
                    select,
                    where,
                    group,
                    ranges,
                    newLimit,
                    newOffset,
                    token,
                    ifNoneMatch,
                    ifModifiedSince);
        }

        /** Whether the date is among those asked for by name. */
        public boolean asksFor(LocalDate date) {
            return ranges.stream().anyMatch(range -> range.holds(date));
        }

        public boolean isCount() {
            return select.contains("date_trunc_ym(");
        }

        public boolean isPage() {
            return select.startsWith(":id");
        }

        /** Whether it asks for a month, not for what the dataset holds. */
        public boolean isOfAMonth() {
            return isCount() || isPage();
        }

        /** Whether a row is asked for: any of several conditions of which each is several comparisons. */
        Predicate<Row> condition() {
            if (where == null) {
                return row -> true;
            }
            List<List<MatchResult>> any = Stream.of(where.split(" OR "))
                    .map(part -> COMPARISON.matcher(part).results().toList())
                    .toList();
            return row -> any.stream()
                    .anyMatch(all ->
                            all.stream().allMatch(c -> compares(row.fields().get(c.group(1)), c)));
        }

        private static boolean compares(String value, MatchResult with) {
            if (value == null) {
                return false;
            }
            int order = with.group(3) != null
                    ? value.compareTo(with.group(3))
                    : Double.compare(Double.parseDouble(value), Double.parseDouble(with.group(4)));
            return with.group(2).equals("<") ? order < 0 : order >= 0;
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
        versions.replaceAll((dataset, version) -> version + '+');
        rows.keySet().forEach(dataset -> versions.putIfAbsent(dataset, "v1+"));
    }

    /** Answers 404 for the dataset from now on, or answers for it again. */
    public void hide(String dataset, boolean hidden) {
        if (hidden) {
            away.add(dataset);
        } else {
            away.remove(dataset);
        }
    }

    /** Refuses the column as one that the dataset does not have. */
    public void withoutColumn(String dataset, String column) {
        missingColumns.add(dataset + ' ' + column);
    }

    public void add(String dataset, Row row) {
        rows.computeIfAbsent(dataset, d -> new CopyOnWriteArrayList<>()).add(row);
    }

    /** Adds many rows at once. */
    public void addAll(String dataset, List<Row> many) {
        rows.computeIfAbsent(dataset, d -> new CopyOnWriteArrayList<>()).addAll(many);
    }

    /** Takes all rows of the dataset away for which that holds. */
    public void remove(String dataset, Predicate<Row> condition) {
        rows.get(dataset).removeIf(condition);
    }

    /** All rows that are there. */
    public List<Row> all(String dataset) {
        return rows.getOrDefault(dataset, List.of());
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

    /** Adds so many clean complaints in the month of the date, from that day on, each reported so many days later. */
    public void fillReported(String dataset, LocalDate from, int count, int delay) {
        int days = from.lengthOfMonth() - from.getDayOfMonth() + 1;
        for (int i = 0; i < count; i++) {
            LocalDate date = from.plusDays(i % days);
            add(dataset, complaint("row-%s-%s-%d-%04d".formatted(dataset, from, delay, i), date, date.plusDays(delay)));
        }
    }

    /** A clean complaint; one without day of report where that is null. */
    public static Row complaint(String id, LocalDate date, LocalDate reported) {
        Map<String, String> fields = new HashMap<>(Map.of(
                "cmplnt_fr_dt", date + "T00:00:00.000",
                "law_cat_cd", "FELONY",
                "ofns_desc", "BURGLARY",
                "addr_pct_cd", "14",
                "latitude", "40.75",
                "longitude", "-73.99"));
        if (reported != null) {
            fields.put("rpt_dt", reported + "T00:00:00.000");
        }
        return new Row(id, date, fields);
    }

    /** The rows that the query selects, as a good Socrata would answer. */
    public List<Row> select(Call call) {
        return rows.getOrDefault(call.dataset(), List.of()).stream()
                .filter(call.condition())
                .sorted(Comparator.comparing(Row::date).thenComparing(Row::id))
                .skip(call.offset() == null ? 0 : call.offset())
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

    /** What a good Socrata answers. */
    public ResponseDefinitionBuilder answer(Call call) {
        if (away.contains(call.dataset())) {
            return error(404, "{\"code\":\"dataset.missing\",\"error\":true,\"message\":\"Not found\"}");
        }
        String missing = missingColumns.stream()
                .filter(column -> column.startsWith(call.dataset())
                        && (call.select() + call.where()).contains(column.split(" ")[1]))
                .findFirst()
                .orElse(null);
        if (missing != null) {
            return error(
                    400,
                    "{\"message\":\"Query coordinator error: query.soql.no-such-column; No such column: %s\","
                                    .formatted(missing.split(" ")[1])
                            + "\"errorCode\":\"query.soql.no-such-column\"}");
        }
        String version = versions.getOrDefault(call.dataset(), "v1");
        String etag =
                '"' + Integer.toHexString(Objects.hash(call.select(), call.where(), call.offset(), version)) + '"';
        String modified = "Mon, %02d Jan 2024 00:00:00 GMT".formatted(version.length());
        boolean unchanged =
                call.ifNoneMatch() == null ? modified.equals(call.ifModifiedSince()) : etag.equals(call.ifNoneMatch());
        if (unchanged) {
            return WireMock.status(304);
        }
        return (call.isPage() ? page(select(call)) : json(groups(call)))
                .withHeader("ETag", etag)
                .withHeader("Last-Modified", modified);
    }

    /** An answer that refuses. */
    public static ResponseDefinitionBuilder error(int status, String body) {
        return WireMock.status(status)
                .withHeader("Content-Type", "application/json")
                .withBody(body);
    }

    /** Rows by what they are grouped by, with the aggregates that are selected. */
    private String groups(Call call) {
        List<MatchResult> columns = SELECTED.matcher(call.select()).results().toList();
        List<String> keys =
                call.group() == null ? List.of() : List.of(call.group().split(","));
        Map<List<String>, List<Row>> groups = new LinkedHashMap<>();
        if (keys.isEmpty()) {
            groups.put(List.of(), new ArrayList<>());
        }
        for (Row row : select(call.page(Integer.MAX_VALUE, 0))) {
            List<String> values = columns.stream()
                    .filter(column -> keys.contains(column.group(3)))
                    .map(column -> value(column, row))
                    .collect(Collectors.toCollection(ArrayList::new));
            groups.computeIfAbsent(values, v -> new ArrayList<>()).add(row);
        }
        List<Map<String, String>> answer = new ArrayList<>();
        for (List<Row> group : groups.values()) {
            Map<String, String> fields = new LinkedHashMap<>();
            for (MatchResult column : columns) {
                String value = switch (column.group(1) == null ? "" : column.group(1)) {
                    case "count" ->
                        Long.toString(group.stream()
                                .filter(row -> column.group(2).equals("*") || field(row, column.group(2)) != null)
                                .count());
                    case "min" -> extreme(group, column.group(2), Comparator.naturalOrder());
                    case "max" -> extreme(group, column.group(2), Comparator.reverseOrder());
                    default -> value(column, group.get(0));
                };
                if (value != null) {
                    fields.put(column.group(3), value);
                }
            }
            answer.add(fields);
        }
        try {
            return JSON.writeValueAsString(answer);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The first number of a column in an order, null where there is none. */
    private static String extreme(List<Row> rows, String column, Comparator<Double> order) {
        return rows.stream()
                .map(row -> field(row, column))
                .filter(text -> text != null && text.matches("-?[\\d.]+"))
                .map(Double::valueOf)
                .min(order)
                .map(String::valueOf)
                .orElse(null);
    }

    /** The column's value; of a text that is no date, its trunc is the text: such columns are no timestamps. */
    private static String value(MatchResult column, Row row) {
        String text = field(row, column.group(2));
        String function = column.group(1);
        if (text == null || function == null) {
            return text;
        }
        int kept = function.equals("date_trunc_ym") ? 7 : 10;
        return text.matches("\\d{4}-\\d{2}-\\d{2}T.*")
                ? text.substring(0, kept) + "-01".substring(0, 10 - kept) + "T00:00:00.000"
                : text;
    }

    private static String field(Row row, String column) {
        String text = row.fields().get(column);
        return text == null || text.isEmpty() ? null : text;
    }

    private static String counted(YearMonth month, long rows) {
        return "{\"month\":\"%s-01T00:00:00.000\",\"rows\":\"%d\"}".formatted(month, rows);
    }

    private final class Answers implements ResponseDefinitionTransformerV2 {

        @Override
        public ResponseDefinition transform(ServeEvent event) {
            Call call = call(event.getRequest());
            calls.add(call);
            ResponseDefinitionBuilder bad = trouble.apply(call);
            return (bad == null ? answer(call) : bad).build();
        }

        private static Call call(Request request) {
            String path = request.getUrl().replaceFirst("\\?.*", "");
            boolean soda2 = path.startsWith("/resource/");
            String[] clauses = soda2
                    ? Stream.of("$select", "$where", "$group", "$order", "$limit", "$offset")
                            .map(name -> parameter(request, name))
                            .toArray(String[]::new)
                    : soda3(request);
            return new Call(
                    soda2 ? 2 : 3,
                    request.getMethod().getName(),
                    path.replaceFirst(".*/(\\w{4}-\\w{4}).*", "$1"),
                    clauses[0],
                    clauses[1],
                    clauses[2],
                    clauses[1] == null
                            ? List.of()
                            : RANGE.matcher(clauses[1])
                                    .results()
                                    .map(r -> new Range(LocalDate.parse(r.group(2)), LocalDate.parse(r.group(3))))
                                    .toList(),
                    number(clauses[4]),
                    number(clauses[5]),
                    request.getHeader("X-App-Token"),
                    request.getHeader("If-None-Match"),
                    request.getHeader("If-Modified-Since"));
        }

        private static String[] soda3(Request request) {
            try {
                boolean get = request.getMethod().getName().equals("GET");
                JsonNode body = get ? JSON.createObjectNode() : JSON.readTree(request.getBody());
                Matcher query = SODA3.matcher(
                        get ? parameter(request, "query") : body.get("query").textValue());
                // a POST that does not decline them gets :id and its like in every row
                boolean synthetic = !get && body.path("includeSynthetic").asBoolean(true);
                if (!query.matches() || synthetic) {
                    throw new IllegalArgumentException(query.toString());
                }
                JsonNode page = body.path("page");
                int size = page.path("pageSize").asInt();
                return new String[] {
                    query.group(1),
                    query.group(2),
                    query.group(3),
                    query.group(4),
                    page.isMissingNode() ? query.group(5) : Integer.toString(size),
                    page.isMissingNode()
                            ? query.group(6)
                            : Integer.toString((page.get("pageNumber").asInt() - 1) * size)
                };
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
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
