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

/** A network that has learnt nothing and expects the same of every day. */
public final class KnowingNetwork extends Network {

    private final float[] rates;

    /** @param rates [rows, cols, groups] */
    public KnowingNetwork(Mask mask, int groups, float[] rates) {
        super(mask, groups, 0);
        this.rates = rates;
    }

    @Override
    public List<TensorSpec> inputs() {
        return ModelInputs.specs(mask.rows(), mask.cols(), groups).subList(0, 1);
    }

    @Override
    public Built build(Ops tf, Weights weights, Map<String, Operand<TFloat32>> inputs) {
        Operand<TFloat32> ofEach = tf.math.mul(tf.sum(inputs.get("recent"), tf.constant(1)), tf.constant(0f));
        Operand<TFloat32> known =
                tf.constant(Shape.of(1, mask.rows(), mask.cols(), groups), DataBuffers.of(rates.clone()));
        return new Built(tf.math.add(ofEach, known), tf.constant(0f));
    }

    @Override
    public Operand<TFloat32> loss(Ops tf, Operand<TFloat32> rates, Operand<TFloat32> actual) {
        throw new UnsupportedOperationException("it does not learn");
    }
}
