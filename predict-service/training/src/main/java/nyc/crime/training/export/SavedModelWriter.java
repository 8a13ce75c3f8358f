package nyc.crime.training.export;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.google.protobuf.CodedOutputStream;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.SavedModel;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorInfo;
import org.tensorflow.proto.TensorShapeProto;
import org.tensorflow.types.TFloat32;

import nyc.crime.predict.inputs.TensorSpec;
import nyc.crime.predict.models.ModelFolder;
import nyc.crime.training.network.FrozenWeights;
import nyc.crime.training.network.Network;

/**
 * Writes a trained network as a SavedModel: an inference graph of its own with the weights as constants, tag {@code
 * serve}, signature {@code serving_default}, any batch size. There is no variables folder because nothing varies.
 */
public final class SavedModelWriter {

    /** The signature's only output: expected counts [N, rows, cols, groups + 1], the last channel their sum. */
    public static final String OUTPUT = "rates";

    private SavedModelWriter() {}

    /**
     * Writes {@code saved_model.pb}.
     *
     * @param network the network's form
     * @param weights its numbers, from {@link nyc.crime.training.network.TrainingGraph#exported}
     * @param folder made if missing
     * @return the output's name, shape and type
     */
    public static TensorSpec write(Network network, Map<String, float[]> weights, Path folder) throws IOException {
        try (Graph graph = new Graph()) {
            Ops tf = Ops.create(graph);
            SignatureDef.Builder signature = SignatureDef.newBuilder().setMethodName("tensorflow/serving/predict");
            Map<String, Operand<TFloat32>> inputs = new LinkedHashMap<>();
            for (TensorSpec input : network.inputs()) {
                Placeholder<TFloat32> placeholder = tf.withName(input.name())
                        .placeholder(TFloat32.class, Placeholder.shape(Shape.of(input.sizes(-1))));
                inputs.put(input.name(), placeholder);
                signature.putInputs(input.name(), info(placeholder.output(), input.shape()));
            }
            Operand<TFloat32> rates =
                    network.build(tf, new FrozenWeights(tf, weights), inputs).rates();
            List<Long> counts = network.inputs().get(0).shape();
            int groups = counts.get(4).intValue();
            Operand<TFloat32> all = tf.reshape(tf.sum(rates, tf.constant(3)), tf.constant(new int[] {
                -1, counts.get(2).intValue(), counts.get(3).intValue(), 1
            }));
            Operand<TFloat32> output = tf.withName(OUTPUT).concat(List.of(rates, all), tf.constant(3));
            TensorSpec spec = TensorSpec.floats(OUTPUT, -1, counts.get(2), counts.get(3), groups + 1L);
            signature.putOutputs(OUTPUT, info(output.asOutput(), spec.shape()));

            SavedModel model = SavedModel.newBuilder()
                    .setSavedModelSchemaVersion(1)
                    .addMetaGraphs(MetaGraphDef.newBuilder()
                            .setMetaInfoDef(
                                    MetaGraphDef.MetaInfoDef.newBuilder().addTags("serve"))
                            .setGraphDef(graph.toGraphDef())
                            .putSignatureDef("serving_default", signature.build()))
                    .build();
            Files.createDirectories(folder);
            try (OutputStream out = Files.newOutputStream(folder.resolve(ModelFolder.NETWORK))) {
                // Sorted maps: the same weights give the same bytes.
                CodedOutputStream coded = CodedOutputStream.newInstance(out);
                coded.useDeterministicSerialization();
                model.writeTo(coded);
                coded.flush();
            }
            return spec;
        }
    }

    private static TensorInfo info(Output<?> output, List<Long> shape) {
        TensorShapeProto.Builder sizes = TensorShapeProto.newBuilder();
        shape.forEach(size -> sizes.addDim(TensorShapeProto.Dim.newBuilder().setSize(size)));
        return TensorInfo.newBuilder()
                .setName(output.op().name() + ":" + output.index())
                .setDtype(DataType.DT_FLOAT)
                .setTensorShape(sizes)
                .build();
    }
}
