package nyc.crime.training.network;

import java.util.ArrayList;
import java.util.List;

import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Stack;
import org.tensorflow.types.TFloat32;

import nyc.crime.training.network.Weights.Start;

/**
 * A convolutional LSTM layer (Shi et al., 2015, without peepholes), 3×3, unrolled over time: TensorFlow's C++ gradients
 * know no loops. The input's convolution is done for all steps at once.
 */
final class ConvLstm {

    private static final int KERNEL = 3;
    private static final List<Long> STRIDES = List.of(1L, 1L, 1L, 1L);

    private final Ops tf;
    private final Weights weights;
    private final int rows;
    private final int cols;

    ConvLstm(Ops tf, Weights weights, int rows, int cols) {
        this.tf = tf;
        this.weights = weights;
        this.rows = rows;
        this.cols = cols;
    }

    /**
     * Runs the layer.
     *
     * @param input [N, steps, rows, cols, channels]
     * @return the hidden state after each step, each [N, rows, cols, filters]
     */
    List<Operand<TFloat32>> run(String name, Operand<TFloat32> input, int steps, int channels, int filters) {
        Operand<TFloat32> kernel = weights.get(name + "/kernel", Start.GLOROT, KERNEL, KERNEL, channels, 4L * filters);
        Operand<TFloat32> recurrent =
                weights.get(name + "/recurrent", Start.GLOROT, KERNEL, KERNEL, filters, 4L * filters);
        Operand<TFloat32> bias = weights.get(name + "/bias", Start.FORGET_GATE_OPEN, 4L * filters);

        Operand<TFloat32> flat = tf.reshape(input, tf.constant(new int[] {-1, rows, cols, channels}));
        Operand<TFloat32> driven = tf.nn.biasAdd(tf.nn.conv2d(flat, kernel, STRIDES, "SAME"), bias);
        Operand<TFloat32> byStep = tf.reshape(driven, tf.constant(new int[] {-1, steps, rows, cols, 4 * filters}));
        List<Operand<TFloat32>> hidden = new ArrayList<>();
        Operand<TFloat32> cell = null;
        for (Operand<TFloat32> step : tf.split(tf.constant(1), byStep, (long) steps)) {
            Operand<TFloat32> gates = tf.reshape(step, tf.constant(new int[] {-1, rows, cols, 4 * filters}));
            if (cell != null) {
                gates = tf.math.add(gates, tf.nn.conv2d(hidden.get(hidden.size() - 1), recurrent, STRIDES, "SAME"));
            }
            List<? extends Operand<TFloat32>> parts =
                    tf.split(tf.constant(3), gates, 4L).output();
            Operand<TFloat32> written = tf.math.mul(tf.math.sigmoid(parts.get(0)), tf.math.tanh(parts.get(2)));
            cell = cell == null ? written : tf.math.add(tf.math.mul(tf.math.sigmoid(parts.get(1)), cell), written);
            hidden.add(tf.math.mul(tf.math.sigmoid(parts.get(3)), tf.math.tanh(cell)));
        }
        return hidden;
    }

    /** Stacks hidden states into [N, steps, rows, cols, filters] for a next layer. */
    static Operand<TFloat32> sequence(Ops tf, List<Operand<TFloat32>> hidden) {
        return tf.stack(hidden, Stack.axis(1L));
    }
}
