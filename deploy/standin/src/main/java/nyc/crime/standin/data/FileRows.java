package nyc.crime.standin.data;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Puts the rows of one file into a dataset's table, and keeps what tells whether another file has the same ones. */
final class FileRows implements RecordFile.RowConsumer {

    private final Path file;
    private final Schema schema;
    private final TableBuilder builder;
    private final long first;
    private final boolean compared;
    private final Values values = new Values();
    private final Map<String, Integer> places = new HashMap<>();
    private final int dateColumn;
    private long[] prints = new long[1024];
    private int rows;
    private String earliest = "";
    private String latest = "";

    /**
     * A file's rows.
     *
     * @param first the number of its first row among the dataset's
     * @param compared whether there is another file to compare it with
     */
    FileRows(Path file, Schema schema, TableBuilder builder, long first, boolean compared) {
        this.file = file;
        this.schema = schema;
        this.builder = builder;
        this.first = first;
        this.compared = compared;
        this.dateColumn = schema.dateColumn();
        for (int i = 0; i < schema.columns().size(); i++) {
            places.put(schema.columns().get(i).name(), i);
        }
    }

    @Override
    public void row(Map<String, String> row, long line) {
        builder.addRow(RowId.of(schema.id(), first + rows));
        long print = 0;
        for (Map.Entry<String, String> field : row.entrySet()) {
            int place = places.get(field.getKey());
            Schema.Column column = schema.columns().get(place);
            String value;
            try {
                value = values.read(column.name(), column.type(), field.getValue());
            } catch (IllegalArgumentException e) {
                throw new DataFileException(file, line, "column " + column.name() + ": " + e.getMessage());
            }
            builder.set(place, value);
            print += compared ? print(column.name(), value) : 0;
            if (place == dateColumn && value != null) {
                earliest = earliest.isEmpty() || value.compareTo(earliest) < 0 ? value : earliest;
                latest = value.compareTo(latest) > 0 ? value : latest;
            }
        }
        if (compared) {
            prints = rows == prints.length ? Arrays.copyOf(prints, rows * 2) : prints;
            prints[rows] = print;
        }
        rows++;
    }

    /** Exports of different forms differ in system columns and in how they write points: the rest says what a row is. */
    private static long print(String name, String value) {
        boolean told = value != null && name.charAt(0) != ':' && !value.startsWith("{");
        return told ? RowId.of(name, value.hashCode()) : 0;
    }

    long rows() {
        return rows;
    }

    String range() {
        return earliest.isEmpty() ? "" : " of " + earliest.substring(0, 10) + " to " + latest.substring(0, 10);
    }

    /** What there is to say of two files of which one has a tenth or more of the other's rows. */
    Optional<String> sharedWith(FileRows other) {
        // the months of a year, each in a file of its own, need no comparing
        if (rows == 0
                || other.rows == 0
                || earliest.compareTo(other.latest) > 0
                || other.earliest.compareTo(latest) > 0) {
            return Optional.empty();
        }
        long[] mine = sortedPrints();
        long[] theirs = other.sortedPrints();
        int shared = 0;
        for (int i = 0, j = 0; i < mine.length && j < theirs.length; ) {
            int order = Long.compare(mine[i], theirs[j]);
            shared += order == 0 ? 1 : 0;
            i += order <= 0 ? 1 : 0;
            j += order >= 0 ? 1 : 0;
        }
        return shared == 0 || shared < Math.min(rows, other.rows) / 10
                ? Optional.empty()
                : Optional.of("%s and %s have %,d of the same rows: they are counted twice"
                        .formatted(file.getFileName(), other.file.getFileName(), shared));
    }

    private long[] sortedPrints() {
        long[] sorted = Arrays.copyOf(prints, rows);
        Arrays.sort(sorted);
        return sorted;
    }
}
