package nyc.crime.training.network;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.tensorflow.GraphOperation;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.SavedModelBundle;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

import nyc.crime.predict.models.ModelFolder;
import nyc.crime.training.network.Weights.Start;

/** Weights as constants, for a graph that only forecasts. Each has its name there, by which it can be read back. */
public final class FrozenWeights implements Weights {

    /** In a graph's names slashes part scopes. */
    private static final String PREFIX = "weight.";

    private final Ops tf;
    private final Map<String, float[]> values;

    /** @param values trained numbers by name, as {@link TrainingGraph#exported} gives them */
    public FrozenWeights(Ops tf, Map<String, float[]> values) {
        this.tf = tf;
        this.values = values;
    }

    /**
     * The weights of an exported model.
     *
     * @param folder of its saved_model.pb
     * @return trained numbers by name
     * @throws IOException if there is no model, or one whose weights have no names
     */
    public static Map<String, float[]> read(Path folder) throws IOException {
        if (!Files.isRegularFile(folder.resolve(ModelFolder.NETWORK))) {
            throw new IOException("There is no " + ModelFolder.NETWORK + " in " + folder);
        }
        try (SavedModelBundle bundle = SavedModelBundle.load(folder.toString(), "serve")) {
            List<GraphOperation> found = new ArrayList<>();
            bundle.graph().operations().forEachRemaining(operation -> {
                if (operation.name().startsWith(PREFIX)) {
                    found.add((GraphOperation) operation);
                }
            });
            if (found.isEmpty()) {
                throw new IOException(
                        "The weights of the model in %s have no names: export it again from its checkpoint"
                                .formatted(folder));
            }
            Session.Runner runner = bundle.session().runner();
            found.forEach(operation -> runner.fetch(operation.output(0)));
            Map<String, float[]> values = new HashMap<>();
            try (Result result = runner.run()) {
                for (int i = 0; i < found.size(); i++) {
                    values.put(
                            found.get(i).name().substring(PREFIX.length()).replace('.', '/'),
                            TrainingGraph.numbers(result.get(i)));
                }
            }
            return values;
        }
    }

    @Override
    public Operand<TFloat32> get(String name, Start start, long... shape) {
        float[] numbers = values.get(name);
        if (numbers == null || numbers.length != Shape.of(shape).size()) {
            throw new IllegalArgumentException("no weight " + name + " of shape " + Arrays.toString(shape));
        }
        return tf.withName(PREFIX + name.replace('/', '.')).constant(Shape.of(shape), DataBuffers.of(numbers));
    }
}
