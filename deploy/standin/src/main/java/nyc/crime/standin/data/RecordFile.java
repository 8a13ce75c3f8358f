package nyc.crime.standin.data;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.csv.CsvFactory;
import com.fasterxml.jackson.dataformat.csv.CsvParser;

/**
 * Reads files of rows: CSV with a line of names, as the API or the portal's Export writes it; JSON, an object a line or
 * in an array; GeoJSON. Any of them may be gzipped.
 */
public final class RecordFile {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private RecordFile() {}

    /** Takes a row: field names in lower case and values, null or empty where missing. The map is used again. */
    public interface RowConsumer {

        /** Takes a row, and the line on which it begins. */
        void row(Map<String, String> values, long line);
    }

    /** Whether a file's name says that it can hold rows. */
    static boolean isOne(Path file) {
        return plainName(file).matches("[^.].*\\.(csv|ndjson|jsonl|json|geojson)");
    }

    private static String plainName(Path file) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        return name.endsWith(".gz") ? name.substring(0, name.length() - 3) : name;
    }

    /** The fields that a CSV file's first line names, or those of all objects. */
    static Set<String> fields(Path file) {
        Set<String> fields = new LinkedHashSet<>();
        read(
                file,
                fields,
                (row, line) -> fields.addAll(row.keySet()),
                plainName(file).endsWith(".csv"));
        return fields;
    }

    /**
     * Shows every row.
     *
     * @throws DataFileException if the file cannot be read to its end
     */
    public static void eachRow(Path file, RowConsumer consumer) {
        read(file, new LinkedHashSet<>(), consumer, false);
    }

    private static void read(Path file, Set<String> header, RowConsumer consumer, boolean headerOnly) {
        long[] line = {1};
        RowConsumer counting = (row, at) -> {
            line[0] = at;
            consumer.row(row, at);
        };
        try (Reader reader = reader(file)) {
            if (plainName(file).endsWith(".csv")) {
                csv(file, reader, header, counting, headerOnly);
            } else {
                json(file, reader, counting);
            }
        } catch (JsonProcessingException e) {
            throw new DataFileException(file, e.getLocation().getLineNr(), e.getOriginalMessage());
        } catch (EOFException e) {
            throw new DataFileException(file, "the compressed data end too early, after line " + line[0]);
        } catch (ZipException e) {
            throw new DataFileException(file, "the compressed data are damaged after line " + line[0]);
        } catch (IOException e) {
            throw new DataFileException(file, "cannot be read: " + e.getMessage());
        }
    }

    /** Whether a file is compressed is seen from its first bytes: browsers may unpack what they save. */
    private static Reader reader(Path file) throws IOException {
        InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
        in.mark(2);
        boolean gzip = in.read() == 0x1f && in.read() == 0x8b;
        in.reset();
        return new InputStreamReader(gzip ? new GZIPInputStream(in, 1 << 16) : in, StandardCharsets.UTF_8);
    }

    private static void csv(Path file, Reader reader, Set<String> header, RowConsumer consumer, boolean headerOnly)
            throws IOException {
        try (CsvParser parser = new CsvFactory().createParser(reader)) {
            parser.enable(CsvParser.Feature.SKIP_EMPTY_LINES);
            List<String> names = new ArrayList<>();
            Map<String, String> row = new LinkedHashMap<>();
            List<String> values = new ArrayList<>();
            while (parser.nextToken() != null) {
                values.clear();
                parser.nextToken();
                long line = parser.currentTokenLocation().getLineNr();
                for (; parser.currentToken() == JsonToken.VALUE_STRING; parser.nextToken()) {
                    values.add(parser.getText());
                }
                if (names.isEmpty()) {
                    values.forEach(name -> names.add(fieldName(name)));
                    header.addAll(names);
                    if (headerOnly) {
                        return;
                    }
                    continue;
                }
                if (values.size() != names.size()) {
                    throw new DataFileException(
                            file, line, values.size() + " values where the first line names " + names.size());
                }
                for (int i = 0; i < names.size(); i++) {
                    row.put(names.get(i), values.get(i));
                }
                consumer.row(row, line);
            }
        }
    }

    /** The API's name for a column that the portal's Export heads with its title. */
    private static String fieldName(String title) {
        String name =
                title.replace("\uFEFF", "").trim().toLowerCase(Locale.ROOT).replace(' ', '_');
        return name.equals("new_georeferenced_column") ? "geocoded_column" : name;
    }

    private static void json(Path file, Reader reader, RowConsumer consumer) throws IOException {
        try (JsonParser parser = MAPPER.createParser(reader)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token == JsonToken.START_ARRAY || token == JsonToken.END_ARRAY) {
                    continue;
                }
                long line = parser.currentTokenLocation().getLineNr();
                JsonNode object = object(file, parser, line);
                if (!object.isObject()) {
                    throw new DataFileException(file, line, "an object is wanted for each row");
                }
                if (object.path("features").isArray()) {
                    object.get("features").forEach(feature -> consumer.row(feature(feature), line));
                } else {
                    consumer.row(values(object), line);
                }
            }
        }
    }

    private static JsonNode object(Path file, JsonParser parser, long line) throws IOException {
        try {
            return MAPPER.readTree(parser);
        } catch (JsonEOFException e) {
            throw new DataFileException(file, line, "the file ends within this row");
        }
    }

    private static Map<String, String> feature(JsonNode feature) {
        Map<String, String> row = values(feature.path("properties"));
        row.put("the_geom", feature.path("geometry").toString());
        return row;
    }

    private static Map<String, String> values(JsonNode object) {
        Map<String, String> row = new LinkedHashMap<>();
        object.properties()
                .forEach(field -> row.put(
                        field.getKey(),
                        field.getValue().isContainerNode()
                                ? field.getValue().toString()
                                : field.getValue().asText(null)));
        return row;
    }
}
