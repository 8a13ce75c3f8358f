package nyc.crime.standin.sample;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

import nyc.crime.standin.publication.ComplaintTimes;
import nyc.crime.testkit.RealData;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** The figures that the sample city is made from; {@code -Dsample.write=true} writes them anew from real rows. */
class SampleProfileTest {

    private static final String FIGURES = "sample-city.json.gz";

    private static byte[] committed() throws IOException {
        try (InputStream in = SampleProfileTest.class.getResourceAsStream("/" + FIGURES)) {
            return in.readAllBytes();
        }
    }

    @Test
    void theFiguresAreSmall() throws IOException {
        assertTrue(committed().length < 200_000);
    }

    @Test
    void theFiguresAreWhatTheProfilerCounts() throws IOException {
        byte[] counted = new CityProfiler(RealData.required()).json();
        if (Boolean.getBoolean("sample.write")) {
            try (OutputStream out =
                    new GZIPOutputStream(Files.newOutputStream(Path.of("src/main/resources", FIGURES)))) {
                out.write(counted);
            }
            return;
        }
        try (InputStream in = new GZIPInputStream(getClass().getResourceAsStream("/" + FIGURES))) {
            assertArrayEquals(in.readAllBytes(), counted);
        }
    }

    @Test
    void theHoursAndDelaysAreWhatTheProfilerCounts() throws IOException {
        ComplaintTimes counted = new CityProfiler(RealData.required()).complaintTimes();
        ObjectMapper mapper = new ObjectMapper();
        if (Boolean.getBoolean("sample.write")) {
            Files.writeString(
                    Path.of("src/main/resources/complaint-times.json"),
                    mapper.writeValueAsString(counted).replace("],", "],\n").replace("{\"", "{\n\"") + "\n");
            return;
        }
        assertEquals(mapper.writeValueAsString(counted), mapper.writeValueAsString(ComplaintTimes.load()));
    }
}
