package nyc.crime.standin.soql;

import java.util.List;

/**
 * A SoQL query as it was written.
 *
 * @param select what to return; empty means every column
 * @param where condition on rows, or null
 * @param group what to group by
 * @param having condition on groups, or null
 * @param order sort terms, the first one first
 * @param limit rows wanted at most, or null for the default
 * @param offset rows to leave out at the start, or null
 */
public record Query(
        List<Selection> select,
        Expression where,
        List<Expression> group,
        Expression having,
        List<Order> order,
        Integer limit,
        Integer offset) {

    /** The same query with another limit. */
    public Query limitedTo(int rows) {
        return new Query(select, where, group, having, order, rows, offset);
    }

    /** Part of a select list. */
    public sealed interface Selection {}

    /** {@code *}, the dataset's own columns, or {@code :*}, the system's. */
    public record AllColumns(boolean system) implements Selection {}

    /**
     * A selected expression.
     *
     * @param alias the name it is given, or null
     */
    public record Selected(Expression expression, String alias) implements Selection {}

    /** A sort term. */
    public record Order(Expression expression, boolean descending) {}
}
