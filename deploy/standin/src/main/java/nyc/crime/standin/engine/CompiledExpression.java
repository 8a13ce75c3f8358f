package nyc.crime.standin.engine;

import nyc.crime.standin.soql.SoqlType;

/**
 * An expression that is ready to be evaluated.
 *
 * @param type what it gives; null for a bare {@code null}, which goes with every type
 * @param value its value: {@link String}, {@link java.math.BigDecimal}, {@link Boolean} or null
 */
record CompiledExpression(SoqlType type, Value value) {

    /** Reads a value where a cursor is. */
    interface Value {
        Object at(Cursor cursor);
    }

    boolean isTrueAt(Cursor cursor) {
        return Boolean.TRUE.equals(value.at(cursor));
    }
}
