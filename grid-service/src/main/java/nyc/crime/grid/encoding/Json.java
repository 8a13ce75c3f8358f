package nyc.crime.grid.encoding;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;

import nyc.crime.grid.georef.Bounds;
import nyc.crime.grid.georef.Georef;

/** Writes JSON field by field: the answers are large arrays of numbers, for which no object mapping is wanted. */
public final class Json {

    private static final JsonFactory FACTORY = new JsonFactory();

    private Json() {}

    /** What is written. */
    @FunctionalInterface
    public interface Content {
        void writeTo(JsonGenerator json) throws IOException;
    }

    /** The content as UTF-8. */
    public static byte[] bytes(int expectedSize, Content content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(expectedSize);
        try (JsonGenerator json = FACTORY.createGenerator(out)) {
            content.writeTo(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    /** Writes the fields that every grid has: rows, cols, bounds, rowOrder. */
    public static void georef(JsonGenerator json, Georef georef) throws IOException {
        Bounds bounds = georef.bounds();
        json.writeNumberField("rows", georef.rows());
        json.writeNumberField("cols", georef.cols());
        json.writeObjectFieldStart("bounds");
        json.writeNumberField("south", Bounds.degrees(bounds.south()));
        json.writeNumberField("west", Bounds.degrees(bounds.west()));
        json.writeNumberField("north", Bounds.degrees(bounds.north()));
        json.writeNumberField("east", Bounds.degrees(bounds.east()));
        json.writeEndObject();
        json.writeStringField("rowOrder", Georef.ROW_ORDER);
    }
}
