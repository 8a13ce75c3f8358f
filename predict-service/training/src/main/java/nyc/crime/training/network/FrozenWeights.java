package nyc.crime.training.network;

import java.util.Arrays;
import java.util.Map;

import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/** Weights as constants, for a graph that only forecasts. */
public final class FrozenWeights implements Weights {

    private final Ops tf;
    private final Map<String, float[]> values;

    /** @param values trained numbers by name, as {@link TrainingGraph#exported} gives them */
    public FrozenWeights(Ops tf, Map<String, float[]> values) {
        this.tf = tf;
        this.values = values;
    }

    @Override
    public Operand<TFloat32> get(String name, Start start, long... shape) {
        float[] numbers = values.get(name);
        if (numbers == null || numbers.length != Shape.of(shape).size()) {
            throw new IllegalArgumentException("no weight " + name + " of shape " + Arrays.toString(shape));
        }
        return tf.constant(Shape.of(shape), DataBuffers.of(numbers));
    }
}
