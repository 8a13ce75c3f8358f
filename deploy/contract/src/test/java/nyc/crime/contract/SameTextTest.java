package nyc.crime.contract;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The services share no code; where they do the same, how an answer goes over HTTP, they hold the same text. */
class SameTextTest {

    @ParameterizedTest
    @CsvSource({"grid-service, grid", "predict-service, predict", "web, web"})
    void theResponsePathIsOneText(String module, String name) throws IOException {
        Map<String, String> first = texts("ingest-service", "ingest");
        Map<String, String> other = texts(module, name);
        assertThat(other).isNotEmpty();
        other.forEach(
                (file, text) -> assertThat(text).as("%s of %s", file, module).isEqualTo(first.get(file)));
    }

    private static Map<String, String> texts(String module, String name) throws IOException {
        Map<String, String> texts = new HashMap<>();
        try (Stream<Path> files = Files.list(Path.of("../..", module, "src/main/java/nyc/crime", name, "http"))) {
            for (Path file : files.toList()) {
                texts.put(file.getFileName().toString(), Files.readString(file).replace("nyc.crime." + name, ""));
            }
        }
        return texts;
    }
}
