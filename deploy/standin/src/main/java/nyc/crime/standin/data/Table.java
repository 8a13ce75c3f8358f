package nyc.crime.standin.data;

import java.math.BigDecimal;

/**
 * Rows in columns, sorted by date and then by identifier. Values are the texts that Socrata would send.
 */
public final class Table {

    private final Dictionary[] dictionaries;
    private final int[][] codes;
    private final long[] ids;

    /**
     * A table.
     *
     * @param dictionaries one for each column of the schema
     * @param codes for each column the codes of its rows, or null where the table has nothing in it
     * @param ids the rows' identifiers
     */
    public Table(Dictionary[] dictionaries, int[][] codes, long[] ids) {
        this.dictionaries = dictionaries;
        this.codes = codes;
        this.ids = ids;
    }

    /** How many rows there are. */
    public int rows() {
        return ids.length;
    }

    /** A row's identifier. */
    public long id(int row) {
        return ids[row];
    }

    /** A value's text, or null. */
    public String text(int column, int row) {
        return codes[column] == null ? null : dictionaries[column].value(codes[column][row]);
    }

    /** A value's code in the column's dictionary. */
    public int code(int column, int row) {
        return codes[column] == null ? Dictionary.MISSING : codes[column][row];
    }

    /** The distinct values of a column. */
    public Dictionary dictionary(int column) {
        return dictionaries[column];
    }

    /** A value as a number, or null. */
    public BigDecimal number(int column, int row) {
        return codes[column] == null ? null : dictionaries[column].number(codes[column][row]);
    }
}
