package nyc.crime.standin.soql;

import java.math.BigDecimal;
import java.util.List;
import java.util.function.Consumer;

/** An expression as it was written. Equal expressions are the same wherever they stand: positions do not count. */
public sealed interface Expression {

    /**
     * A value.
     *
     * @param value a {@link String}, {@link BigDecimal}, {@link Boolean}, or null
     */
    record Literal(Object value) implements Expression {}

    /** A column, or the alias of a selected expression. */
    record Name(String name, Position at) implements Expression {
        @Override
        public boolean equals(Object other) {
            return other instanceof Name that && name.equals(that.name);
        }

        @Override
        public int hashCode() {
            return name.hashCode();
        }
    }

    /** The star of {@code count(*)}. */
    record Star() implements Expression {}

    /** A function or an operator ({@code =}, {@code and}, {@code is null}, {@code in}, {@code between} ...). */
    record Call(String function, List<Expression> arguments, Position at) implements Expression {
        @Override
        public boolean equals(Object other) {
            return other instanceof Call that && function.equals(that.function) && arguments.equals(that.arguments);
        }

        @Override
        public int hashCode() {
            return 31 * function.hashCode() + arguments.hashCode();
        }
    }

    /** Shows this expression and all its parts, outside first. */
    default void visit(Consumer<Expression> visitor) {
        visitor.accept(this);
        if (this instanceof Call call) {
            call.arguments().forEach(argument -> argument.visit(visitor));
        }
    }
}
