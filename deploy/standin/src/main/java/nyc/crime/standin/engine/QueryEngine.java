package nyc.crime.standin.engine;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

import nyc.crime.standin.data.Dataset;
import nyc.crime.standin.data.Schema;
import nyc.crime.standin.data.Segment;
import nyc.crime.standin.data.Table;
import nyc.crime.standin.soql.Expression;
import nyc.crime.standin.soql.Expression.Call;
import nyc.crime.standin.soql.Expression.Name;
import nyc.crime.standin.soql.Expression.Star;
import nyc.crime.standin.soql.Query;
import nyc.crime.standin.soql.SodaException;
import nyc.crime.standin.soql.SoqlType;

/**
 * Answers a query over a dataset. Two things keep it fast: conditions that ask for the date alone are decided once for
 * each date, without the rows; and rows are kept by date and identifier, so that a page in that order is a slice.
 */
public final class QueryEngine {

    /** Rows given when no limit is asked for. */
    public static final int DEFAULT_LIMIT = 1000;

    /** The column of the dates that {@link Segment#reports()} tells. */
    private static final String REPORT_DATE = "rpt_dt";

    private static final Name ROW_ID = new Name(":id", null);

    private final Dataset dataset;
    private final Query query;
    private final boolean unstable;
    private final SplittableRandom random;
    private final Name dateName;
    private final ExpressionCompiler scope;
    private final Map<String, Expression> aliases = new HashMap<>();
    private final Map<String, Expression> selected = new LinkedHashMap<>();
    private final List<Query.Order> order;
    private final List<Expression> group;
    private final Expression having;
    private CompiledExpression dateCondition;
    private CompiledExpression rowCondition;

    private QueryEngine(Dataset dataset, Query query, boolean unstable, long seed) {
        this.dataset = dataset;
        this.query = query;
        this.random = new SplittableRandom(seed);
        this.scope = new ExpressionCompiler(dataset);
        int dateColumn = dataset.schema().dateColumn();
        this.dateName = dateColumn < 0
                ? null
                : new Name(dataset.schema().columns().get(dateColumn).name(), null);
        select();
        this.order = query.order().stream()
                .map(term -> new Query.Order(withoutAliases(term.expression()), term.descending()))
                .toList();
        this.group = query.group().stream().map(this::withoutAliases).toList();
        this.having = query.having() == null ? null : withoutAliases(query.having());
        this.unstable = order.isEmpty() || unstable;
        splitCondition();
    }

    /**
     * Answers a query.
     *
     * @param unstable whether rows that the order leaves equal come in a different order each time; without any order
     *     they always do
     * @param seed what the unstable order is drawn from
     * @throws SodaException 400 if the query names what is not there, mixes types, or asks for a negative number of rows
     */
    public static QueryResult run(Dataset dataset, Query query, boolean unstable, long seed) {
        int limit = query.limit() == null ? DEFAULT_LIMIT : query.limit();
        int offset = query.offset() == null ? 0 : query.offset();
        if (limit < 0) {
            throw SodaException.invalidRequest("length must be >= 0");
        }
        if (offset < 0) {
            throw SodaException.invalidRequest("offset must be >= 0");
        }
        QueryEngine engine = new QueryEngine(dataset, query, unstable, seed);
        return isGrouped(query) ? engine.groups(offset, limit) : engine.page(offset, limit);
    }

    private void select() {
        List<Query.Selection> selections =
                query.select().isEmpty() ? List.of(new Query.AllColumns(false)) : query.select();
        for (Query.Selection selection : selections) {
            if (selection instanceof Query.Selected one) {
                String name = one.alias() == null ? defaultName(one.expression()) : one.alias();
                if (selected.putIfAbsent(name, one.expression()) != null) {
                    throw SodaException.invalidRequest("There is already a column named `" + name + "'");
                }
                if (one.alias() != null) {
                    aliases.put(name, one.expression());
                }
            } else if (((Query.AllColumns) selection).system()) {
                for (String name : List.of(":id", ":created_at", ":updated_at")) {
                    selected.put(name, new Name(name, null));
                }
            } else {
                dataset.schema()
                        .columns()
                        .forEach(column -> selected.put(column.name(), new Name(column.name(), null)));
            }
        }
    }

    /** The name that Socrata gives an expression without an alias. */
    private static String defaultName(Expression expression) {
        if (expression instanceof Name name) {
            return name.name();
        }
        if (expression instanceof Call call) {
            StringBuilder text = new StringBuilder(call.function().replaceAll("\\W+", "_"));
            call.arguments().stream()
                    .filter(argument -> !(argument instanceof Star))
                    .forEach(argument -> text.append('_').append(defaultName(argument)));
            return text.toString();
        }
        return "literal";
    }

    private Expression withoutAliases(Expression expression) {
        if (expression instanceof Name name) {
            return aliases.getOrDefault(name.name(), name);
        }
        if (expression instanceof Call call) {
            return new Call(
                    call.function(),
                    call.arguments().stream().map(this::withoutAliases).toList(),
                    call.at());
        }
        return expression;
    }

    /** Parts of the condition that hold for a whole date are kept apart from those that want the row. */
    private void splitCondition() {
        List<Expression> parts = new ArrayList<>();
        if (query.where() != null) {
            scope.condition(query.where());
            conjuncts(query.where(), parts);
        }
        dateCondition = all(parts.stream().filter(this::asksDateOnly).toList());
        rowCondition = all(parts.stream().filter(part -> !asksDateOnly(part)).toList());
    }

    private static void conjuncts(Expression expression, List<Expression> parts) {
        if (expression instanceof Call call && call.function().equals("and")) {
            call.arguments().forEach(argument -> conjuncts(argument, parts));
        } else {
            parts.add(expression);
        }
    }

    private CompiledExpression all(List<Expression> parts) {
        return parts.stream()
                .reduce((left, right) -> new Call("and", List.of(left, right), null))
                .map(scope::condition)
                .orElse(null);
    }

    private boolean asksDateOnly(Expression expression) {
        List<Name> names = new ArrayList<>();
        expression.visit(part -> {
            if (part instanceof Name name) {
                names.add(name);
            }
        });
        return names.stream().allMatch(name -> name.equals(dateName));
    }

    /** Whether an expression asks for nothing but the date and the date of report. */
    private boolean asksDatesOnly(Expression expression) {
        List<String> names = new ArrayList<>();
        expression.visit(part -> {
            if (part instanceof Name name && !name.equals(dateName)) {
                names.add(name.name());
            }
        });
        return names.stream().allMatch(REPORT_DATE::equals);
    }

    /** Whether a query gives groups instead of rows. */
    public static boolean isGrouped(Query query) {
        return !query.group().isEmpty()
                || query.having() != null
                || query.select().stream()
                        .anyMatch(selection -> selection instanceof Query.Selected one
                                && !aggregates(one.expression()).isEmpty())
                || query.order().stream()
                        .anyMatch(term -> !aggregates(term.expression()).isEmpty());
    }

    private static Set<Call> aggregates(Expression expression) {
        Set<Call> aggregates = new LinkedHashSet<>();
        expression.visit(part -> {
            if (part instanceof Call call && ExpressionCompiler.AGGREGATES.contains(call.function())) {
                aggregates.add(call);
            }
        });
        return aggregates;
    }

    // rows

    /** Where a row is. */
    private record Place(Table table, int row) {}

    private QueryResult page(int offset, int limit) {
        Map<String, CompiledExpression> output = new LinkedHashMap<>();
        selected.forEach((name, expression) -> output.put(name, scope.compile(expression)));
        order.forEach(term -> scope.compile(term.expression()));
        List<Place> places = order.isEmpty() || order.get(0).expression().equals(dateName)
                ? placesByMonth(offset, limit)
                : placesOverall(offset, limit);
        int[] columns = selected.values().stream().mapToInt(this::columnIndex).toArray();
        CompiledExpression[] values = output.values().toArray(CompiledExpression[]::new);
        List<String[]> rows = new ArrayList<>(places.size());
        Cursor cursor = new Cursor();
        for (Place place : places) {
            cursor.atRow(place.table(), place.row());
            String[] row = new String[values.length];
            for (int i = 0; i < row.length; i++) {
                // a column's text goes out as it came in
                row[i] = columns[i] >= 0
                        ? cursor.text(columns[i])
                        : text(values[i].value().at(cursor));
            }
            rows.add(row);
        }
        return new QueryResult(columnsOf(output), rows);
    }

    private int columnIndex(Expression expression) {
        return expression instanceof Name name ? dataset.schema().indexOf(name.name()) : -1;
    }

    /** The first sort term is the date, or there is none: months do not mix, and those outside the page stay unread. */
    private List<Place> placesByMonth(int offset, int limit) {
        List<Segment> segments = new ArrayList<>(dataset.segments());
        if (!order.isEmpty() && order.get(0).descending()) {
            Collections.reverse(segments);
        }
        List<Place> page = new ArrayList<>();
        int skip = offset;
        for (Segment segment : segments) {
            if (page.size() == limit) {
                break;
            }
            int[] rows = matching(segment);
            if (skip >= rows.length) {
                skip -= rows.length;
                continue;
            }
            Table table = segment.table().get();
            int end = (int) Math.min(rows.length, (long) skip + limit - page.size());
            if (!isKeptOrder()) {
                List<Place> places = placesOf(table, rows);
                arrange(places);
                page.addAll(places.subList(skip, end));
            } else {
                page.addAll(placesOf(table, Arrays.copyOfRange(rows, skip, end)));
            }
            skip = 0;
        }
        return page;
    }

    private List<Place> placesOverall(int offset, int limit) {
        List<Place> places = new ArrayList<>();
        for (Segment segment : dataset.segments()) {
            int[] rows = matching(segment);
            if (rows.length > 0) {
                places.addAll(placesOf(segment.table().get(), rows));
            }
        }
        arrange(places);
        int start = Math.min(offset, places.size());
        return places.subList(start, (int) Math.min(places.size(), (long) start + limit));
    }

    private static List<Place> placesOf(Table table, int[] rows) {
        List<Place> places = new ArrayList<>(rows.length);
        for (int row : rows) {
            places.add(new Place(table, row));
        }
        return places;
    }

    /** Whether the order asked for is the one in which rows are kept: by date and then by identifier. */
    private boolean isKeptOrder() {
        if (order.isEmpty() || order.get(0).descending()) {
            return false;
        }
        boolean byIdNext = order.size() > 1
                && order.get(1).expression().equals(ROW_ID)
                && !order.get(1).descending();
        return byIdNext || order.size() == 1 && !unstable;
    }

    private void arrange(List<Place> places) {
        boolean unique = order.stream().anyMatch(term -> term.expression().equals(ROW_ID));
        if (unstable && !unique) {
            shuffle(places);
        }
        if (!order.isEmpty()) {
            sort(places);
        }
    }

    private void shuffle(List<Place> places) {
        for (int i = places.size() - 1; i > 0; i--) {
            Collections.swap(places, i, random.nextInt(i + 1));
        }
    }

    private void sort(List<Place> places) {
        record Keyed(Place place, Object[] keys) {}
        List<CompiledExpression.Value> terms =
                order.stream().map(term -> sortKey(term.expression())).toList();
        Cursor cursor = new Cursor();
        Comparator<Object[]> comparator = comparator();
        List<Keyed> keyed = new ArrayList<>(places.size());
        for (Place place : places) {
            cursor.atRow(place.table(), place.row());
            keyed.add(
                    new Keyed(place, terms.stream().map(term -> term.at(cursor)).toArray()));
        }
        keyed.sort((a, b) -> comparator.compare(a.keys(), b.keys()));
        for (int i = 0; i < keyed.size(); i++) {
            places.set(i, keyed.get(i).place());
        }
    }

    private CompiledExpression.Value sortKey(Expression expression) {
        return expression.equals(ROW_ID)
                ? Cursor::id
                : scope.compile(expression).value();
    }

    /** Missing values are last, or first if descending, as in PostgreSQL. */
    private Comparator<Object[]> comparator() {
        return (a, b) -> {
            for (int i = 0; i < a.length; i++) {
                int sign = order.get(i).descending() ? -1 : 1;
                if (a[i] == null || b[i] == null) {
                    if (a[i] != b[i]) {
                        return a[i] == null ? sign : -sign;
                    }
                } else {
                    int compared = ExpressionCompiler.compare(a[i], b[i]);
                    if (compared != 0) {
                        return sign * compared;
                    }
                }
            }
            return 0;
        };
    }

    private int[] matching(Segment segment) {
        IntStream.Builder rows = IntStream.builder();
        Cursor cursor = new Cursor();
        Cursor dateCursor = new Cursor();
        Table table = null;
        for (int date = 0; date < segment.dates().size(); date++) {
            int start = segment.starts()[date];
            int end = segment.starts()[date + 1];
            dateCursor.atDate(segment.dates().get(date), end - start);
            if (dateCondition != null && !dateCondition.isTrueAt(dateCursor)) {
                continue;
            }
            if (rowCondition != null && table == null) {
                table = segment.table().get();
            }
            for (int row = start; row < end; row++) {
                if (rowCondition != null) {
                    cursor.atRow(table, row);
                }
                if (rowCondition == null || rowCondition.isTrueAt(cursor)) {
                    rows.add(row);
                }
            }
        }
        return rows.build().toArray();
    }

    // groups

    private QueryResult groups(int offset, int limit) {
        Set<Call> calls = new LinkedHashSet<>();
        selected.values().forEach(expression -> calls.addAll(aggregates(expression)));
        order.forEach(term -> calls.addAll(aggregates(term.expression())));
        if (having != null) {
            calls.addAll(aggregates(having));
        }
        Map<Expression, Integer> slots = new HashMap<>();
        group.forEach(expression -> slots.putIfAbsent(expression, slots.size()));
        int keyCount = slots.size();
        List<Aggregate> aggregates = new ArrayList<>();
        for (Call call : calls) {
            slots.put(call, slots.size());
            aggregates.add(Aggregate.of(call, scope));
        }
        Expression[] keyed = new Expression[keyCount];
        group.forEach(expression -> keyed[slots.get(expression)] = expression);
        List<CompiledExpression> keys = Arrays.stream(keyed).map(scope::compile).toList();

        ExpressionCompiler groupScope = new ExpressionCompiler(dataset, slots);
        Map<String, CompiledExpression> output = new LinkedHashMap<>();
        selected.forEach((name, expression) -> output.put(name, groupScope.compile(expression)));
        CompiledExpression condition = having == null ? null : groupScope.condition(having);
        List<CompiledExpression> terms = order.stream()
                .map(term -> groupScope.compile(term.expression()))
                .toList();

        List<Object[]> groups = collect(keys, aggregates, calls);
        Cursor cursor = new Cursor();
        if (condition != null) {
            groups.removeIf(slotsOfGroup -> {
                cursor.atGroup(slotsOfGroup);
                return !condition.isTrueAt(cursor);
            });
        }
        if (!terms.isEmpty()) {
            Comparator<Object[]> comparator = comparator();
            groups.sort((a, b) -> comparator.compare(at(cursor, a, terms), at(cursor, b, terms)));
        }
        List<String[]> rows = groups.stream()
                .skip(offset)
                .limit(limit)
                .map(slotsOfGroup -> {
                    cursor.atGroup(slotsOfGroup);
                    return output.values().stream()
                            .map(compiled -> text(compiled.value().at(cursor)))
                            .toArray(String[]::new);
                })
                .toList();
        return new QueryResult(columnsOf(output), rows);
    }

    private static Object[] at(Cursor cursor, Object[] slots, List<CompiledExpression> terms) {
        cursor.atGroup(slots);
        return terms.stream().map(term -> term.value().at(cursor)).toArray();
    }

    /** Keys and aggregates of every group. Without grouping there is exactly one, even over no rows. */
    private List<Object[]> collect(List<CompiledExpression> keys, List<Aggregate> aggregates, Set<Call> calls) {
        Map<List<Object>, Aggregate.Running[]> groups = new LinkedHashMap<>();
        if (keys.isEmpty()) {
            groups.put(List.of(), start(aggregates));
        }
        boolean datesSuffice = rowCondition == null
                && group.stream().allMatch(this::asksDateOnly)
                && calls.stream().allMatch(this::asksDateOnly);
        boolean reportsSuffice = (query.where() == null || asksDatesOnly(query.where()))
                && group.stream().allMatch(this::asksDatesOnly)
                && calls.stream().allMatch(this::asksDatesOnly);
        int reportColumn = dataset.schema().indexOf(REPORT_DATE);
        Cursor cursor = new Cursor();
        for (Segment segment : dataset.segments()) {
            if (!datesSuffice && reportsSuffice && segment.reports() != null) {
                for (int date = 0; date < segment.dates().size(); date++) {
                    String day = segment.dates().get(date);
                    cursor.atDate(day, 0);
                    if (dateCondition == null || dateCondition.isTrueAt(cursor)) {
                        segment.reports().each(date, (reported, rows) -> {
                            cursor.atDates(day, reportColumn, reported, rows);
                            if (rowCondition == null || rowCondition.isTrueAt(cursor)) {
                                add(cursor, keys, aggregates, groups);
                            }
                        });
                    }
                }
            } else if (datesSuffice) {
                for (int date = 0; date < segment.dates().size(); date++) {
                    cursor.atDate(segment.dates().get(date), segment.starts()[date + 1] - segment.starts()[date]);
                    if (dateCondition == null || dateCondition.isTrueAt(cursor)) {
                        add(cursor, keys, aggregates, groups);
                    }
                }
            } else {
                int[] rows = matching(segment);
                Table table = rows.length == 0 ? null : segment.table().get();
                for (int row : rows) {
                    cursor.atRow(table, row);
                    add(cursor, keys, aggregates, groups);
                }
            }
        }
        List<Object[]> slots = new ArrayList<>();
        groups.forEach((key, running) -> {
            Object[] group = Arrays.copyOf(key.toArray(), keys.size() + running.length);
            for (int i = 0; i < running.length; i++) {
                group[keys.size() + i] = running[i].value();
            }
            slots.add(group);
        });
        return slots;
    }

    private static void add(
            Cursor cursor,
            List<CompiledExpression> keys,
            List<Aggregate> aggregates,
            Map<List<Object>, Aggregate.Running[]> groups) {
        List<Object> key = Arrays.asList(
                keys.stream().map(compiled -> compiled.value().at(cursor)).toArray());
        for (Aggregate.Running running : groups.computeIfAbsent(key, unused -> start(aggregates))) {
            running.add(cursor);
        }
    }

    private static Aggregate.Running[] start(List<Aggregate> aggregates) {
        return aggregates.stream().map(aggregate -> aggregate.start().get()).toArray(Aggregate.Running[]::new);
    }

    private static List<Schema.Column> columnsOf(Map<String, CompiledExpression> output) {
        return output.entrySet().stream()
                .map(entry -> new Schema.Column(
                        entry.getKey(),
                        entry.getValue().type() == null
                                ? SoqlType.TEXT
                                : entry.getValue().type()))
                .toList();
    }

    private static String text(Object value) {
        if (value instanceof BigDecimal number) {
            return number.toPlainString();
        }
        return value == null ? null : value.toString();
    }
}
