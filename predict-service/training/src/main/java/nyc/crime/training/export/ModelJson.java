package nyc.crime.training.export;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;

import nyc.crime.predict.inputs.ModelDescription;

/** Reads and writes the trainer's JSON files: dates as ISO text, indented, a new line at the end. */
public final class ModelJson {

    /** Name of the description beside a SavedModel. */
    public static final String FILE = "model.json";

    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .enable(SerializationFeature.INDENT_OUTPUT)
            .build();

    private ModelJson() {}

    /** Reads a description. */
    public static ModelDescription read(Path file) throws IOException {
        return MAPPER.readValue(file.toFile(), ModelDescription.class);
    }

    /** Writes a record. */
    public static void write(Object record, Path file) throws IOException {
        Files.writeString(file, MAPPER.writeValueAsString(record) + "\n");
    }
}
