package nyc.crime.standin.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** Takes rows in any order and cuts them into segments. */
public final class TableBuilder {

    private final Dictionary[] dictionaries;
    private final int[][] codes;
    private final int dateColumn;
    private long[] ids = new long[1024];
    private int rows;

    /** A builder of a dataset's rows. */
    public TableBuilder(Schema schema) {
        int columns = schema.columns().size();
        this.dictionaries =
                IntStream.range(0, columns).mapToObj(column -> new Dictionary()).toArray(Dictionary[]::new);
        this.codes = new int[columns][];
        this.dateColumn = schema.dateColumn();
    }

    /** Gives a column a dictionary that is filled already and shared with other tables; its values are set by code. */
    public void share(int column, Dictionary dictionary) {
        dictionaries[column] = dictionary;
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
        set(column, dictionaries[column].code(value));
    }

    /** Sets a value of the row begun last that no other row has. */
    public void setUnique(int column, String value) {
        set(column, dictionaries[column].append(value));
    }

    /** Sets a value of the row begun last by its code. */
    public void set(int column, int code) {
        if (code == Dictionary.MISSING) {
            return;
        }
        int[] values = codes[column];
        if (values == null || values.length < rows) {
            int from = values == null ? 0 : values.length;
            values = values == null ? new int[ids.length] : Arrays.copyOf(values, ids.length);
            Arrays.fill(values, from, values.length, Dictionary.MISSING);
            codes[column] = values;
        }
        values[rows - 1] = code;
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
        Map<String, List<Integer>> byDate = new TreeMap<>(Comparator.nullsLast(Comparator.naturalOrder()));
        String date = null;
        List<Integer> same = null;
        for (int row = 0; row < rows; row++) {
            String next = date(row);
            if (same == null || !Objects.equals(date, next)) {
                date = next;
                same = byDate.computeIfAbsent(date, unused -> new ArrayList<>());
            }
            same.add(row);
        }
        return byDate.values().stream()
                .peek(rowsOfDate -> rowsOfDate.sort(Comparator.comparingLong(row -> ids[row])))
                .flatMapToInt(rowsOfDate -> rowsOfDate.stream().mapToInt(Integer::intValue))
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
        if (dateColumn < 0 || codes[dateColumn] == null || row >= codes[dateColumn].length) {
            return null;
        }
        return dictionaries[dateColumn].value(codes[dateColumn][row]);
    }

    private String month(int row) {
        String date = date(row);
        return date == null || date.length() < 7 ? null : date.substring(0, 7);
    }
}
