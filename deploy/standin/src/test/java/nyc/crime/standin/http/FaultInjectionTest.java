package nyc.crime.standin.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import jakarta.inject.Inject;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import nyc.crime.standin.data.DataFolder;
import nyc.crime.standin.data.GzipFile;
import nyc.crime.standin.faults.FaultInjector;
import nyc.crime.standin.faults.FaultSettings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Each fault as a client meets it. */
@QuarkusTest
class FaultInjectionTest {

    private static final int ROWS = 900;

    @TempDir
    Path folder;

    @Inject
    Catalog catalog;

    @Inject
    FaultInjector faults;

    @Inject
    RequestLog log;

    @TestHTTPResource("/")
    URI root;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final ObjectMapper mapper = new ObjectMapper();

    @BeforeEach
    void someArrests() {
        List<String> lines = new ArrayList<>(List.of("arrest_key,arrest_date"));
        IntStream.range(0, ROWS).forEach(i -> lines.add(i + ",2024-01-01T00:00:00.000"));
        GzipFile.write(folder.resolve("8h9b-rp9u.csv.gz"), lines.toArray(String[]::new));
        catalog.open(DataFolder.read(folder).datasets(), null);
        log.clear();
    }

    @AfterEach
    void noFaults() {
        faults.settings(FaultSettings.NONE);
    }

    private void faults(String json) throws IOException, InterruptedException {
        HttpRequest change = HttpRequest.newBuilder(root.resolve("/admin/faults"))
                .PUT(HttpRequest.BodyPublishers.ofString(json))
                .build();
        assertEquals(
                200, client.send(change, HttpResponse.BodyHandlers.discarding()).statusCode());
    }

    private HttpResponse<String> get() throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(root.resolve("/resource/8h9b-rp9u.json"))
                .timeout(Duration.ofSeconds(20))
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void tooManyRequestsWithAndWithoutRetryAfter() throws Exception {
        faults("{\"p429\":1}");
        assertEquals(429, get().statusCode());
        assertTrue(get().headers().firstValue("Retry-After").isEmpty());
        faults("{\"retryAfter\":7}");
        assertEquals("7", get().headers().firstValue("Retry-After").orElseThrow());
    }

    @Test
    void accepted() throws Exception {
        faults("{\"p202\":1}");
        assertEquals(202, get().statusCode());
    }

    @Test
    void answersThatAreNotTheDatasets() throws Exception {
        faults("{\"pNotFound\":1}");
        assertEquals(404, get().statusCode());
        faults("{\"pNotFound\":0,\"pHtml\":1}");
        assertTrue(get().headers().firstValue("Content-Type").orElseThrow().startsWith("text/html"));
        faults("{\"pHtml\":0,\"pRedirect\":1}");
        HttpResponse<String> redirect = get();
        assertEquals(302, redirect.statusCode());
        assertNotEquals(
                root.getHost(),
                URI.create(redirect.headers().firstValue("Location").orElseThrow())
                        .getHost());
    }

    @Test
    void bodiesThatAreMuchMoreThanTheySeem() throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(root.resolve("/resource/8h9b-rp9u.json")).build();
        faults("{\"pBomb\":1}");
        byte[] bomb =
                client.send(request, HttpResponse.BodyHandlers.ofByteArray()).body();
        assertTrue(bomb.length < 6 << 20, bomb.length + " bytes");
        try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(bomb))) {
            assertEquals(1L << 30, in.skip(Long.MAX_VALUE) + in.transferTo(OutputStream.nullOutputStream()));
        }
        faults("{\"pBomb\":0,\"pEndless\":1}");
        try (InputStream in =
                client.send(request, HttpResponse.BodyHandlers.ofInputStream()).body()) {
            in.skipNBytes(100 << 20);
        }
    }

    @Test
    void serverErrorsOfThreeKinds() throws Exception {
        faults("{\"p5xx\":1}");
        Set<Integer> statuses = new HashSet<>();
        for (int i = 0; i < 40; i++) {
            statuses.add(get().statusCode());
        }
        assertEquals(Set.of(500, 502, 503), statuses);
    }

    @Test
    void truncatedBodiesOfTwoKinds() throws Exception {
        faults("{\"pTruncate\":1}");
        int endedEarly = 0;
        int broken = 0;
        for (int i = 0; i < 20; i++) {
            try {
                HttpResponse<String> whole = get();
                assertEquals(200, whole.statusCode());
                assertThrows(JsonProcessingException.class, () -> mapper.readTree(whole.body()));
                broken++;
            } catch (IOException connectionEndedEarly) {
                endedEarly++;
            }
        }
        assertTrue(endedEarly > 0 && broken > 0, endedEarly + " ended early, " + broken + " were broken JSON");
    }

    @Test
    void resetsAreResetsAndNotCloses() throws Exception {
        faults("{\"pReset\":1}");
        Set<Boolean> beganToAnswer = new HashSet<>();
        for (int i = 0; i < 20; i++) {
            try (Socket socket = new Socket(root.getHost(), root.getPort())) {
                socket.setSoTimeout(20_000);
                socket.getOutputStream()
                        .write("GET /resource/8h9b-rp9u.json HTTP/1.1\r\nHost: x\r\n\r\n"
                                .getBytes(StandardCharsets.US_ASCII));
                InputStream in = socket.getInputStream();
                boolean[] began = {false};
                SocketException reset = assertThrows(SocketException.class, () -> {
                    while (in.read() >= 0) {
                        began[0] = true;
                    }
                });
                assertEquals("Connection reset", reset.getMessage());
                beganToAnswer.add(began[0]);
            }
        }
        assertTrue(beganToAnswer.contains(false));
        assertEquals(0, log.entries().get(0).status());
    }

    @Test
    void slowBodiesAreWhole() throws Exception {
        faults("{\"pSlowBody\":1}");
        long start = System.nanoTime();
        assertEquals(ROWS, mapper.readTree(get().body()).size());
        assertTrue(Duration.ofNanos(System.nanoTime() - start).toMillis() >= 1500);
    }

    @Test
    void latencyIsTheLeastTime() throws Exception {
        faults("{\"latencyMs\":150,\"jitterMs\":20}");
        long start = System.nanoTime();
        assertEquals(ROWS, mapper.readTree(get().body()).size());
        assertTrue(Duration.ofNanos(System.nanoTime() - start).toMillis() >= 149);
    }

    @Test
    void theSameSeedDrawsTheSameFaults() throws Exception {
        List<List<Integer>> runs = new ArrayList<>();
        for (int seed : new int[] {5, 5, 6}) {
            faults("{\"p429\":0.3,\"p202\":0.2,\"seed\":" + seed + "}");
            List<Integer> statuses = new ArrayList<>();
            for (int i = 0; i < 60; i++) {
                statuses.add(get().statusCode());
            }
            runs.add(statuses);
        }
        assertEquals(runs.get(0), runs.get(1));
        assertNotEquals(runs.get(0), runs.get(2));
        assertEquals(Set.of(200, 202, 429), new HashSet<>(runs.get(0)));
    }

    @Test
    void unstableOrderChangesPlacesOfEquals() throws Exception {
        faults("{\"unstableOrder\":true}");
        assertNotEquals(get().body(), get().body());
    }

    @Test
    void healthAndAdminHaveNoFaults() throws Exception {
        faults("{\"p5xx\":1,\"latencyMs\":100000}");
        for (String path : List.of("/q/health/ready", "/admin/faults", "/admin/requests")) {
            HttpRequest request = HttpRequest.newBuilder(root.resolve(path))
                    .timeout(Duration.ofSeconds(20))
                    .build();
            assertEquals(
                    200,
                    client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode());
        }
    }
}
