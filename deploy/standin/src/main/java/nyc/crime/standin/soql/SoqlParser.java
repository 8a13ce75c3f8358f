package nyc.crime.standin.soql;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;

import nyc.crime.standin.soql.Lexer.Kind;
import nyc.crime.standin.soql.Lexer.Token;

/**
 * Reads the part of SoQL that clients of these datasets use, clause by clause or as one {@code $query}. A recursive
 * descent: one method for each level of precedence.
 */
public final class SoqlParser {

    private static final Set<String> COMPARISONS = Set.of("=", "==", "!=", "<>", "<", "<=", ">", ">=");
    private static final Set<String> KEYWORDS = Set.of(
            "select", "where", "group", "having", "order", "limit", "offset", "by", "as", "and", "or", "not", "in",
            "between", "is", "asc", "desc");

    private final List<Token> tokens;
    private int next;

    private SoqlParser(String text) {
        this.tokens = Lexer.tokens(text);
    }

    /**
     * Reads a {@code $select}.
     *
     * @throws SodaException 400 if it is no select list
     */
    public static List<Query.Selection> select(String text) {
        return whole("SELECT " + text, "select", SoqlParser::selections);
    }

    /**
     * Reads a {@code $where}.
     *
     * @throws SodaException 400 if it is no condition
     */
    public static Expression where(String text) {
        return whole("WHERE " + text, "where", SoqlParser::expression);
    }

    /**
     * Reads a {@code $having}.
     *
     * @throws SodaException 400 if it is no condition
     */
    public static Expression having(String text) {
        return whole("HAVING " + text, "having", SoqlParser::expression);
    }

    /**
     * Reads a {@code $group}.
     *
     * @throws SodaException 400 if it is no list of expressions
     */
    public static List<Expression> group(String text) {
        return whole("GROUP BY " + text, "group", SoqlParser::grouping);
    }

    /**
     * Reads an {@code $order}.
     *
     * @throws SodaException 400 if it is no list of sort terms
     */
    public static List<Query.Order> order(String text) {
        return whole("ORDER BY " + text, "order", SoqlParser::ordering);
    }

    /**
     * Reads a whole {@code $query}: the clauses in SQL's order, all but the first optional.
     *
     * @throws SodaException 400 if it cannot be read
     */
    public static Query query(String text) {
        SoqlParser parser = new SoqlParser(text);
        parser.expect("select");
        List<Query.Selection> select = parser.selections();
        Expression where = parser.skip("where") ? parser.expression() : null;
        List<Expression> group = parser.skip("group") ? parser.grouping() : List.of();
        Expression having = parser.skip("having") ? parser.expression() : null;
        List<Query.Order> order = parser.skip("order") ? parser.ordering() : List.of();
        Integer limit = parser.skip("limit") ? parser.count() : null;
        Integer offset = parser.skip("offset") ? parser.count() : null;
        parser.expectEnd();
        return new Query(select, where, group, having, order, limit, offset);
    }

    private interface Rule<T> {
        T read(SoqlParser parser);
    }

    private static <T> T whole(String text, String keyword, Rule<T> rule) {
        SoqlParser parser = new SoqlParser(text);
        parser.expect(keyword);
        T clause = rule.read(parser);
        parser.expectEnd();
        return clause;
    }

    private List<Query.Selection> selections() {
        return list(this::selection);
    }

    private Query.Selection selection() {
        if (skip("*")) {
            return new Query.AllColumns(false);
        }
        if (skip(":*")) {
            return new Query.AllColumns(true);
        }
        Expression expression = expression();
        return new Query.Selected(expression, skip("as") ? name() : null);
    }

    private List<Expression> grouping() {
        expect("by");
        return list(this::expression);
    }

    private List<Query.Order> ordering() {
        expect("by");
        return list(() -> {
            Expression expression = expression();
            boolean descending = skip("desc");
            if (!descending) {
                skip("asc");
            }
            return new Query.Order(expression, descending);
        });
    }

    private Expression expression() {
        Expression left = conjunction();
        while (peek().is("or")) {
            Position at = take().at();
            left = new Expression.Call("or", List.of(left, conjunction()), at);
        }
        return left;
    }

    private Expression conjunction() {
        Expression left = negation();
        while (peek().is("and")) {
            Position at = take().at();
            left = new Expression.Call("and", List.of(left, negation()), at);
        }
        return left;
    }

    private Expression negation() {
        Token token = peek();
        return skip("not") ? not(negation(), token.at()) : predicate();
    }

    private Expression predicate() {
        Expression left = operand();
        Token token = peek();
        if (token.kind() == Kind.SYMBOL && COMPARISONS.contains(token.text())) {
            take();
            return new Expression.Call(operator(token.text()), List.of(left, operand()), token.at());
        }
        if (skip("is")) {
            boolean negated = skip("not");
            expect("null");
            Expression isNull = new Expression.Call("is null", List.of(left), token.at());
            return negated ? not(isNull, token.at()) : isNull;
        }
        boolean negated = skip("not");
        if (skip("between")) {
            Expression low = operand();
            expect("and");
            Expression between = new Expression.Call("between", List.of(left, low, operand()), token.at());
            return negated ? not(between, token.at()) : between;
        }
        if (skip("in")) {
            expect("(");
            List<Expression> arguments = new ArrayList<>(List.of(left));
            arguments.addAll(list(this::operand));
            expect(")");
            Expression in = new Expression.Call("in", arguments, token.at());
            return negated ? not(in, token.at()) : in;
        }
        if (negated) {
            throw unexpected("`BETWEEN' or `IN'");
        }
        return left;
    }

    private Expression operand() {
        Token token = take();
        switch (token.kind()) {
            case STRING:
                return new Expression.Literal(token.text());
            case NUMBER:
                return new Expression.Literal(number(token));
            case QUOTED_NAME:
                return new Expression.Name(token.text(), token.at());
            case NAME:
                return named(token);
            default:
                if (token.is("(")) {
                    Expression inner = expression();
                    expect(")");
                    return inner;
                }
                if (token.is("-") && peek().kind() == Kind.NUMBER) {
                    return new Expression.Literal(number(take()).negate());
                }
                next--;
                throw unexpected("an expression");
        }
    }

    private Expression named(Token token) {
        switch (token.text()) {
            case "null":
                return new Expression.Literal(null);
            case "true":
                return new Expression.Literal(true);
            case "false":
                return new Expression.Literal(false);
            default:
                if (KEYWORDS.contains(token.text())) {
                    next--;
                    throw unexpected("an expression");
                }
        }
        if (!skip("(")) {
            return new Expression.Name(token.text(), token.at());
        }
        List<Expression> arguments = skip("*") ? List.of(new Expression.Star()) : list(this::expression);
        expect(")");
        return new Expression.Call(token.text(), arguments, token.at());
    }

    private BigDecimal number(Token token) {
        try {
            return new BigDecimal(token.text());
        } catch (NumberFormatException e) {
            throw SodaException.malformed(token.at(), "Not a number: `" + token.text() + "'");
        }
    }

    private int count() {
        Token token = take();
        try {
            return Integer.parseInt(token.text());
        } catch (NumberFormatException e) {
            next--;
            throw unexpected("an integer");
        }
    }

    private String name() {
        Token token = take();
        if (token.kind() != Kind.QUOTED_NAME && (token.kind() != Kind.NAME || KEYWORDS.contains(token.text()))) {
            next--;
            throw unexpected("an identifier");
        }
        return token.text();
    }

    private <T> List<T> list(Supplier<T> element) {
        List<T> elements = new ArrayList<>();
        do {
            elements.add(element.get());
        } while (skip(","));
        return elements;
    }

    private static Expression not(Expression inner, Position at) {
        return new Expression.Call("not", List.of(inner), at);
    }

    private static String operator(String symbol) {
        return switch (symbol) {
            case "==" -> "=";
            case "<>" -> "!=";
            default -> symbol;
        };
    }

    private Token peek() {
        return tokens.get(next);
    }

    private Token take() {
        Token token = tokens.get(next);
        if (token.kind() == Kind.END) {
            throw unexpected("an expression");
        }
        next++;
        return token;
    }

    private boolean skip(String keywordOrSymbol) {
        if (peek().is(keywordOrSymbol)) {
            next++;
            return true;
        }
        return false;
    }

    private void expect(String keywordOrSymbol) {
        if (!skip(keywordOrSymbol)) {
            throw unexpected("`" + keywordOrSymbol.toUpperCase(Locale.ROOT) + "'");
        }
    }

    private void expectEnd() {
        if (peek().kind() != Kind.END) {
            throw unexpected("the end of the clause");
        }
    }

    private SodaException unexpected(String expected) {
        return SodaException.malformed(peek().at(), "Expected " + expected + ", but got `" + peek().text() + "'");
    }
}
