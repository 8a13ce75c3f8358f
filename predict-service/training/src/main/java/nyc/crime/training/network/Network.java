package nyc.crime.training.network;

import java.util.List;
import java.util.Map;

import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

import nyc.crime.predict.counts.Mask;
import nyc.crime.predict.inputs.ModelInputs;
import nyc.crime.predict.inputs.TensorSpec;

/** A form of network: which inputs it reads, how it makes rates of them, and what it minimises. */
public abstract class Network {

    private static final List<Long> STRIDES = List.of(1L, 1L, 1L, 1L);

    final Mask mask;
    final int groups;
    final int filters;

    /** @param filters filters of each ConvLSTM layer */
    Network(Mask mask, int groups, int filters) {
        this.mask = mask;
        this.groups = groups;
        this.filters = filters;
    }

    /** The inputs it reads. */
    public abstract List<TensorSpec> inputs();

    /**
     * What a network's graph gives.
     *
     * @param rates expected counts by offence [N, rows, cols, groups], 0 outside the mask
     * @param penalty what learning adds to the loss to keep weights or corrections small, a scalar; zero in a graph that
     *     does not learn
     */
    public record Built(Operand<TFloat32> rates, Operand<TFloat32> penalty) {}

    /**
     * Builds the network.
     *
     * @param inputs by name, with shapes as {@link #inputs}
     */
    public abstract Built build(Ops tf, Weights weights, Map<String, Operand<TFloat32>> inputs);

    /**
     * The mean loss, without the penalty.
     *
     * @param rates as from {@link #build}
     * @param actual counts of the target days, of the same shape
     * @return a scalar
     */
    public abstract Operand<TFloat32> loss(Ops tf, Operand<TFloat32> rates, Operand<TFloat32> actual);

    /** 1 in the cells of the city, else 0, [1, rows, cols, 1]. */
    final Operand<TFloat32> inside(Ops tf) {
        float[] numbers = new float[mask.in().length];
        for (int cell = 0; cell < numbers.length; cell++) {
            numbers[cell] = mask.in()[cell] ? 1 : 0;
        }
        return tf.constant(Shape.of(1, mask.rows(), mask.cols(), 1), DataBuffers.of(numbers));
    }

    /** The same numbers as a map for each item, [N, rows, cols, channels]. */
    final Operand<TFloat32> map(Ops tf, Operand<TFloat32> values, int channels) {
        return tf.reshape(values, tf.constant(new int[] {-1, mask.rows(), mask.cols(), channels}));
    }

    /** The hidden states of a ConvLSTM layer after each of {@link ModelInputs#LOOKBACK} steps of {@code channels}. */
    final List<Operand<TFloat32>> convLstm(
            Ops tf, Weights weights, String name, Operand<TFloat32> input, int channels) {
        return new ConvLstm(tf, weights, mask.rows(), mask.cols())
                .run(name, input, ModelInputs.LOOKBACK, channels, filters);
    }

    static Operand<TFloat32> last(List<Operand<TFloat32>> hidden) {
        return hidden.get(hidden.size() - 1);
    }

    /** A 1×1 convolution: the same weights for the channels of every cell. */
    static Operand<TFloat32> pointwise(Ops tf, Operand<TFloat32> map, Operand<TFloat32> kernel) {
        return tf.nn.conv2d(map, kernel, STRIDES, "SAME");
    }
}
