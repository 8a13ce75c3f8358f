package nyc.crime.standin.engine;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntPredicate;

import nyc.crime.standin.data.Dataset;
import nyc.crime.standin.data.Schema;
import nyc.crime.standin.engine.CompiledExpression.Value;
import nyc.crime.standin.soql.Expression;
import nyc.crime.standin.soql.Expression.Call;
import nyc.crime.standin.soql.Expression.Literal;
import nyc.crime.standin.soql.Expression.Name;
import nyc.crime.standin.soql.Position;
import nyc.crime.standin.soql.SodaException;
import nyc.crime.standin.soql.SoqlType;

/**
 * Checks names and types of expressions and makes them ready to be evaluated, over rows or, where slots are given, over
 * groups. Logic has three values, as in SQL: a comparison with a missing value is neither true nor false.
 */
final class ExpressionCompiler {

    static final Set<String> AGGREGATES = Set.of("count", "min", "max", "sum", "avg");

    private static final Map<String, Integer> TRUNCATIONS =
            Map.of("date_trunc_ymd", 10, "date_trunc_ym", 7, "date_trunc_y", 4);
    private static final String START_OF_YEAR = "0000-01-01T00:00:00.000";
    private static final Map<String, IntPredicate> COMPARISONS = Map.of(
            "=", order -> order == 0,
            "!=", order -> order != 0,
            "<", order -> order < 0,
            "<=", order -> order <= 0,
            ">", order -> order > 0,
            ">=", order -> order >= 0);

    private final Schema schema;
    private final String updatedAt;
    private final Map<Expression, Integer> slots;

    /** A scope of rows. */
    ExpressionCompiler(Dataset dataset) {
        this(dataset, null);
    }

    /** A scope of groups, in which these expressions have values; a column must be part of one of them. */
    ExpressionCompiler(Dataset dataset, Map<Expression, Integer> slots) {
        this.schema = dataset.schema();
        this.updatedAt = Timestamps.fixed(dataset.updatedAt());
        this.slots = slots;
    }

    /** Compiles a condition. */
    CompiledExpression condition(Expression expression) {
        CompiledExpression compiled = compile(expression);
        if (compiled.type() != null && compiled.type() != SoqlType.BOOLEAN) {
            throw SodaException.typeMismatch("#WHERE", compiled.type());
        }
        return compiled;
    }

    /** Compiles any expression. */
    CompiledExpression compile(Expression expression) {
        if (slots != null && slots.containsKey(expression)) {
            int slot = slots.get(expression);
            return new CompiledExpression(typeOfSlot(expression), cursor -> cursor.slot(slot));
        }
        if (expression instanceof Literal literal) {
            return constant(literal.value());
        }
        if (expression instanceof Name name) {
            if (slots != null) {
                column(name);
                throw SodaException.notInGroupBy(name.name(), name.at());
            }
            return column(name);
        }
        if (expression instanceof Call call) {
            return call(call);
        }
        throw SodaException.malformed(new Position("*", 0), "Expected an expression, but got `*'");
    }

    private SoqlType typeOfSlot(Expression expression) {
        if (expression instanceof Call call && AGGREGATES.contains(call.function())) {
            return Aggregate.of(call, rowScope()).type();
        }
        return rowScope().compile(expression).type();
    }

    private ExpressionCompiler rowScope() {
        return new ExpressionCompiler(schema, updatedAt);
    }

    private ExpressionCompiler(Schema schema, String updatedAt) {
        this.schema = schema;
        this.updatedAt = updatedAt;
        this.slots = null;
    }

    private static CompiledExpression constant(Object value) {
        SoqlType type = null;
        if (value instanceof String) {
            type = SoqlType.TEXT;
        } else if (value instanceof BigDecimal) {
            type = SoqlType.NUMBER;
        } else if (value instanceof Boolean) {
            type = SoqlType.BOOLEAN;
        }
        return new CompiledExpression(type, cursor -> value);
    }

    private CompiledExpression column(Name name) {
        switch (name.name()) {
            case ":id":
                return new CompiledExpression(SoqlType.ROW_IDENTIFIER, Cursor::idText);
            case ":updated_at", ":created_at":
                return new CompiledExpression(SoqlType.FIXED_TIMESTAMP, cursor -> updatedAt);
            default:
                int column = schema.indexOf(name.name());
                if (column < 0) {
                    throw SodaException.noSuchColumn(name.name(), schema.id(), name.at());
                }
                SoqlType type = schema.columns().get(column).type();
                return new CompiledExpression(
                        type,
                        switch (type) {
                            case NUMBER -> cursor -> cursor.number(column);
                            case BOOLEAN -> cursor -> cursor.bool(column);
                            default -> cursor -> cursor.text(column);
                        });
        }
    }

    private CompiledExpression call(Call call) {
        String function = call.function();
        if (AGGREGATES.contains(function)) {
            throw SodaException.aggregateNotAllowed(function, call.at());
        }
        if (COMPARISONS.containsKey(function)) {
            List<CompiledExpression> sides = alike(call);
            return comparison(sides.get(0), sides.get(1), COMPARISONS.get(function));
        }
        if (TRUNCATIONS.containsKey(function)) {
            return truncation(call, TRUNCATIONS.get(function));
        }
        return switch (function) {
            case "and" -> connective(call, Boolean.FALSE);
            case "or" -> connective(call, Boolean.TRUE);
            case "not" -> negation(call);
            case "is null" -> {
                Value value = compile(call.arguments().get(0)).value();
                yield bool(cursor -> value.at(cursor) == null);
            }
            case "between" -> {
                List<CompiledExpression> sides = alike(call);
                yield both(
                        comparison(sides.get(0), sides.get(1), COMPARISONS.get(">=")),
                        comparison(sides.get(0), sides.get(2), COMPARISONS.get("<=")));
            }
            case "in" -> in(alike(call));
            default -> throw SodaException.noSuchFunction(function, call.at());
        };
    }

    /** Text literals become numbers or times where they stand beside one; all arguments must then have one type. */
    private List<CompiledExpression> alike(Call call) {
        SoqlType type = null;
        for (Expression argument : call.arguments()) {
            if (!(argument instanceof Literal)) {
                type = type == null ? compile(argument).type() : type;
            }
        }
        List<CompiledExpression> compiled = new ArrayList<>();
        for (Expression argument : call.arguments()) {
            compiled.add(coerced(argument, type, call.function()));
        }
        return compiled;
    }

    private CompiledExpression coerced(Expression argument, SoqlType wanted, String function) {
        CompiledExpression compiled = compile(argument);
        if (argument instanceof Literal literal && literal.value() instanceof String text && wanted != null) {
            if (wanted.isTime()) {
                String time = Timestamps.normalised(text, wanted);
                if (time == null) {
                    throw SodaException.typeMismatch("op$" + function, SoqlType.TEXT);
                }
                return new CompiledExpression(wanted, cursor -> time);
            }
            if (wanted == SoqlType.NUMBER) {
                return constant(number(text, function));
            }
            return new CompiledExpression(wanted, compiled.value());
        }
        if (compiled.type() != null && wanted != null && compiled.type() != wanted
                || wanted != null && wanted.isGeometry()) {
            throw SodaException.typeMismatch("op$" + function, compiled.type());
        }
        return compiled;
    }

    private static BigDecimal number(String text, String function) {
        try {
            return new BigDecimal(text.trim());
        } catch (NumberFormatException e) {
            throw SodaException.typeMismatch("op$" + function, SoqlType.TEXT);
        }
    }

    private static CompiledExpression bool(Value value) {
        return new CompiledExpression(SoqlType.BOOLEAN, value);
    }

    private static CompiledExpression comparison(
            CompiledExpression left, CompiledExpression right, IntPredicate holds) {
        return bool(cursor -> {
            Object a = left.value().at(cursor);
            Object b = right.value().at(cursor);
            return a == null || b == null ? null : holds.test(compare(a, b));
        });
    }

    /** Compares two values of one type. */
    @SuppressWarnings({"unchecked", "rawtypes"})
    static int compare(Object a, Object b) {
        return ((Comparable) a).compareTo(b);
    }

    private static CompiledExpression in(List<CompiledExpression> sides) {
        Value value = sides.get(0).value();
        List<Value> choices =
                sides.stream().skip(1).map(CompiledExpression::value).toList();
        return bool(cursor -> {
            Object a = value.at(cursor);
            if (a == null) {
                return null;
            }
            for (Value choice : choices) {
                Object b = choice.at(cursor);
                if (b != null && compare(a, b) == 0) {
                    return true;
                }
            }
            return false;
        });
    }

    /** {@code and} and {@code or}: the decisive value decides alone; else a missing one leaves it open. */
    private CompiledExpression connective(Call call, Boolean decisive) {
        Value left = condition(call.arguments().get(0)).value();
        Value right = condition(call.arguments().get(1)).value();
        return bool(cursor -> {
            Object a = left.at(cursor);
            if (decisive.equals(a)) {
                return decisive;
            }
            Object b = right.at(cursor);
            return decisive.equals(b) || a != null ? b : null;
        });
    }

    private static CompiledExpression both(CompiledExpression left, CompiledExpression right) {
        return bool(cursor -> {
            Object a = left.value().at(cursor);
            Object b = right.value().at(cursor);
            return a == null || b == null ? null : (Boolean) a && (Boolean) b;
        });
    }

    private CompiledExpression negation(Call call) {
        Value value = condition(call.arguments().get(0)).value();
        return bool(cursor -> {
            Object a = value.at(cursor);
            return a == null ? null : !(Boolean) a;
        });
    }

    private CompiledExpression truncation(Call call, int kept) {
        CompiledExpression argument = compile(call.arguments().get(0));
        if (call.arguments().size() != 1
                || argument.type() != null && !argument.type().isTime()) {
            throw SodaException.typeMismatch(call.function(), argument.type());
        }
        return new CompiledExpression(SoqlType.FLOATING_TIMESTAMP, cursor -> {
            String time = (String) argument.value().at(cursor);
            return time == null ? null : time.substring(0, kept) + START_OF_YEAR.substring(kept);
        });
    }
}
