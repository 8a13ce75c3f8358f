package nyc.crime.standin.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/** Takes rows in any order and cuts them into segments. */
public final class TableBuilder {

    private final Schema schema;
    private final Dictionary[] dictionaries;
    private final int[][] codes;
    private long[] ids = new long[1024];
    private int rows;

    /** A builder of a dataset's rows. */
    public TableBuilder(Schema schema) {
        this.schema = schema;
        int columns = schema.columns().size();
        this.dictionaries =
                IntStream.range(0, columns).mapToObj(column -> new Dictionary()).toArray(Dictionary[]::new);
        this.codes = new int[columns][];
    }

    /** Begins a row. All its values are missing until they are {@link #set}. */
    public void addRow(long id) {
        if (rows == ids.length) {
            ids = Arrays.copyOf(ids, rows * 2);
        }
        ids[rows++] = id;
    }

    /** Sets a value of the row begun last. */
    public void set(int column, String value) {
        int code = dictionaries[column].code(value);
        if (code == Dictionary.MISSING) {
            return;
        }
        int[] column0 = codes[column];
        if (column0 == null || column0.length < rows) {
            int from = column0 == null ? 0 : column0.length;
            column0 = column0 == null ? new int[ids.length] : Arrays.copyOf(column0, ids.length);
            Arrays.fill(column0, from, column0.length, Dictionary.MISSING);
            codes[column] = column0;
        }
        column0[rows - 1] = code;
    }

    /** The rows so far as one table, sorted by date and identifier. */
    public Table table() {
        return table(sorted());
    }

    /** The rows so far, month by month. */
    public List<Segment> segments() {
        List<Segment> segments = new ArrayList<>();
        int[] order = sorted();
        int start = 0;
        for (int end = 1; end <= rows; end++) {
            if (end == rows || !Objects.equals(month(order[end]), month(order[start]))) {
                segments.add(segment(Arrays.copyOfRange(order, start, end)));
                start = end;
            }
        }
        return segments;
    }

    private Segment segment(int[] order) {
        List<String> dates = new ArrayList<>();
        int[] starts = new int[order.length + 1];
        for (int i = 0; i < order.length; i++) {
            if (i == 0 || !Objects.equals(date(order[i]), dates.get(dates.size() - 1))) {
                starts[dates.size()] = i;
                dates.add(date(order[i]));
            }
        }
        starts[dates.size()] = order.length;
        Table table = table(order);
        return new Segment(dates, Arrays.copyOf(starts, dates.size() + 1), () -> table);
    }

    private int[] sorted() {
        return IntStream.range(0, rows)
                .boxed()
                .sorted(Comparator.comparing(this::date, Comparator.nullsLast(Comparator.naturalOrder()))
                        .thenComparingLong(row -> ids[row]))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    private Table table(int[] order) {
        int[][] sorted = new int[codes.length][];
        for (int column = 0; column < codes.length; column++) {
            if (codes[column] != null) {
                int[] values = codes[column];
                sorted[column] = Arrays.stream(order)
                        .map(row -> row < values.length ? values[row] : Dictionary.MISSING)
                        .toArray();
            }
        }
        return new Table(
                dictionaries,
                sorted,
                Arrays.stream(order).mapToLong(row -> ids[row]).toArray());
    }

    private String date(int row) {
        int column = schema.dateColumn();
        if (column < 0 || codes[column] == null || row >= codes[column].length) {
            return null;
        }
        return dictionaries[column].value(codes[column][row]);
    }

    private String month(int row) {
        String date = date(row);
        return date == null || date.length() < 7 ? null : date.substring(0, 7);
    }
}
