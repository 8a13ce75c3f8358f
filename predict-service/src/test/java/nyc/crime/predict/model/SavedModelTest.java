package nyc.crime.predict.model;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import nyc.crime.predict.TinyNetwork;
import nyc.crime.predict.inputs.ModelDescription;
import nyc.crime.predict.inputs.TensorSpec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class SavedModelTest {

    private static final Path LIBRARIES = Path.of("target/tensorflow").toAbsolutePath();
    private static Path folder;

    @BeforeAll
    static void write() {
        folder = TinyNetwork.write();
    }

    private static SavedModel load(Path libraries, List<TensorSpec> inputs, TensorSpec output) {
        return new SavedModel(folder, libraries, inputs, output, 1, Duration.ofSeconds(30));
    }

    private static Map<String, float[]> tensors(int batch) {
        Map<String, float[]> tensors = new HashMap<>();
        for (TensorSpec input : TinyNetwork.INPUTS) {
            float[] values = new float[input.elements(batch)];
            for (int i = 0; i < values.length; i++) {
                values[i] = i % 13;
            }
            tensors.put(input.name(), values);
        }
        return tensors;
    }

    @Test
    void bindsInputsByName() {
        try (SavedModel model = load(LIBRARIES, TinyNetwork.INPUTS, TinyNetwork.OUTPUT)) {
            Map<String, float[]> tensors = tensors(2);
            float[] rates = model.run(2, tensors);
            assertEquals(TinyNetwork.OUTPUT.elements(2), rates.length);
            float[] climatology = tensors.get("climatology");
            for (int cell = 0; cell < rates.length / 5; cell++) {
                float sum = 0;
                for (int g = 0; g < 4; g++) {
                    assertEquals(climatology[cell * 4 + g], rates[cell * 5 + g]);
                    sum += rates[cell * 5 + g];
                }
                assertEquals(sum, rates[cell * 5 + 4]);
            }
        }
    }

    @Test
    void nothingWrongReachesTensorFlow() {
        try (SavedModel model = load(LIBRARIES, TinyNetwork.INPUTS, TinyNetwork.OUTPUT)) {
            Map<String, float[]> unknown = tensors(1);
            unknown.put("surprise", unknown.remove("recent"));
            assertThrows(IllegalArgumentException.class, () -> model.run(1, unknown));
            Map<String, float[]> missing = tensors(1);
            missing.remove("context");
            assertThrows(IllegalArgumentException.class, () -> model.run(1, missing));
            Map<String, float[]> shorter = tensors(1);
            shorter.put("weekly", new float[3]);
            assertThrows(IllegalArgumentException.class, () -> model.run(1, shorter));
            assertThrows(IllegalArgumentException.class, () -> model.run(2, tensors(1)));
            assertThrows(IllegalArgumentException.class, () -> model.run(0, tensors(0)));
        }
    }

    @Test
    void manyCallersGetTheSameAnswer() throws Exception {
        ExecutorService callers = Executors.newFixedThreadPool(8);
        try (SavedModel model = load(LIBRARIES, TinyNetwork.INPUTS, TinyNetwork.OUTPUT)) {
            float[] alone = model.run(1, tensors(1));
            CountDownLatch start = new CountDownLatch(1);
            List<Future<float[]>> answers = new ArrayList<>();
            for (int i = 0; i < 64; i++) {
                answers.add(callers.submit(() -> {
                    start.await();
                    return model.run(1, tensors(1));
                }));
            }
            start.countDown();
            for (Future<float[]> answer : answers) {
                assertArrayEquals(alone, answer.get());
            }
        } finally {
            callers.shutdownNow();
        }
    }

    @Test
    void missingLibrariesAreNamed() throws Exception {
        Path empty = Files.createTempDirectory("no-tensorflow");
        ModelUnavailable e =
                assertThrows(ModelUnavailable.class, () -> load(empty, TinyNetwork.INPUTS, TinyNetwork.OUTPUT));
        assertTrue(e.getMessage().contains(empty.toString()), e.getMessage());
        Files.delete(empty);
    }

    @Test
    void anotherNetworkThanDescribedIsRefused() {
        List<TensorSpec> fewer = TinyNetwork.INPUTS.subList(0, 3);
        assertThrows(ModelUnavailable.class, () -> load(LIBRARIES, fewer, TinyNetwork.OUTPUT));
        List<TensorSpec> wider = new ArrayList<>(TinyNetwork.INPUTS);
        wider.set(0, TensorSpec.floats(wider.get(0).name(), -1, 7, 8, 5, 4));
        assertThrows(ModelUnavailable.class, () -> load(LIBRARIES, wider, TinyNetwork.OUTPUT));
        assertThrows(
                ModelUnavailable.class,
                () -> load(LIBRARIES, TinyNetwork.INPUTS, TensorSpec.floats("odds", -1, 6, 5, 5)));
    }

    @Test
    void theNetworkIsTheDefaultOnlyWhereItBeatsEveryBaselineInBothScores() {
        var own = new ModelDescription.Score("convlstm", 1, 0.20, 0, 0, 0.40);
        var beaten = new ModelDescription.Score("climatology", 1, 0.21, 0, 0, 0.41);
        var sharper = new ModelDescription.Score("ha-global", 1, 0.22, 0, 0, 0.39);
        assertTrue(LoadedNetwork.beatsBaselines(List.of(own, beaten)));
        assertEquals(false, LoadedNetwork.beatsBaselines(List.of(own, beaten, sharper)));
        assertEquals(false, LoadedNetwork.beatsBaselines(List.of(own)));
        assertEquals(false, LoadedNetwork.beatsBaselines(List.of(beaten)));
    }
}
