package nyc.crime.standin.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;

import nyc.crime.standin.data.Schema;
import nyc.crime.standin.engine.QueryResult;
import nyc.crime.standin.soql.SoqlType;

/** The forms in which Socrata writes rows. */
enum RowFormat {
    /** An object a row, without the fields that are missing; numbers are text. A line a row, the comma first. */
    JSON("application/json;charset=utf-8") {
        @Override
        void write(QueryResult result, ByteArrayOutputStream out) throws IOException {
            List<Schema.Column> columns = result.columns();
            JsonGenerator json = FACTORY.createGenerator(out);
            json.setPrettyPrinter(new RowPerLine());
            json.writeStartArray();
            for (String[] row : result.rows()) {
                json.writeStartObject();
                for (int i = 0; i < row.length; i++) {
                    if (row[i] != null) {
                        json.writeFieldName(columns.get(i).name());
                        if (isBare(columns.get(i).type())) {
                            json.writeRawValue(row[i]);
                        } else {
                            json.writeString(row[i]);
                        }
                    }
                }
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeRaw('\n');
            json.close();
        }
    },

    /** A line a row, every value in quotes, missing ones empty; points are well-known text. */
    CSV("text/csv;charset=utf-8") {
        @Override
        void write(QueryResult result, ByteArrayOutputStream out) {
            StringBuilder csv = new StringBuilder();
            List<Schema.Column> columns = result.columns();
            for (int i = 0; i < columns.size(); i++) {
                appendCell(csv, i, columns.get(i).name());
            }
            csv.append('\n');
            for (String[] row : result.rows()) {
                for (int i = 0; i < row.length; i++) {
                    appendCell(csv, i, columns.get(i).type() == SoqlType.POINT ? wellKnownText(row[i]) : row[i]);
                }
                csv.append('\n');
            }
            out.writeBytes(csv.toString().getBytes(StandardCharsets.UTF_8));
        }
    },

    /** A feature a row: its first geometry, and all other columns as text properties, null where missing. */
    GEOJSON("application/vnd.geo+json;charset=utf-8") {
        @Override
        void write(QueryResult result, ByteArrayOutputStream out) throws IOException {
            List<Schema.Column> columns = result.columns();
            int geometry = 0;
            while (geometry < columns.size() && !columns.get(geometry).type().isGeometry()) {
                geometry++;
            }
            JsonGenerator json = FACTORY.createGenerator(out);
            json.writeStartObject();
            json.writeStringField("type", "FeatureCollection");
            json.writeArrayFieldStart("features");
            for (String[] row : result.rows()) {
                json.writeStartObject();
                json.writeStringField("type", "Feature");
                json.writeObjectFieldStart("properties");
                for (int i = 0; i < row.length; i++) {
                    if (i != geometry) {
                        json.writeStringField(columns.get(i).name(), row[i]);
                    }
                }
                json.writeEndObject();
                json.writeFieldName("geometry");
                json.writeRawValue(geometry < row.length && row[geometry] != null ? row[geometry] : "null");
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeFieldName("crs");
            json.writeRawValue("{\"type\":\"name\",\"properties\":{\"name\":\"urn:ogc:def:crs:OGC:1.3:CRS84\"}}");
            json.writeEndObject();
            json.writeRaw('\n');
            json.close();
        }
    };

    private static final JsonFactory FACTORY = new JsonFactory();
    private static final Pattern COORDINATES = Pattern.compile("\\[\\s*([^,\\s]+)\\s*,\\s*([^\\]\\s]+)\\s*]");

    private final String contentType;

    RowFormat(String contentType) {
        this.contentType = contentType;
    }

    String contentType() {
        return contentType;
    }

    abstract void write(QueryResult result, ByteArrayOutputStream out) throws IOException;

    byte[] bytes(QueryResult result) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(1 << 16);
        try {
            write(result, out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static boolean isBare(SoqlType type) {
        return type.isGeometry() || type == SoqlType.BOOLEAN;
    }

    private static void appendCell(StringBuilder csv, int place, String value) {
        if (place > 0) {
            csv.append(',');
        }
        if (value != null) {
            csv.append('"').append(value.replace("\"", "\"\"")).append('"');
        }
    }

    private static String wellKnownText(String point) {
        Matcher coordinates = COORDINATES.matcher(point == null ? "" : point);
        return coordinates.find() ? "POINT (" + coordinates.group(1) + " " + coordinates.group(2) + ")" : null;
    }

    private static final class RowPerLine extends MinimalPrettyPrinter {
        @Override
        public void writeArrayValueSeparator(JsonGenerator json) throws IOException {
            json.writeRaw("\n,");
        }
    }
}
