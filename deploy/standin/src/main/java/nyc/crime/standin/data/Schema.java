package nyc.crime.standin.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import nyc.crime.standin.soql.SoqlType;

/**
 * A dataset's columns in their order.
 *
 * @param id the dataset's four-by-four id
 * @param columns the columns, in the order in which {@code *} gives them
 */
public record Schema(String id, List<Column> columns) {

    /** A column: its field name and its type. */
    public record Column(String name, SoqlType type) {}

    /**
     * The columns of a dataset whose files have these fields: in the real dataset's order, then those that only the
     * files have. Without any fields, all of the real dataset's. A field that no known dataset has is text.
     */
    public static Schema of(String id, Collection<String> fields) {
        return of(id, fields, Map.of());
    }

    /** The same, where more is known of the types of fields that no known dataset has. */
    static Schema of(String id, Collection<String> fields, Map<String, SoqlType> types) {
        List<Column> known =
                KnownDataset.of(id).map(dataset -> dataset.schema().columns()).orElse(List.of());
        if (fields.isEmpty()) {
            return new Schema(id, known);
        }
        List<Column> columns = new ArrayList<>(
                known.stream().filter(column -> fields.contains(column.name())).toList());
        for (String field : fields) {
            if (columns.stream().noneMatch(column -> column.name().equals(field))) {
                columns.add(new Column(field, knownType(field).orElse(types.getOrDefault(field, SoqlType.TEXT))));
            }
        }
        return new Schema(id, List.copyOf(columns));
    }

    /** The type that a field has in the first known dataset that has it. */
    static Optional<SoqlType> knownType(String field) {
        return Arrays.stream(KnownDataset.values())
                .flatMap(dataset -> dataset.schema().columns().stream())
                .filter(column -> column.name().equals(field))
                .map(Column::type)
                .findFirst();
    }

    /** A column's place, or -1. */
    public int indexOf(String name) {
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).name().equals(name)) {
                return i;
            }
        }
        return -1;
    }

    /** The place of the first column of times: the one by which rows are kept. -1 if there is none. */
    public int dateColumn() {
        return firstOf(SoqlType.FLOATING_TIMESTAMP);
    }

    /** The place of the first column of points, or -1. */
    public int pointColumn() {
        return firstOf(SoqlType.POINT);
    }

    private int firstOf(SoqlType type) {
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).type() == type) {
                return i;
            }
        }
        return -1;
    }
}
