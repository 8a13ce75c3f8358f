package nyc.crime.predict.model;

import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import org.junit.jupiter.api.Test;
import org.tensorflow.Result;
import org.tensorflow.SavedModelBundle;
import org.tensorflow.Session;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.types.TFloat32;

import nyc.crime.predict.inputs.ModelDescription;
import nyc.crime.predict.inputs.TensorSpec;
import nyc.crime.predict.models.ModelFolder;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

/**
 * The shipped network's latency through DJL and through TF-Java's own session, in turns in one process, and its memory
 * over many runs. Not part of the tests: {@code deploy/bench/predict} runs it. The environment sets BENCH_RUNS (300) and
 * BENCH_FORECASTS (20000); the figures go to target/session-bench.json.
 */
class SessionBench {

    private static final int SAMPLES = 10;

    @Test
    void measure() throws IOException {
        int runs = number("BENCH_RUNS", 300);
        int forecasts = number("BENCH_FORECASTS", 20_000);
        Path folder = ModelFolder.current(List.of(Path.of("model").toAbsolutePath()), "nyc", "complaints")
                .orElseThrow()
                .folder();
        ObjectMapper json = new ObjectMapper()
                .registerModule(new JavaTimeModule())
                .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS);
        ModelDescription description =
                json.readValue(folder.resolve("model.json").toFile(), ModelDescription.class);
        Map<String, float[]> tensors = new HashMap<>();
        for (TensorSpec input : description.inputs()) {
            float[] values = new float[input.elements(1)];
            for (int i = 0; i < values.length; i++) {
                values[i] = i % 11 / 8f;
            }
            tensors.put(input.name(), values);
        }
        List<Double> djl = new ArrayList<>();
        List<Double> session = new ArrayList<>();
        List<Long> resident = new ArrayList<>();
        try (SavedModel model = new SavedModel(
                        folder,
                        Path.of("target/tensorflow").toAbsolutePath(),
                        description.inputs(),
                        description.output(),
                        1,
                        Duration.ofSeconds(60));
                SavedModelBundle bundle = SavedModelBundle.load(folder.toString(), "serve")) {
            assertArrayEquals(run(bundle, description, tensors), model.run(1, tensors), 1e-5f);
            for (int i = 0; i < runs + runs / 5; i++) {
                long start = System.nanoTime();
                run(bundle, description, tensors);
                long between = System.nanoTime();
                model.run(1, tensors);
                long end = System.nanoTime();
                if (i >= runs / 5) {
                    session.add((between - start) / 1e6);
                    djl.add((end - between) / 1e6);
                }
            }
            for (int i = 0; i < forecasts; i++) {
                model.run(1, tensors);
                if ((i + 1) % (forecasts / SAMPLES) == 0) {
                    resident.add(residentKilobytes());
                }
            }
        }
        Map<String, Object> figures = new HashMap<>();
        figures.put("runs", runs);
        figures.put("djlMs", median(djl));
        figures.put("sessionMs", median(session));
        figures.put("forecasts", forecasts);
        figures.put("residentKb", resident);
        json.writeValue(Path.of("target/session-bench.json").toFile(), figures);
    }

    private static float[] run(SavedModelBundle bundle, ModelDescription description, Map<String, float[]> tensors) {
        Session.Runner runner = bundle.session().runner();
        List<Tensor> fed = new ArrayList<>();
        var signature = bundle.function("serving_default").signature();
        for (TensorSpec input : description.inputs()) {
            long[] shape = input.shape().stream().mapToLong(Long::longValue).toArray();
            shape[0] = 1;
            TFloat32 tensor =
                    TFloat32.tensorOf(Shape.of(shape), DataBuffers.of(tensors.get(input.name()), true, false));
            fed.add(tensor);
            runner.feed(signature.getInputs().get(input.name()).name, tensor);
        }
        try (Result result = runner.fetch(
                        signature.getOutputs().get(description.output().name()).name)
                .run()) {
            TFloat32 output = (TFloat32) result.get(0);
            FloatBuffer values = FloatBuffer.allocate((int) output.size());
            output.copyTo(DataBuffers.of(values));
            return values.array();
        } finally {
            fed.forEach(Tensor::close);
        }
    }

    private static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        return sorted.get(sorted.size() / 2);
    }

    private static long residentKilobytes() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmRSS"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow();
    }

    private static int number(String name, int otherwise) {
        String value = System.getenv(name);
        return value == null ? otherwise : Integer.parseInt(value);
    }
}
