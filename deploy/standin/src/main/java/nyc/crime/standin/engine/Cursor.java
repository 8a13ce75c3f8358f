package nyc.crime.standin.engine;

import java.math.BigDecimal;

import nyc.crime.standin.data.RowId;
import nyc.crime.standin.data.Table;

/**
 * What an expression is evaluated on: a row; or a date (and a date of report) that stands for all its rows, for
 * expressions that ask for nothing else; or a group, whose keys and aggregates are in slots.
 */
final class Cursor {

    private Table table;
    private int row;
    private String date;
    private int reportColumn = -1;
    private String reported;
    private long weight = 1;
    private Object[] slots;

    void atRow(Table ofTable, int ofRow) {
        table = ofTable;
        row = ofRow;
    }

    void atDate(String ofDate, long rows) {
        date = ofDate;
        weight = rows;
    }

    /** A date and a date of report, which stand for all rows that have both. */
    void atDates(String ofDate, int columnOfReport, String ofReport, long rows) {
        atDate(ofDate, rows);
        reportColumn = columnOfReport;
        reported = ofReport;
    }

    void atGroup(Object[] ofSlots) {
        slots = ofSlots;
    }

    String text(int column) {
        if (table != null) {
            return table.text(column, row);
        }
        return column == reportColumn ? reported : date;
    }

    BigDecimal number(int column) {
        return table.number(column, row);
    }

    Boolean bool(int column) {
        String text = text(column);
        return text == null ? null : Boolean.valueOf(text);
    }

    long id() {
        return table.id(row);
    }

    String idText() {
        return RowId.text(id());
    }

    /** How many rows this stands for. */
    long weight() {
        return weight;
    }

    Object slot(int index) {
        return slots[index];
    }
}
