package nyc.crime.standin.data;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;

import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;

/** Reads gzipped CSV files that begin with a line of field names. */
public final class GzipCsv {

    private static final CsvMapper MAPPER =
            CsvMapper.builder().enable(CsvParser.Feature.SKIP_EMPTY_LINES).build();

    private GzipCsv() {}

    /**
     * The field names.
     *
     * @throws UncheckedIOException if the file cannot be read
     */
    public static List<String> header(Path file) {
        try (MappingIterator<List<String>> lines = lines(file)) {
            return lines.hasNext() ? lines.next() : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Shows every record. The map is used again for the next one.
     *
     * @throws UncheckedIOException if the file cannot be read
     */
    public static void eachRecord(Path file, Consumer<Map<String, String>> consumer) {
        try (MappingIterator<List<String>> lines = lines(file)) {
            List<String> header = lines.hasNext() ? lines.next() : List.of();
            Map<String, String> row = new LinkedHashMap<>();
            while (lines.hasNext()) {
                List<String> values = lines.next();
                for (int i = 0; i < header.size(); i++) {
                    row.put(header.get(i), i < values.size() ? values.get(i) : null);
                }
                consumer.accept(row);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static MappingIterator<List<String>> lines(Path file) throws IOException {
        return MAPPER.readerForListOf(String.class)
                .with(CsvParser.Feature.WRAP_AS_ARRAY)
                .readValues(reader(file));
    }

    static BufferedReader reader(Path file) throws IOException {
        return new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(file), 1 << 16), StandardCharsets.UTF_8),
                1 << 16);
    }
}
