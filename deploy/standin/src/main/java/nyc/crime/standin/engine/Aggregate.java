package nyc.crime.standin.engine;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.function.Supplier;

import nyc.crime.standin.soql.Expression.Call;
import nyc.crime.standin.soql.Expression.Star;
import nyc.crime.standin.soql.SodaException;
import nyc.crime.standin.soql.SoqlType;

/**
 * An aggregate function over one argument.
 *
 * @param type what it gives
 * @param start begins a new group
 */
record Aggregate(SoqlType type, Supplier<Running> start) {

    /** An aggregate of one group, so far. */
    interface Running {
        void add(Cursor cursor);

        /** The value; null if there was none to aggregate. */
        Object value();
    }

    static Aggregate of(Call call, ExpressionCompiler rows) {
        if (call.arguments().size() != 1) {
            throw SodaException.noSuchFunction(call.function(), call.at());
        }
        if (call.arguments().get(0) instanceof Star) {
            if (!call.function().equals("count")) {
                throw SodaException.noSuchFunction(call.function(), call.at());
            }
            return new Aggregate(SoqlType.NUMBER, () -> new Count(cursor -> true));
        }
        CompiledExpression argument = rows.compile(call.arguments().get(0));
        boolean numeric = argument.type() == SoqlType.NUMBER;
        switch (call.function()) {
            case "count":
                return new Aggregate(SoqlType.NUMBER, () -> new Count(argument.value()));
            case "min":
                return new Aggregate(argument.type(), () -> new Extreme(argument.value(), -1));
            case "max":
                return new Aggregate(argument.type(), () -> new Extreme(argument.value(), 1));
            default:
                if (!numeric) {
                    throw SodaException.typeMismatch(call.function(), argument.type());
                }
                boolean mean = call.function().equals("avg");
                return new Aggregate(SoqlType.NUMBER, () -> new Sum(argument.value(), mean));
        }
    }

    private static final class Count implements Running {
        private final CompiledExpression.Value argument;
        private long count;

        Count(CompiledExpression.Value argument) {
            this.argument = argument;
        }

        @Override
        public void add(Cursor cursor) {
            if (argument.at(cursor) != null) {
                count += cursor.weight();
            }
        }

        @Override
        public Object value() {
            return BigDecimal.valueOf(count);
        }
    }

    private static final class Extreme implements Running {
        private final CompiledExpression.Value argument;
        private final int sign;
        private Object best;

        Extreme(CompiledExpression.Value argument, int sign) {
            this.argument = argument;
            this.sign = sign;
        }

        @Override
        public void add(Cursor cursor) {
            Object value = argument.at(cursor);
            if (value != null && (best == null || sign * ExpressionCompiler.compare(value, best) > 0)) {
                best = value;
            }
        }

        @Override
        public Object value() {
            return best;
        }
    }

    private static final class Sum implements Running {
        private final CompiledExpression.Value argument;
        private final boolean mean;
        private BigDecimal sum = BigDecimal.ZERO;
        private long count;

        Sum(CompiledExpression.Value argument, boolean mean) {
            this.argument = argument;
            this.mean = mean;
        }

        @Override
        public void add(Cursor cursor) {
            BigDecimal value = (BigDecimal) argument.at(cursor);
            if (value != null) {
                sum = sum.add(value);
                count++;
            }
        }

        @Override
        public Object value() {
            if (count == 0) {
                return null;
            }
            return mean ? sum.divide(BigDecimal.valueOf(count), MathContext.DECIMAL64) : sum;
        }
    }
}
