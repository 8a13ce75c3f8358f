package nyc.crime.standin.soql;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import nyc.crime.standin.soql.Expression.Call;
import nyc.crime.standin.soql.Expression.Literal;
import nyc.crime.standin.soql.Expression.Name;
import nyc.crime.standin.soql.Expression.Star;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class SoqlParserTest {

    private static final Name A = new Name("a", null);
    private static final Name B = new Name("b", null);

    private static Call call(String function, Expression... arguments) {
        return new Call(function, List.of(arguments), null);
    }

    private static Literal number(String text) {
        return new Literal(new BigDecimal(text));
    }

    @Test
    void andBindsMoreTightlyThanOr() {
        assertEquals(
                call(
                        "or",
                        call("=", A, number("1")),
                        call("and", call("=", A, number("2")), call("=", B, number("3")))),
                SoqlParser.where("a = 1 OR a = 2 AND b = 3"));
    }

    @Test
    void parenthesesComeFirst() {
        assertEquals(
                call(
                        "and",
                        call("or", call("=", A, number("1")), call("=", A, number("2"))),
                        call("=", B, number("3"))),
                SoqlParser.where("(a = 1 or a = 2) and b = 3"));
    }

    @Test
    void notStandsBeforeAWholePredicate() {
        assertEquals(
                call("and", call("not", call("=", A, number("1"))), call("=", B, number("2"))),
                SoqlParser.where("not a = 1 and b = 2"));
        assertEquals(call("not", call("not", call("is null", A))), SoqlParser.where("not not a is null"));
    }

    @Test
    void theAndOfBetweenIsNotAConjunction() {
        assertEquals(
                call("and", call("between", A, number("1"), number("2")), call("=", B, number("3"))),
                SoqlParser.where("a between 1 and 2 and b = 3"));
        assertEquals(
                call("not", call("between", A, number("-1.5"), number("2e3"))),
                SoqlParser.where("a NOT BETWEEN -1.5 AND 2e3"));
    }

    @Test
    void listsAndNulls() {
        assertEquals(call("in", A, new Literal("x"), new Literal("y")), SoqlParser.where("a in ('x', 'y')"));
        assertEquals(call("not", call("in", A, new Literal("x"))), SoqlParser.where("a not in('x')"));
        assertEquals(call("not", call("is null", A)), SoqlParser.where("a is not null"));
    }

    @Test
    void operatorsHaveOneSpelling() {
        assertEquals(SoqlParser.where("a = 1"), SoqlParser.where("a == 1"));
        assertEquals(SoqlParser.where("a != 1"), SoqlParser.where("a <> 1"));
    }

    @Test
    void stringsKeepQuotesAndCase() {
        assertEquals(call("=", A, new Literal("BURGLAR'S TOOLS")), SoqlParser.where("a = 'BURGLAR''S TOOLS'"));
    }

    @Test
    void namesMayBeQuotedAndDoNotMindTheCase() {
        assertEquals(SoqlParser.where("a = 1"), SoqlParser.where("`A` = 1"));
        assertEquals(List.of(new Query.Selected(new Name("order", null), "by")), SoqlParser.select("`order` as `by`"));
    }

    @Test
    void selectTakesStarsAliasesAndSystemFields() {
        assertEquals(
                List.of(
                        new Query.AllColumns(true),
                        new Query.AllColumns(false),
                        new Query.Selected(new Name(":id", null), null),
                        new Query.Selected(new Name(":@computed_region_f5dn_yrer", null), null),
                        new Query.Selected(call("count", new Star()), "n"),
                        new Query.Selected(call("date_trunc_ym", A), null)),
                SoqlParser.select(":*, *, :id, :@computed_region_f5dn_yrer, count(*) AS n, date_trunc_ym(a)"));
    }

    @Test
    void orderTakesDirections() {
        assertEquals(
                List.of(
                        new Query.Order(A, true),
                        new Query.Order(B, false),
                        new Query.Order(new Name(":id", null), false)),
                SoqlParser.order("a DESC, b asc, :id"));
    }

    @Test
    void aWholeQuery() {
        Query query = SoqlParser.query(
                "SELECT a, count(*) WHERE b > 1 GROUP BY a HAVING count(*) > 2 ORDER BY a LIMIT 5" + " OFFSET 10");
        assertEquals(2, query.select().size());
        assertEquals(call(">", B, number("1")), query.where());
        assertEquals(List.of(A), query.group());
        assertEquals(call(">", call("count", new Star()), number("2")), query.having());
        assertEquals(Arrays.asList(5, 10), Arrays.asList(query.limit(), query.offset()));
        assertNull(SoqlParser.query("select *").where());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a =",
                "= 1",
                "a = 1 b",
                "a = 'x",
                "a = 1)",
                "(a = 1",
                "a between 1",
                "a between 1 or 2",
                "a in ()",
                "a in 1",
                "a is 1",
                "a not 1",
                "a = 1; drop table b",
                "a = 1 and",
                "a = 1.2.3",
                "f(",
                "a = \"x\""
            })
    void whatCannotBeReadIsMalformed(String where) {
        SodaException refused = assertThrows(SodaException.class, () -> SoqlParser.where(where));
        assertEquals(400, refused.status());
        assertEquals("query.compiler.malformed", refused.body().get("code"));
    }

    @Test
    void theMessageNamesThePlaceAndWhatWasThere() {
        SodaException refused =
                assertThrows(SodaException.class, () -> SoqlParser.query("select a where from" + " = = 1"));
        assertTrue(
                refused.getMessage()
                        .startsWith("Could not parse SoQL query \"select a where from = = 1\" at line 1"
                                + " character 23: Expected an expression, but got `='"),
                refused.getMessage());
    }
}
