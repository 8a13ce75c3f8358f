package nyc.crime.predict.model;

import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import jakarta.inject.Inject;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import org.jboss.logmanager.ExtLogRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import nyc.crime.predict.FakeGrid;
import nyc.crime.predict.PredictConfig;
import nyc.crime.predict.TinyNetwork;
import nyc.crime.predict.inputs.TensorSpec;
import nyc.crime.predict.models.ModelFolder;

import static io.restassured.RestAssured.when;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** A running service takes over what becomes the current version, if it is good. */
@QuarkusTest
@WithTestResource(FakeGrid.class)
@WithTestResource(NewVersionTest.Models.class)
class NewVersionTest {

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final int CALLERS = 4;
    private static final int ANSWERS = 3;

    @Inject
    ConvLstm network;

    @Inject
    PredictConfig config;

    private Path models;

    @TestHTTPResource
    URL service;

    /** A folder of models whose first is current, and a service that often looks at it. */
    public static class Models implements QuarkusTestResourceLifecycleManager {

        @Override
        public Map<String, String> start() {
            try {
                Path folder = Files.createTempDirectory(Files.createDirectories(Path.of("target")), "models-")
                        .toAbsolutePath();
                publish(folder, 1, TinyNetwork.description());
                return Map.of("nyc.predict.model-dir", folder.toString(), "nyc.predict.model-poll", "1s");
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public void stop() {
            // target is left to the next clean
        }
    }

    private static String publish(Path folder, float factor, String description) throws IOException {
        return publish(folder, factor, TinyNetwork.version(factor, description), description);
    }

    private static String publish(Path folder, float factor, String version, String description) throws IOException {
        Path trained = Files.createTempDirectory(Path.of("target"), "trained-");
        TinyNetwork.write(trained, factor, description);
        ModelFolder versions = new ModelFolder(folder, "complaints");
        versions.add(version, trained);
        versions.makeCurrent(version);
        return version;
    }

    @BeforeEach
    void theFirstIsCurrent() throws IOException {
        models = config.modelDir().orElseThrow().get(0);
        new ModelFolder(models, "complaints").makeCurrent(TinyNetwork.VERSION);
        network.refresh();
        assertEquals(TinyNetwork.VERSION, network.current().version().orElseThrow());
        assertTrue(network.refused().isEmpty());
    }

    /** An answer: its status, the version that it names, and whether its numbers are that version's. */
    private record Answer(int status, String version, boolean isOfVersion) {}

    @Test
    void itIsTakenOverWithoutAFailedRequest() throws Exception {
        LoadedNetwork old = network.current();
        String kept = "/v1/forecasts?origin=2015-05-01&by=city&model=convlstm";
        assertEquals(TinyNetwork.VERSION, version(kept));
        AtomicBoolean enough = new AtomicBoolean();
        CountDownLatch before = new CountDownLatch(CALLERS * ANSWERS);
        CountDownLatch after = new CountDownLatch(CALLERS * ANSWERS);
        String next = TinyNetwork.version(2, TinyNetwork.description());
        ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
        List<Future<List<Answer>>> all = new ArrayList<>();
        try {
            for (int i = 0; i < CALLERS; i++) {
                int caller = i;
                all.add(callers.submit(() -> {
                    List<Answer> own = new ArrayList<>();
                    while (!enough.get()) {
                        Answer answer = caller % 2 == 0 ? forecast(caller * 100 + own.size()) : inference();
                        own.add(answer);
                        before.countDown();
                        if (next.equals(answer.version)) {
                            after.countDown();
                        }
                    }
                    return own;
                }));
            }
            assertTrue(before.await(2, TimeUnit.MINUTES));
            publish(models, 2, TinyNetwork.description());
            assertTrue(after.await(2, TimeUnit.MINUTES));
        } finally {
            enough.set(true);
            callers.shutdown();
        }
        for (Future<List<Answer>> caller : all) {
            List<Answer> own = caller.get(1, TimeUnit.MINUTES);
            int first = own.indexOf(new Answer(200, next, true));
            for (int n = 0; n < own.size(); n++) {
                boolean isOld = first < 0 || n < first;
                assertEquals(new Answer(200, isOld ? TinyNetwork.VERSION : next, true), own.get(n), own::toString);
            }
        }
        assertTrue(old.isClosed());
        assertEquals(next, version(kept), "what was kept is the old version's");
        when().get("/v1/model").then().body("version", equalTo(next)).body("refused", nullValue());
        when().get("/v2/models/convlstm").then().body("versions", equalTo(List.of(next)));
    }

    @Test
    void theOldOneIsClosedWhenItsLastAnswerIsMade() {
        LoadedNetwork held = network.with(old -> {
            try {
                publish(models, 3, TinyNetwork.description());
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
            network.refresh();
            assertNotSame(old, network.current());
            assertFalse(old.isClosed());
            when().get("/v1/forecasts?origin=2015-05-02&by=city&model=convlstm")
                    .then()
                    .statusCode(200)
                    .body("model.version", equalTo(network.current().version().orElseThrow()));
            assertEquals(TinyNetwork.OUTPUT.elements(1), old.network().run(1, tensors()).length);
            return old;
        });
        assertTrue(held.isClosed());
    }

    static Stream<Arguments> bad() {
        return Stream.of(
                Arguments.of("another grid", "\"maskedIn\":20", "\"maskedIn\":21"),
                Arguments.of("the service is set to", "\"groups\":[\"BURGLARY\"", "\"groups\":[\"ARSON\""),
                Arguments.of("the service is set to", "\"complaints\"", "\"arrests\""),
                Arguments.of("model.json says", "\"name\":\"recent\"", "\"name\":\"newest\""),
                Arguments.of("Unexpected", "\"versions\":{}}", ""));
    }

    @ParameterizedTest
    @MethodSource("bad")
    void aBadOneIsRefusedAndTheOldOneGoesOn(String reason, String good, String bad) throws IOException {
        String description = TinyNetwork.description().replace(good, bad);
        assertRefused(reason, TinyNetwork.version(5, description), 5, description);
    }

    @Test
    void filesOfAnotherVersionAreRefused() throws IOException {
        assertRefused("are those of", "20140930-0123abcd", 6, TinyNetwork.description());
    }

    private void assertRefused(String reason, String version, float factor, String description) throws IOException {
        List<String> warnings = new CopyOnWriteArrayList<>();
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord entry) {
                if (entry.getLevel().intValue() >= Level.WARNING.intValue()) {
                    warnings.add(((ExtLogRecord) entry).getFormattedMessage());
                }
            }

            @Override
            public void flush() {
                // nothing is held back
            }

            @Override
            public void close() {
                // nothing is open
            }
        };
        Logger logger = Logger.getLogger(ConvLstm.class.getName());
        logger.addHandler(handler);
        try {
            publish(models, factor, version, description);
            for (int i = 0; i < 3; i++) {
                network.refresh();
            }
        } finally {
            logger.removeHandler(handler);
        }
        assertEquals(1, warnings.size(), warnings::toString);
        assertTrue(warnings.get(0).contains(reason), warnings::toString);
        when().get("/v1/model")
                .then()
                .statusCode(200)
                .body("version", equalTo(TinyNetwork.VERSION))
                .body("available", equalTo(true))
                .body("refused.reason", containsString(reason));
        assertEquals(TinyNetwork.VERSION, version("/v1/forecasts?origin=2015-05-03&by=city&model=convlstm"));
    }

    private static String version(String path) {
        return when().get(path).then().statusCode(200).extract().path("model.version");
    }

    /** A forecast that nobody has asked for before; its rates are its version's, whatever these are. */
    private Answer forecast(int number) throws IOException, InterruptedException {
        HttpResponse<String> answer =
                ask(HttpRequest.newBuilder(URI.create(service + "v1/forecasts?model=convlstm&by=city&origin="
                        + LocalDate.of(2015, 1, 1).plusDays(number % 300))));
        return new Answer(
                answer.statusCode(),
                new JsonPath(answer.body()).getString("model.version"),
                answer.statusCode() == 200);
    }

    /** An inference: the first version gives back what it is given, the next one twice as much. */
    private Answer inference() throws IOException, InterruptedException {
        HttpResponse<String> answer = ask(HttpRequest.newBuilder(URI.create(service + "v2/models/convlstm/infer"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(TinyNetwork.request(1))));
        JsonPath json = new JsonPath(answer.body());
        String version = json.getString("model_version");
        float factor = TinyNetwork.VERSION.equals(version) ? 1 : 2;
        List<Float> rates = json.getList("outputs[0].data", Float.class);
        float[] given = TinyNetwork.values(TinyNetwork.INPUTS.get(3), 1);
        return new Answer(answer.statusCode(), version, rates != null && rates.get(5) == factor * given[4]);
    }

    private static HttpResponse<String> ask(HttpRequest.Builder request) throws IOException, InterruptedException {
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static Map<String, float[]> tensors() {
        return TinyNetwork.INPUTS.stream()
                .collect(Collectors.toMap(TensorSpec::name, input -> new float[input.elements(1)]));
    }
}
