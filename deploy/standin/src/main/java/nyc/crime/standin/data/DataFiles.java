package nyc.crime.standin.data;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;

import nyc.crime.standin.soql.SoqlType;

/**
 * Reads {@code DIR/<dataset-id>*.csv.gz} and {@code DIR/<dataset-id>*.ndjson.gz}: the files that Socrata's own CSV and
 * JSON export give. Several files of one id are one dataset.
 */
public final class DataFiles {

    private static final Pattern NAME = Pattern.compile("([a-z0-9]{4}-[a-z0-9]{4}).*\\.(csv|ndjson|geojson)\\.gz");
    private static final Pattern WKT_POINT = Pattern.compile("POINT \\((\\S+) (\\S+)\\)");

    private DataFiles() {}

    /**
     * All datasets of a folder, and the NYPD datasets without a file as empty ones.
     *
     * @throws UncheckedIOException if a file cannot be read
     */
    public static Map<String, Dataset> read(Path folder) {
        Map<String, List<Path>> files = new TreeMap<>();
        Arrays.stream(KnownDataset.values())
                .filter(KnownDataset::isEvents)
                .forEach(known -> files.put(known.id(), new ArrayList<>()));
        try (Stream<Path> entries = Files.list(folder)) {
            entries.sorted().forEach(file -> {
                Matcher name = NAME.matcher(file.getFileName().toString());
                if (name.matches()) {
                    files.computeIfAbsent(name.group(1), id -> new ArrayList<>())
                            .add(file);
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Map<String, Dataset> datasets = new LinkedHashMap<>();
        files.forEach((id, paths) -> datasets.put(id, dataset(id, paths)));
        return datasets;
    }

    private static Dataset dataset(String id, List<Path> files) {
        try {
            Set<String> fields = new LinkedHashSet<>();
            Instant updatedAt = Instant.EPOCH;
            for (Path file : files) {
                if (isCsv(file)) {
                    fields.addAll(GzipCsv.header(file));
                } else {
                    eachObject(file, object -> object.keySet().forEach(fields::add));
                }
                Instant modified = Files.getLastModifiedTime(file).toInstant();
                updatedAt = modified.isAfter(updatedAt) ? modified : updatedAt;
            }
            Schema schema = Schema.of(id, fields);
            Loader loader = new Loader(schema);
            for (Path file : files) {
                if (isCsv(file)) {
                    GzipCsv.eachRecord(file, loader::add);
                } else {
                    eachObject(file, loader::add);
                }
            }
            return new Dataset(schema, loader.builder.segments(), updatedAt, Dataset.Origin.FILES);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Puts the rows of several files after one another. */
    private static final class Loader {

        private final Schema schema;
        private final TableBuilder builder;
        private final Map<String, Integer> places = new LinkedHashMap<>();
        private long next;

        Loader(Schema schema) {
            this.schema = schema;
            this.builder = new TableBuilder(schema);
            for (int i = 0; i < schema.columns().size(); i++) {
                places.put(schema.columns().get(i).name(), i);
            }
        }

        void add(Map<String, String> row) {
            builder.addRow(RowId.of(schema.id(), next++));
            row.forEach((field, value) -> {
                int place = places.get(field);
                builder.set(place, schema.columns().get(place).type() == SoqlType.POINT ? point(value) : value);
            });
        }
    }

    /** A point is kept as JSON has it; CSV has it as well-known text. */
    private static String point(String value) {
        Matcher wkt = WKT_POINT.matcher(value == null ? "" : value);
        return wkt.matches()
                ? "{\"type\":\"Point\",\"coordinates\":[" + wkt.group(1) + "," + wkt.group(2) + "]}"
                : value;
    }

    private static Map<String, String> properties(JsonNode feature) {
        Map<String, String> row = new LinkedHashMap<>();
        feature.get("properties")
                .properties()
                .forEach(field -> row.put(field.getKey(), field.getValue().asText(null)));
        row.put("the_geom", feature.get("geometry").toString());
        return row;
    }

    private static boolean isCsv(Path file) {
        return file.getFileName().toString().endsWith(".csv.gz");
    }

    private static void eachObject(Path file, Consumer<Map<String, String>> consumer) throws IOException {
        try (BufferedReader reader = GzipCsv.reader(file);
                MappingIterator<JsonNode> objects =
                        new ObjectMapper().readerFor(JsonNode.class).readValues(reader)) {
            while (objects.hasNext()) {
                JsonNode object = objects.next();
                if (object.path("type").asText().equals("FeatureCollection")) {
                    object.get("features").forEach(feature -> consumer.accept(properties(feature)));
                    continue;
                }
                Map<String, String> row = new LinkedHashMap<>();
                object.properties()
                        .forEach(field -> row.put(
                                field.getKey(),
                                field.getValue().isContainerNode()
                                        ? field.getValue().toString()
                                        : field.getValue().asText(null)));
                consumer.accept(row);
            }
        }
    }
}
