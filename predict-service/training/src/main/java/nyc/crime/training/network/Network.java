package nyc.crime.training.network;

import java.util.List;
import java.util.Map;

import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

import nyc.crime.predict.inputs.TensorSpec;

/** A form of network: which inputs it reads, how it makes rates of them, and what it minimises. */
public interface Network {

    /** The preset's name. */
    String preset();

    /** The inputs it reads. */
    List<TensorSpec> inputs();

    /**
     * What a network's graph gives.
     *
     * @param rates expected counts by offence [N, rows, cols, groups], 0 outside the mask
     * @param penalty what learning adds to the loss to keep weights or corrections small, a scalar; zero in a graph that
     *     does not learn
     */
    record Built(Operand<TFloat32> rates, Operand<TFloat32> penalty) {}

    /**
     * Builds the network.
     *
     * @param inputs by name, with shapes as {@link #inputs}
     */
    Built build(Ops tf, Weights weights, Map<String, Operand<TFloat32>> inputs);

    /**
     * The mean loss, without the penalty.
     *
     * @param rates as from {@link #build}
     * @param actual counts of the target days, of the same shape
     * @return a scalar
     */
    Operand<TFloat32> loss(Ops tf, Operand<TFloat32> rates, Operand<TFloat32> actual);
}
