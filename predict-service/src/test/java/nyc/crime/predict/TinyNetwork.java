package nyc.crime.predict;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

import com.google.protobuf.ByteString;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.SavedModel;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorInfo;
import org.tensorflow.proto.TensorProto;
import org.tensorflow.proto.TensorShapeProto;

import nyc.crime.predict.inputs.ModelInputs;
import nyc.crime.predict.inputs.TensorSpec;

/**
 * A SavedModel of a few nodes in the form of the real one, for {@link FakeGrid}: its rates are its climatology input
 * times a factor, and their sum. Written as a protocol buffer, so that making it needs no TensorFlow.
 */
public class TinyNetwork implements QuarkusTestResourceLifecycleManager {

    public static final List<TensorSpec> INPUTS = ModelInputs.specs(FakeGrid.ROWS, FakeGrid.COLS, 4);
    public static final TensorSpec OUTPUT = TensorSpec.floats("rates", -1, FakeGrid.ROWS, FakeGrid.COLS, 5);

    public static final String VERSION = version(1, description());

    /** The last day that it learnt from and the start of a hash of its files, reckoned here. */
    public static String version(float factor, String description) {
        try {
            MessageDigest hash = MessageDigest.getInstance("SHA-256");
            hash.update(savedModel(factor).toByteArray());
            hash.update(description.getBytes(StandardCharsets.UTF_8));
            return "20140930-" + HexFormat.of().formatHex(hash.digest()).substring(0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Writes saved_model.pb and model.json into a new folder. */
    public static Path write() {
        try {
            Path folder = Files.createTempDirectory(Files.createDirectories(Path.of("target")), "tiny-network-");
            write(folder, 1, description());
            return folder.toAbsolutePath();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes a network whose rates are {@code factor} times its climatology. */
    public static void write(Path folder, float factor, String description) throws IOException {
        Files.write(folder.resolve("saved_model.pb"), savedModel(factor).toByteArray());
        Files.writeString(folder.resolve("model.json"), description);
    }

    @Override
    public Map<String, String> start() {
        return Map.of("nyc.predict.model-dir", write().toString(), "nyc.predict.inference-wait", "2s");
    }

    @Override
    public void stop() {
        // target is left to the next clean
    }

    /** One input of an inference request; {@code data} is its last field. */
    public static String input(TensorSpec spec, int batch, String data) {
        List<Long> shape = new ArrayList<>(spec.shape());
        shape.set(0, (long) batch);
        return "{\"name\":\"%s\",\"datatype\":\"FP32\",\"shape\":%s,%s}".formatted(spec.name(), shape, data);
    }

    /** Numbers for an input. */
    public static float[] values(TensorSpec spec, int batch) {
        float[] values = new float[spec.elements(batch)];
        for (int i = 0; i < values.length; i++) {
            values[i] = i % 7 / 4f;
        }
        return values;
    }

    /** An inference request of the Open Inference Protocol in JSON. */
    public static String request(int batch) {
        List<String> inputs = INPUTS.stream()
                .map(spec -> input(spec, batch, "\"data\":" + Arrays.toString(values(spec, batch))))
                .toList();
        return "{\"id\":\"7\",\"inputs\":[" + String.join(",", inputs) + "]}";
    }

    private static SavedModel savedModel(float factor) {
        GraphDef.Builder graph = GraphDef.newBuilder();
        SignatureDef.Builder signature = SignatureDef.newBuilder().setMethodName("tensorflow/serving/predict");
        for (TensorSpec input : INPUTS) {
            graph.addNode(NodeDef.newBuilder()
                    .setName(input.name())
                    .setOp("Placeholder")
                    .putAttr("dtype", type(DataType.DT_FLOAT))
                    .putAttr(
                            "shape",
                            AttrValue.newBuilder().setShape(shape(input)).build()));
            signature.putInputs(input.name(), info(input, input.name()));
        }
        graph.addNode(constant("axis", DataType.DT_INT32, new byte[] {3, 0, 0, 0}));
        byte[] bytes = ByteBuffer.allocate(Float.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putFloat(factor)
                .array();
        graph.addNode(constant("factor", DataType.DT_FLOAT, bytes));
        graph.addNode(NodeDef.newBuilder()
                .setName("scaled")
                .setOp("Mul")
                .addInput("climatology")
                .addInput("factor")
                .putAttr("T", type(DataType.DT_FLOAT)));
        graph.addNode(NodeDef.newBuilder()
                .setName("sum")
                .setOp("Sum")
                .addInput("scaled")
                .addInput("axis")
                .putAttr("T", type(DataType.DT_FLOAT))
                .putAttr("Tidx", type(DataType.DT_INT32))
                .putAttr("keep_dims", AttrValue.newBuilder().setB(true).build()));
        graph.addNode(NodeDef.newBuilder()
                .setName("concat")
                .setOp("ConcatV2")
                .addInput("scaled")
                .addInput("sum")
                .addInput("axis")
                .putAttr("N", AttrValue.newBuilder().setI(2).build())
                .putAttr("T", type(DataType.DT_FLOAT))
                .putAttr("Tidx", type(DataType.DT_INT32)));
        signature.putOutputs("rates", info(OUTPUT, "concat"));
        return SavedModel.newBuilder()
                .setSavedModelSchemaVersion(1)
                .addMetaGraphs(MetaGraphDef.newBuilder()
                        .setMetaInfoDef(MetaGraphDef.MetaInfoDef.newBuilder().addTags("serve"))
                        .setGraphDef(graph)
                        .putSignatureDef("serving_default", signature.build()))
                .build();
    }

    /** A single number, of little-endian bytes. */
    private static NodeDef constant(String name, DataType type, byte[] bytes) {
        return NodeDef.newBuilder()
                .setName(name)
                .setOp("Const")
                .putAttr("dtype", type(type))
                .putAttr(
                        "value",
                        AttrValue.newBuilder()
                                .setTensor(TensorProto.newBuilder()
                                        .setDtype(type)
                                        .setTensorShape(TensorShapeProto.newBuilder())
                                        .setTensorContent(ByteString.copyFrom(bytes)))
                                .build())
                .build();
    }

    private static AttrValue type(DataType type) {
        return AttrValue.newBuilder().setType(type).build();
    }

    private static TensorInfo info(TensorSpec spec, String node) {
        return TensorInfo.newBuilder()
                .setName(node + ":0")
                .setDtype(DataType.DT_FLOAT)
                .setTensorShape(shape(spec))
                .build();
    }

    private static TensorShapeProto shape(TensorSpec spec) {
        TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
        spec.shape()
                .forEach(size -> shape.addDim(TensorShapeProto.Dim.newBuilder().setSize(size)));
        return shape.build();
    }

    /** What model.json says. */
    public static String description() {
        String inputs = String.join(",", INPUTS.stream().map(TinyNetwork::json).toList());
        return """
                {"name":"convlstm","preset":"tiny","dataset":"complaints",
                 "groups":["BURGLARY","FELONY ASSAULT","GRAND LARCENY","ROBBERY"],
                 "outputs":["BURGLARY","FELONY ASSAULT","GRAND LARCENY","ROBBERY","ALL"],
                 "grid":{"rows":6,"cols":5,"south":40.5,"west":-74.2,"north":40.9,"east":-73.7,"maskedIn":20},
                 "lookback":7,"maxLead":14,"historyDays":730,"inputs":[%s],"output":%s,
                 "scores":[{"model":"convlstm","lead":1,"mse":0.20,"rmse":0.4,"mae":0.2,"poissonDeviance":0.40},
                           {"model":"climatology","lead":1,"mse":0.21,"rmse":0.4,"mae":0.2,"poissonDeviance":0.41}],
                 "training":{"from":"2014-04-01","validationFrom":"2014-10-01","validationTo":"2014-12-31","seed":1,
                             "epochs":1,"steps":1,"batch":4,"learningRate":0.1,"averaging":0,"filters":1,"parameters":0,"created":"2015-01-01T00:00:00Z"},
                 "versions":{}}""".formatted(inputs, json(OUTPUT));
    }

    private static String json(TensorSpec spec) {
        return "{\"name\":\"%s\",\"shape\":%s,\"datatype\":\"FP32\"}".formatted(spec.name(), spec.shape());
    }
}
