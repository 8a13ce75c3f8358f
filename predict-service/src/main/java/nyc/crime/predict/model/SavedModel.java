package nyc.crime.predict.model;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

import ai.djl.Device;
import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.inference.Predictor;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.translate.Batchifier;
import ai.djl.translate.TranslateException;
import ai.djl.translate.Translator;
import ai.djl.translate.TranslatorContext;
import ai.djl.util.PairList;

import nyc.crime.predict.inputs.TensorSpec;

/**
 * A TensorFlow SavedModel, run by DJL. What reaches TensorFlow is checked here first: it ends the process over an
 * unknown name, and computes nonsense without complaint from a wrong shape.
 */
public final class SavedModel implements AutoCloseable {

    private static final String LIBRARY = "libjnitensorflow.so";

    private final List<TensorSpec> inputs;
    private final TensorSpec output;
    private Model model;
    private final List<Predictor<Batch, float[]>> predictors = new ArrayList<>();
    private final BlockingQueue<Predictor<Batch, float[]>> idle;
    private final Duration wait;

    record Batch(int size, Map<String, float[]> values) {}

    /**
     * Loads and warms up.
     *
     * @param folder holds saved_model.pb
     * @param libraries holds TensorFlow's native libraries
     * @param inputs what the signature must have; the first dimension is the batch
     * @param output the signature's only output
     * @param runs runs at a time
     * @param wait how long a run waits for its turn
     * @throws ModelUnavailable with the reason, if it cannot be loaded or is another network than described
     */
    public SavedModel(
            Path folder, Path libraries, List<TensorSpec> inputs, TensorSpec output, int runs, Duration wait) {
        this.inputs = List.copyOf(inputs);
        this.output = output;
        this.wait = wait;
        this.idle = new ArrayBlockingQueue<>(runs);
        // Without this check DJL would try to download the libraries.
        if (!Files.isRegularFile(libraries.resolve(LIBRARY))) {
            throw new ModelUnavailable("TensorFlow's libraries are missing: no " + LIBRARY + " in " + libraries, false);
        }
        System.setProperty("TENSORFLOW_LIBRARY_PATH", libraries.toString());
        System.setProperty("ai.djl.offline", "true");
        try {
            model = Model.newInstance("saved-model", Device.cpu(), "TensorFlow");
            model.load(folder, null, Map.of("Tags", "serve", "SignatureDefKey", "serving_default"));
            requireSignature();
            for (int i = 0; i < runs; i++) {
                predictors.add(model.newPredictor(new BatchTranslator()));
            }
            idle.addAll(predictors);
            run(1, zeros());
        } catch (IOException | MalformedModelException | RuntimeException | LinkageError e) {
            close();
            throw new ModelUnavailable("the SavedModel in " + folder + " cannot be loaded: " + e.getMessage(), false);
        }
    }

    /**
     * Runs the network.
     *
     * @param batch number of items, at least 1
     * @param values every input by name, {@link TensorSpec#elements} numbers each
     * @return the output's numbers in C order
     * @throws IllegalArgumentException if a name is missing or unknown or a length is wrong
     * @throws ModelUnavailable if no turn came in time
     */
    public float[] run(int batch, Map<String, float[]> values) {
        if (batch < 1 || values.size() != inputs.size()) {
            throw new IllegalArgumentException("expected the inputs " + inputs + ", got " + values.keySet());
        }
        for (TensorSpec input : inputs) {
            float[] given = values.get(input.name());
            if (given == null || given.length != input.elements(batch)) {
                throw new IllegalArgumentException("input " + input.name() + " is missing or has a wrong length");
            }
        }
        return inTurn(predictor -> {
            try {
                return predictor.predict(new Batch(batch, values));
            } catch (TranslateException e) {
                throw new IllegalStateException("the network failed: " + e.getMessage(), e);
            }
        });
    }

    /** Does something while it holds one of the turns. */
    <T> T inTurn(Function<Predictor<Batch, float[]>, T> use) {
        Predictor<Batch, float[]> predictor = take();
        try {
            return use.apply(predictor);
        } finally {
            idle.add(predictor);
        }
    }

    @Override
    public void close() {
        predictors.forEach(Predictor::close);
        if (model != null) {
            model.close();
        }
    }

    private Predictor<Batch, float[]> take() {
        try {
            Predictor<Batch, float[]> predictor = idle.poll(wait.toMillis(), TimeUnit.MILLISECONDS);
            if (predictor == null) {
                throw ModelUnavailable.busy();
            }
            return predictor;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ModelUnavailable("interrupted", true);
        }
    }

    private Map<String, float[]> zeros() {
        Map<String, float[]> zeros = new HashMap<>();
        for (TensorSpec input : inputs) {
            zeros.put(input.name(), new float[input.elements(1)]);
        }
        return zeros;
    }

    private void requireSignature() {
        PairList<String, Shape> found = model.describeInput();
        List<String> names = inputs.stream().map(TensorSpec::name).sorted().toList();
        if (!names.equals(found.keys().stream().sorted().toList())) {
            throw new IllegalStateException("its inputs are " + found.keys() + ", model.json says " + names);
        }
        for (TensorSpec input : inputs) {
            requireShape(input, found.get(input.name()));
        }
        PairList<String, Shape> outputs = model.describeOutput();
        if (outputs.size() != 1 || !outputs.contains(output.name())) {
            throw new IllegalStateException("its outputs are " + outputs.keys() + ", not " + output.name());
        }
        requireShape(output, outputs.get(output.name()));
    }

    private static void requireShape(TensorSpec said, Shape found) {
        if (!Arrays.equals(said.sizes(-1), found.getShape())) {
            throw new IllegalStateException(
                    said.name() + " has the shape " + found + ", model.json says " + said.shape());
        }
    }

    /** Binds arrays by name, on the manager of the call, which DJL closes after it. */
    private final class BatchTranslator implements Translator<Batch, float[]> {

        /** Reused, since DJL copies from it at once and a predictor serves one call at a time. */
        private ByteBuffer buffer = ByteBuffer.allocateDirect(0);

        private ByteBuffer bytes(float[] values) {
            int size = Float.BYTES * values.length;
            if (buffer.capacity() < size) {
                buffer = ByteBuffer.allocateDirect(size).order(ByteOrder.nativeOrder());
            }
            buffer.clear().limit(size);
            buffer.asFloatBuffer().put(values);
            return buffer;
        }

        @Override
        public NDList processInput(TranslatorContext context, Batch batch) {
            NDList list = new NDList();
            for (TensorSpec input : inputs) {
                NDArray array = context.getNDManager()
                        .create(
                                bytes(batch.values.get(input.name())),
                                new Shape(input.sizes(batch.size)),
                                DataType.FLOAT32);
                array.setName(input.name());
                list.add(array);
            }
            return list;
        }

        @Override
        public float[] processOutput(TranslatorContext context, NDList list) {
            return list.singletonOrThrow().toFloatArray();
        }

        @Override
        public Batchifier getBatchifier() {
            return null;
        }
    }
}
