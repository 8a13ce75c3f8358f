package nyc.crime.predict.oip;

import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

import nyc.crime.predict.FakeGrid;
import nyc.crime.predict.TinyNetwork;
import nyc.crime.predict.inputs.TensorSpec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** A published client works against the service unchanged; what it does is in {@code src/test/published}. */
@QuarkusTest
@WithTestResource(FakeGrid.class)
@WithTestResource(TinyNetwork.class)
class PublishedClientTest {

    @TestHTTPResource("/")
    URL service;

    @Test
    void aPublishedClientInfersInJsonAndInBytes() throws IOException, InterruptedException {
        Path log = Files.createTempFile(Path.of("target"), "published-client-", ".log");
        Process client = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        "target/oip-client/*",
                        "src/test/published/PublishedClient.java",
                        service.getHost() + ":" + service.getPort())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            assertTrue(client.waitFor(90, TimeUnit.SECONDS), () -> "still running: " + read(log));
        } finally {
            client.destroyForcibly();
        }
        assertEquals(0, client.exitValue(), () -> read(log));
        String said = read(log);
        assertTrue(said.contains("binary in, binary out: 150 numbers"), said);
        assertTrue(said.contains("refused by name"), said);
        // The tiny network's rates are its climatology input and its sum.
        TensorSpec climatology = TinyNetwork.INPUTS.get(3);
        double sum = 0;
        for (float value : TinyNetwork.values(climatology, 1)) {
            sum += 2 * value;
        }
        assertTrue(said.contains(String.format(Locale.ROOT, "sum %.4f", sum)), said);
    }

    private static String read(Path log) {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            return e.toString();
        }
    }
}
