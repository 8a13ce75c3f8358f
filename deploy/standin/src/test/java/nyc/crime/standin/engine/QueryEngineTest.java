package nyc.crime.standin.engine;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import nyc.crime.standin.data.Dataset;
import nyc.crime.standin.data.RowId;
import nyc.crime.standin.data.Schema;
import nyc.crime.standin.data.TableBuilder;
import nyc.crime.standin.soql.SodaException;
import nyc.crime.standin.soql.SoqlParser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

/** Each clause, on a handful of arrests that can be counted by hand. */
class QueryEngineTest {

    /** Date, category, precinct, latitude. */
    private static final String[][] ROWS = {
        {"2024-01-31", "F", "14", "40.75"},
        {"2024-02-01", "M", "14", "40.76"},
        {"2024-02-01", "F", "75", "40.67"},
        {"2024-02-01", "M", "75", "0.0"},
        {"2024-02-29", "", "5", "40.71"},
        {"2024-02-29", "V", "5", null},
        {"2024-03-01", "M", "101", "40.60"},
        {null, "F", "14", "40.75"},
    };

    private static final Dataset ARRESTS = arrests(ROWS);

    private static Dataset arrests(String[][] rows) {
        Schema schema = Schema.of("8h9b-rp9u", List.of());
        TableBuilder builder = new TableBuilder(schema);
        for (int i = 0; i < rows.length; i++) {
            builder.addRow(RowId.of(schema.id(), i));
            builder.set(schema.indexOf("arrest_key"), "k" + i);
            builder.set(schema.indexOf("arrest_date"), rows[i][0] == null ? null : rows[i][0] + "T00:00:00.000");
            builder.set(schema.indexOf("law_cat_cd"), rows[i][1]);
            builder.set(schema.indexOf("arrest_precinct"), rows[i][2]);
            builder.set(schema.indexOf("latitude"), rows[i][3]);
        }
        return new Dataset(schema, builder.segments(), Instant.parse("2024-04-20T08:00:00Z"), Dataset.Origin.FILES);
    }

    private static List<List<String>> run(String query) {
        return run(query, false, 1);
    }

    private static List<List<String>> run(String query, boolean unstable, long seed) {
        return QueryEngine.run(ARRESTS, SoqlParser.query(query), unstable, seed).rows().stream()
                .map(Arrays::asList)
                .toList();
    }

    private static List<String> keys(String where) {
        return run("select arrest_key where " + where + " order by arrest_key").stream()
                .map(row -> row.get(0))
                .toList();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "arrest_date >= '2024-02-01' and arrest_date < '2024-03-01' | k1 k2 k3 k4 k5",
                "arrest_date between '2024-02-01T00:00:00' and '2024-02-29T00:00:00.000' | k1 k2 k3 k4 k5",
                "arrest_date not between '2024-02-01' and '2024-02-29' | k0 k6",
                "law_cat_cd = 'F' | k0 k2 k7",
                "law_cat_cd != 'F' | k1 k3 k5 k6",
                "not law_cat_cd = 'F' | k1 k3 k5 k6",
                "law_cat_cd in ('F', 'V') | k0 k2 k5 k7",
                "law_cat_cd not in ('F', 'V') | k1 k3 k6",
                "law_cat_cd is null | k4",
                "law_cat_cd is null or law_cat_cd = 'V' | k4 k5",
                "arrest_date is null | k7",
                "latitude = 0 | k3",
                "latitude = '0' | k3",
                "latitude > 40.7 and latitude < 40.76 | k0 k4 k7",
                "latitude is null | k5",
                "arrest_precinct > 14 | k2 k3 k6",
                "arrest_precinct = '14' | k0 k1 k7",
                "date_trunc_ym(arrest_date) = '2024-02-01' and law_cat_cd = 'M' | k1 k3",
                "(law_cat_cd = 'F' or law_cat_cd = 'M') and arrest_precinct = 75 | k2 k3",
                "`law_cat_cd` = 'V' | k5",
                "law_cat_cd = 'F' and arrest_date = '2024-02-01' | k2",
                ":updated_at > '2024-04-20T07:59:59Z' and law_cat_cd = 'V' | k5",
                ":updated_at > '2024-04-21' | ''",
            })
    void where(String condition, String expected) {
        assertEquals(expected.isEmpty() ? List.of() : List.of(expected.split(" ")), keys(condition));
    }

    @Test
    void selectGivesNamesAndTypes() {
        QueryResult result = QueryEngine.run(
                ARRESTS,
                SoqlParser.query("select :id, arrest_date as day, arrest_precinct, law_cat_cd as x, latitude"),
                false,
                1);
        assertEquals(
                "[:id=row_identifier, day=floating_timestamp, arrest_precinct=number, x=text, latitude=number]",
                result.columns().stream()
                        .map(column -> column.name() + "=" + column.type().wire())
                        .toList()
                        .toString());
    }

    @Test
    void namesOfExpressionsWithoutAlias() {
        QueryResult result = QueryEngine.run(
                ARRESTS,
                SoqlParser.query("select count(*), count(latitude), max(arrest_date), sum(arrest_precinct)"),
                false,
                1);
        assertEquals(
                List.of("count", "count_latitude", "max_arrest_date", "sum_arrest_precinct"),
                result.columns().stream().map(Schema.Column::name).toList());
        assertEquals(
                List.of("8", "7", "2024-03-01T00:00:00.000", "303"),
                Arrays.asList(result.rows().get(0)));
    }

    @Test
    void numbersGoOutAsTheyCameIn() {
        assertEquals(
                List.of(List.of("0.0"), List.of("40.60")),
                run("select latitude where latitude < 40.65 order by latitude"));
    }

    @Test
    void starsAreAllColumns() {
        QueryResult result = QueryEngine.run(ARRESTS, SoqlParser.query("select :*, * limit 1"), false, 1);
        assertEquals(3 + ARRESTS.schema().columns().size(), result.columns().size());
        assertEquals(":id", result.columns().get(0).name());
    }

    @Test
    void aggregatesOfNothingAreOneRow() {
        assertEquals(
                List.of(Arrays.asList("0", null)),
                run("select count(*), max(arrest_date) where arrest_date > '2030-01-01'"));
    }

    @Test
    void groupByMonthWithAliasHavingAndOrder() {
        assertEquals(
                List.of(List.of("2024-02-01T00:00:00.000", "5")),
                run("select date_trunc_ym(arrest_date) as month, count(*) as n group by month having n > 1 order by n"
                        + " desc"));
    }

    @Test
    void groupKeepsTheMissingApart() {
        assertEquals(
                List.of(List.of("F", "3"), List.of("M", "3"), List.of("V", "1"), Arrays.asList(null, "1")),
                run("select law_cat_cd, count(*) group by law_cat_cd order by law_cat_cd"));
    }

    @Test
    void datesAloneAndRowsGiveTheSameCounts() {
        String byDates = "select arrest_date, count(*) group by arrest_date order by arrest_date";
        String byRows =
                "select arrest_date, count(*) where arrest_key != 'none' group by arrest_date order by arrest_date";
        assertEquals(run(byRows), run(byDates));
    }

    @Test
    void orderPutsTheMissingLastOrFirst() {
        assertEquals(
                "k7", run("select arrest_key order by arrest_date, :id").get(7).get(0));
        assertEquals(
                "k7",
                run("select arrest_key order by arrest_date desc, :id").get(0).get(0));
        assertEquals(
                "k6",
                run("select arrest_key order by arrest_date desc, :id").get(1).get(0));
    }

    @Test
    void orderBySeveralTerms() {
        assertEquals(
                List.of("k6", "k2", "k3", "k0", "k1", "k7", "k4", "k5"),
                run("select arrest_key order by arrest_precinct desc, arrest_key").stream()
                        .map(row -> row.get(0))
                        .toList());
    }

    @Test
    void limitAndOffset() {
        assertEquals(
                List.of(List.of("k2"), List.of("k3")), run("select arrest_key order by arrest_key limit 2 offset 2"));
        assertEquals(List.of(), run("select arrest_key order by arrest_key limit 2 offset 100"));
        assertEquals(List.of(), run("select arrest_key limit 0"));
    }

    private static final Dataset MANY = arrests(IntStream.range(0, 1500)
            .mapToObj(i -> new String[] {"2024-0" + (1 + i % 3) + "-1" + i % 10, "F", "14", "40.7"})
            .toArray(String[][]::new));

    private static List<String> paged(String order, boolean unstable) {
        List<String> keys = new ArrayList<>();
        for (int page = 0; page < 7; page++) {
            String text = "select arrest_key " + order + " limit 220 offset " + 220 * page;
            QueryEngine.run(MANY, SoqlParser.query(text), unstable, 77 + page)
                    .rows()
                    .forEach(row -> keys.add(row[0]));
        }
        return keys;
    }

    @Test
    void theDefaultLimitIsAThousand() {
        assertEquals(
                1000,
                QueryEngine.run(MANY, SoqlParser.query("select *"), false, 1)
                        .rows()
                        .size());
    }

    @Test
    void pagesInAUniqueOrderAreExact() {
        for (String order :
                List.of("order by arrest_date, :id", "order by :id", "order by arrest_date desc, :id desc")) {
            List<String> keys = paged(order, true);
            assertEquals(1500, keys.size());
            assertEquals(1500, new HashSet<>(keys).size(), order);
        }
    }

    @Test
    void pagesWithoutOrderLoseAndDoubleRows() {
        List<String> keys = paged("", false);
        assertEquals(1500, keys.size());
        assertNotEquals(1500, new HashSet<>(keys).size());
    }

    @Test
    void pagesByDateAloneAreExactOnlyWhileOrderIsStable() {
        assertEquals(1500, new HashSet<>(paged("order by arrest_date", false)).size());
        assertNotEquals(1500, new HashSet<>(paged("order by arrest_date", true)).size());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "select nosuch | query.soql.no-such-column",
                "select * where nosuch = 1 | query.soql.no-such-column",
                "select * order by nosuch | query.soql.no-such-column",
                "select nosuch, count(*) group by nosuch | query.soql.no-such-column",
                "select law_cat_cd, count(*) | query.soql.column-not-in-group-bys",
                "select count(*) where count(*) > 1 | query.soql.aggregate-in-ungrouped-context",
                "select nosuch(law_cat_cd) | query.soql.no-such-function",
                "select * where law_cat_cd = 1 | query.soql.type-mismatch",
                "select * where arrest_precinct = 'x' | query.soql.type-mismatch",
                "select * where arrest_date > 'yesterday' | query.soql.type-mismatch",
                "select * where law_cat_cd | query.soql.type-mismatch",
                "select date_trunc_y(law_cat_cd) | query.soql.type-mismatch",
                "select sum(law_cat_cd) | query.soql.type-mismatch",
            })
    void refusals(String query, String code) {
        SodaException refused = assertThrows(SodaException.class, () -> run(query));
        assertEquals(400, refused.status());
        assertEquals(code, refused.body().get("errorCode"));
    }

    @Test
    void rowIdentifiersAreUniqueAndSortAsTheirText() {
        List<Long> ids = IntStream.range(0, 100_000)
                .mapToObj(row -> RowId.of("8h9b-rp9u", row))
                .sorted()
                .toList();
        assertEquals(100_000, new HashSet<>(ids).size());
        List<String> texts = ids.stream().map(RowId::text).toList();
        assertEquals(texts.stream().sorted().toList(), texts);
    }
}
