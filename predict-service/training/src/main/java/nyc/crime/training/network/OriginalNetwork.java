package nyc.crime.training.network;

import java.util.List;
import java.util.Map;

import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Ops;
import org.tensorflow.op.nn.FusedBatchNorm;
import org.tensorflow.types.TFloat32;

import nyc.crime.predict.counts.Mask;
import nyc.crime.predict.inputs.ModelInputs;
import nyc.crime.predict.inputs.TensorSpec;
import nyc.crime.training.network.Weights.Start;

/**
 * The published heterogeneous ConvLSTM: two stacks of ConvLSTM, batch normalisation, ConvLSTM (128 filters each, tanh,
 * 3×3, seven steps), concatenated, one linear 1×1 convolution, mean squared error of masked predictions. One stack reads
 * the last days, the other the same weekday of the last weeks.
 */
final class OriginalNetwork implements Network {

    static final String PRESET = "original";

    private static final float EPSILON = 1e-3f;
    private static final float MOMENTUM = 0.99f;

    private final Mask mask;
    private final int groups;
    private final int filters;

    OriginalNetwork(Mask mask, int groups, int filters) {
        this.mask = mask;
        this.groups = groups;
        this.filters = filters;
    }

    @Override
    public String preset() {
        return PRESET;
    }

    @Override
    public List<TensorSpec> inputs() {
        return ModelInputs.specs(mask.rows(), mask.cols(), groups).stream()
                .filter(input -> input.name().equals("recent") || input.name().equals("weekly"))
                .toList();
    }

    @Override
    public Built build(Ops tf, Weights weights, Map<String, Operand<TFloat32>> inputs) {
        Operand<TFloat32> both = tf.concat(
                inputs().stream()
                        .map(input -> stack(tf, weights, input.name(), inputs.get(input.name())))
                        .toList(),
                tf.constant(3));
        Operand<TFloat32> linear = tf.nn.biasAdd(
                tf.nn.conv2d(
                        both,
                        weights.get("head/kernel", Start.GLOROT, 1, 1, 2L * filters, groups),
                        List.of(1L, 1L, 1L, 1L),
                        "SAME"),
                weights.get("head/bias", Start.ZEROS, groups));
        // A linear output may fall below zero, where the published loss still needs its slope; a forecast may not.
        Operand<TFloat32> counts = weights.training() ? linear : tf.nn.relu(linear);
        Operand<TFloat32> inside =
                tf.constant(Shape.of(1, mask.rows(), mask.cols(), 1), DataBuffers.of(Presets.numbers(mask)));
        return new Built(tf.math.mul(counts, inside), tf.constant(0f));
    }

    @Override
    public Operand<TFloat32> loss(Ops tf, Operand<TFloat32> rates, Operand<TFloat32> actual) {
        return tf.math.mean(tf.math.squaredDifference(rates, actual), tf.constant(new int[] {0, 1, 2, 3}));
    }

    private Operand<TFloat32> stack(Ops tf, Weights weights, String name, Operand<TFloat32> input) {
        ConvLstm layer = new ConvLstm(tf, weights, mask.rows(), mask.cols());
        int steps = ModelInputs.LOOKBACK;
        List<Operand<TFloat32>> first = layer.run(name + "/first", input, steps, groups, filters);
        Operand<TFloat32> normal = normalise(tf, weights, name + "/norm", layer.sequence(first, filters));
        List<Operand<TFloat32>> second = layer.run(name + "/second", normal, steps, filters, filters);
        return second.get(steps - 1);
    }

    /** Batch normalisation over batch, time and place; the moving moments are kept for the frozen graph. */
    private Operand<TFloat32> normalise(Ops tf, Weights weights, String name, Operand<TFloat32> sequence) {
        Operand<TFloat32> scale = weights.get(name + "/scale", Start.ONES, filters);
        Operand<TFloat32> offset = weights.get(name + "/offset", Start.ZEROS, filters);
        Operand<TFloat32> mean = weights.state(name + "/mean", Start.ZEROS, filters);
        Operand<TFloat32> variance = weights.state(name + "/variance", Start.ONES, filters);
        Operand<TFloat32> flat = tf.reshape(sequence, tf.constant(new int[] {-1, mask.rows(), mask.cols(), filters}));
        if (!weights.training()) {
            return tf.nn.fusedBatchNorm(
                            flat,
                            scale,
                            offset,
                            mean,
                            variance,
                            FusedBatchNorm.epsilon(EPSILON),
                            FusedBatchNorm.isTraining(false))
                    .y();
        }
        Operand<TFloat32> none = tf.constant(new float[0]);
        FusedBatchNorm<TFloat32, TFloat32> norm = tf.nn.fusedBatchNorm(
                flat, scale, offset, none, none, FusedBatchNorm.epsilon(EPSILON), FusedBatchNorm.isTraining(true));
        weights.update(name + "/mean", moved(tf, mean, norm.batchMean()));
        weights.update(name + "/variance", moved(tf, variance, norm.batchVariance()));
        return norm.y();
    }

    private static Operand<TFloat32> moved(Ops tf, Operand<TFloat32> old, Operand<TFloat32> batch) {
        return tf.math.add(tf.math.mul(old, tf.constant(MOMENTUM)), tf.math.mul(batch, tf.constant(1 - MOMENTUM)));
    }
}
