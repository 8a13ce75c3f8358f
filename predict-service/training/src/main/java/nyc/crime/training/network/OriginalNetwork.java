package nyc.crime.training.network;

import java.util.List;
import java.util.Map;

import org.tensorflow.Operand;
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
final class OriginalNetwork extends Network {

    static final String PRESET = "original";

    private static final float EPSILON = 1e-3f;
    private static final float MOMENTUM = 0.99f;

    OriginalNetwork(Mask mask, int groups, int filters) {
        super(mask, groups, filters);
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
                pointwise(tf, both, weights.get("head/kernel", Start.GLOROT, 1, 1, 2L * filters, groups)),
                weights.get("head/bias", Start.ZEROS, groups));
        // A linear output may fall below zero, where the published loss still needs its slope; a forecast may not.
        Operand<TFloat32> counts = weights.training() ? linear : tf.nn.relu(linear);
        return new Built(tf.math.mul(counts, inside(tf)), tf.constant(0f));
    }

    @Override
    public Operand<TFloat32> loss(Ops tf, Operand<TFloat32> rates, Operand<TFloat32> actual) {
        return tf.math.mean(tf.math.squaredDifference(rates, actual), tf.constant(new int[] {0, 1, 2, 3}));
    }

    private Operand<TFloat32> stack(Ops tf, Weights weights, String name, Operand<TFloat32> input) {
        List<Operand<TFloat32>> first = convLstm(tf, weights, name + "/first", input, groups);
        Operand<TFloat32> normal = normalise(tf, weights, name + "/norm", ConvLstm.sequence(tf, first));
        return last(convLstm(tf, weights, name + "/second", normal, filters));
    }

    /** Batch normalisation over batch, time and place; the moving moments are kept for the frozen graph. */
    private Operand<TFloat32> normalise(Ops tf, Weights weights, String name, Operand<TFloat32> sequence) {
        Operand<TFloat32> scale = weights.get(name + "/scale", Start.ONES, filters);
        Operand<TFloat32> offset = weights.get(name + "/offset", Start.ZEROS, filters);
        Operand<TFloat32> mean = weights.state(name + "/mean", Start.ZEROS, filters);
        Operand<TFloat32> variance = weights.state(name + "/variance", Start.ONES, filters);
        Operand<TFloat32> flat = map(tf, sequence, filters);
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
