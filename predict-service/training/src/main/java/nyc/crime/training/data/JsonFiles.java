package nyc.crime.training.data;

import java.io.IOException;
import java.nio.file.Path;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;

import nyc.crime.predict.models.ModelFolder;

/** Reads and writes the trainer's JSON files: dates as ISO text, indented, a new line at the end. */
public final class JsonFiles {

    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(SerializationFeature.INDENT_OUTPUT)
            .build();

    private JsonFiles() {}

    /** Reads a record. */
    public static <T> T read(Path file, Class<T> type) throws IOException {
        return MAPPER.readValue(file.toFile(), type);
    }

    /** Reads a record from bytes. */
    static <T> T read(byte[] json, Class<T> type) throws IOException {
        return MAPPER.readValue(json, type);
    }

    /** Writes a record as it is put into words: as text, the weights of a large network do not fit into memory. */
    public static void stream(Object record, Path file) throws IOException {
        MAPPER.writeValue(file.toFile(), record);
    }

    /** Writes a record, in one step. */
    public static void write(Object record, Path file) throws IOException {
        ModelFolder.write(file, MAPPER.writeValueAsString(record) + "\n");
    }
}
