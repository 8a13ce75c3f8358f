package nyc.crime.training.network;

import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;

/**
 * Where a network's numbers come from. The same builder code asks variables of it for training and constants for the
 * frozen graph, so the two cannot drift apart.
 */
public interface Weights {

    /** How a weight starts. */
    enum Start {
        /** Uniform by Glorot and Bengio (2010), for kernels [height, width, in, out] and matrices [in, out]. */
        GLOROT,
        ZEROS,
        ONES,
        /** Bias of a ConvLSTM's four gates (input, forget, cell, output): 1 for the forget gate, else 0. */
        FORGET_GATE_OPEN
    }

    /** A trained weight. One name is one weight: a second call gives the same. */
    Operand<TFloat32> get(String name, Start start, long... shape);

    /** A number that training keeps but does not optimise, such as a moving mean. */
    default Operand<TFloat32> state(String name, Start start, long... shape) {
        return get(name, start, shape);
    }

    /** Called by a builder in training: the state's value after this step. */
    default void update(String name, Operand<TFloat32> value) {
        throw new IllegalStateException("a graph that only forecasts learns nothing, yet updates " + name);
    }

    /** Whether the graph being built is the one that learns. */
    default boolean training() {
        return false;
    }
}
