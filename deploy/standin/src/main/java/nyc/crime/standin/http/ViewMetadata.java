package nyc.crime.standin.http;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import nyc.crime.standin.data.Dataset;
import nyc.crime.standin.data.KnownDataset;
import nyc.crime.standin.data.Schema;
import nyc.crime.standin.soql.SoqlType;

/** What {@code /api/views/{id}.json} tells of a dataset: the fields of Socrata's answer that clients look at. */
final class ViewMetadata {

    private ViewMetadata() {}

    static Map<String, Object> of(Dataset dataset, LocalDate asOf) {
        String id = dataset.schema().id();
        long updatedAt = dataset.updatedAt().getEpochSecond();
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("id", id);
        view.put("name", KnownDataset.of(id).map(KnownDataset::title).orElse(id));
        view.put("assetType", "dataset");
        view.put("displayType", "table");
        view.put("newBackend", true);
        view.put("provenance", "stand-in");
        view.put("publicationStage", "published");
        view.put("rowsUpdatedAt", updatedAt);
        view.put("viewLastModified", updatedAt);
        view.put("viewType", "tabular");
        List<Map<String, Object>> columns = new ArrayList<>();
        for (Schema.Column column : dataset.schema().columns()) {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("id", columns.size() + 1);
            fields.put("name", column.name().toUpperCase(Locale.ROOT));
            fields.put("dataTypeName", typeName(column.type()));
            fields.put("fieldName", column.name());
            fields.put("position", columns.size() + 1);
            fields.put("renderTypeName", typeName(column.type()));
            columns.add(fields);
        }
        view.put("columns", columns);
        view.put("metadata", Map.of("custom_fields", Map.of("Stand-in", standIn(dataset, asOf))));
        return view;
    }

    private static Map<String, String> standIn(Dataset dataset, LocalDate asOf) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("Origin", dataset.origin().name().toLowerCase(Locale.ROOT));
        if (asOf != null) {
            fields.put("As of", asOf.toString());
        }
        if (dataset.reportDatesDrawn()) {
            fields.put("Report dates", "drawn");
        }
        return fields;
    }

    /** The catalogue has older names for some types than the queries' headers. */
    private static String typeName(SoqlType type) {
        return switch (type) {
            case FLOATING_TIMESTAMP -> "calendar_date";
            case BOOLEAN -> "checkbox";
            default -> type.wire();
        };
    }
}
