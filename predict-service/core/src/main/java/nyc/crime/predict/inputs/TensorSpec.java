package nyc.crime.predict.inputs;

import java.util.Arrays;
import java.util.List;

/**
 * A tensor of the model as its caller sees it.
 *
 * @param name the signature's name, by which arrays must be bound
 * @param shape sizes in order; −1 is the batch
 * @param datatype the Open Inference Protocol's name of the element type; always {@code FP32} here
 */
public record TensorSpec(String name, List<Long> shape, String datatype) {

    /** A float32 tensor. */
    public static TensorSpec floats(String name, long... shape) {
        return new TensorSpec(name, Arrays.stream(shape).boxed().toList(), "FP32");
    }

    /** The sizes for a batch of the given size; −1 leaves it open. */
    public long[] sizes(int batch) {
        long[] sizes = shape.stream().mapToLong(Long::longValue).toArray();
        sizes[0] = batch;
        return sizes;
    }

    /** How many numbers one batch of the given size holds. */
    public int elements(int batch) {
        long product = batch;
        for (int i = 1; i < shape.size(); i++) {
            product *= shape.get(i);
        }
        return Math.toIntExact(product);
    }
}
