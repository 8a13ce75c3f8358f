package nyc.crime.training.evaluation;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.tensorflow.Result;
import org.tensorflow.SavedModelBundle;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.types.TFloat32;

import nyc.crime.predict.inputs.ModelInputs;
import nyc.crime.predict.inputs.ModelInputs.Target;
import nyc.crime.predict.inputs.TensorSpec;

/** An exported model, run by TensorFlow's own session. Forecasts of all types of a target are kept: one run gives them all. */
public final class SavedModelForecaster implements Forecaster, AutoCloseable {

    private static final int BATCH = 7;

    private final String name;
    private final SavedModelBundle bundle;
    private final List<TensorSpec> specs;
    private final TensorSpec output;
    private final ModelInputs inputs;
    private final Map<Target, float[]> known = new HashMap<>();

    /**
     * @param folder of a SavedModel
     * @param specs its inputs
     * @param output its output
     * @param inputs what to feed it
     */
    public SavedModelForecaster(
            String name, Path folder, List<TensorSpec> specs, TensorSpec output, ModelInputs inputs) {
        this.name = name;
        this.bundle = SavedModelBundle.load(folder.toString(), "serve");
        this.specs = specs;
        this.output = output;
        this.inputs = inputs;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public List<float[]> expected(List<Target> targets, int type) {
        List<Target> missing =
                targets.stream().filter(target -> !known.containsKey(target)).toList();
        for (int from = 0; from < missing.size(); from += BATCH) {
            List<Target> batch = missing.subList(from, Math.min(missing.size(), from + BATCH));
            float[] rates = run(inputs.build(specs, batch), batch.size());
            int size = rates.length / batch.size();
            for (int n = 0; n < batch.size(); n++) {
                known.put(batch.get(n), Arrays.copyOfRange(rates, n * size, (n + 1) * size));
            }
        }
        int channels = output.shape().get(3).intValue();
        List<float[]> expected = new ArrayList<>();
        for (Target target : targets) {
            float[] rates = known.get(target);
            float[] one = new float[rates.length / channels];
            for (int cell = 0; cell < one.length; cell++) {
                one[cell] = rates[cell * channels + type];
            }
            expected.add(one);
        }
        return expected;
    }

    /**
     * Runs the model.
     *
     * @param batch inputs by name
     * @param n targets
     * @return the output in C order
     */
    public float[] run(Map<String, float[]> batch, int n) {
        Map<String, Tensor> tensors = new HashMap<>();
        try {
            for (TensorSpec spec : specs) {
                tensors.put(
                        spec.name(),
                        TFloat32.tensorOf(Shape.of(spec.sizes(n)), DataBuffers.of(batch.get(spec.name()))));
            }
            try (Result result = bundle.function("serving_default").call(tensors)) {
                float[] rates = new float[output.elements(n)];
                ((TFloat32) result.get(output.name()).orElseThrow())
                        .asRawTensor()
                        .data()
                        .asFloats()
                        .read(rates);
                return rates;
            }
        } finally {
            tensors.values().forEach(Tensor::close);
        }
    }

    @Override
    public void close() {
        bundle.close();
    }
}
