package nyc.crime.predict.oip;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;

import nyc.crime.predict.inputs.TensorSpec;

/**
 * An inference request of the Open Inference Protocol, read and checked against what the model takes, so that nothing
 * reaches TensorFlow that it was not made for.
 *
 * @param id the caller's name for the request, or null
 * @param batch the first dimension of every input
 * @param inputs the numbers of every input by name
 * @param binaryOutput whether the output is to be sent as binary data
 */
record InferRequest(String id, int batch, Map<String, float[]> inputs, boolean binaryOutput) {

    /** Items of a batch at most: a forecast's fourteen leads. */
    static final int MOST_ITEMS = 14;

    private static final String CLASSIFICATION = "classification";

    private static final JsonFactory JSON = new JsonFactory();

    /** One input as it was sent. */
    private static final class Tensor {
        private String name;
        private String datatype;
        private long[] shape;
        private float[] data;
        private Integer binarySize;
    }

    /**
     * Reads a request.
     *
     * @param body JSON, or JSON followed by the tensors' bytes
     * @param jsonLength bytes of the JSON, or null if it is all of the body
     * @throws BadRequest with what is wrong
     */
    static InferRequest read(byte[] body, Integer jsonLength, List<TensorSpec> specs, TensorSpec output) {
        int length = jsonLength == null ? body.length : jsonLength;
        if (length < 0 || length > body.length) {
            throw new BadRequest("Inference-Header-Content-Length is longer than the request");
        }
        try (JsonParser json = JSON.createParser(body, 0, length)) {
            return new Reader(json, body, length, specs, output).request();
        } catch (IOException e) {
            throw new BadRequest("the request is not JSON as the protocol has it: " + firstLine(e.getMessage()));
        }
    }

    private static String firstLine(String message) {
        return message == null ? "" : message.lines().findFirst().orElse("");
    }

    private static final class Reader {

        private final JsonParser json;
        private final byte[] body;
        private final List<TensorSpec> specs;
        private final TensorSpec output;
        private final int mostNumbers;
        private int nextByte;

        private String id;
        private List<Tensor> tensors;
        /** What is asked of all outputs, and of this one; null where nothing is. */
        private Boolean binaryByDefault;

        private Boolean binaryHere;

        Reader(JsonParser json, byte[] body, int jsonLength, List<TensorSpec> specs, TensorSpec output) {
            this.json = json;
            this.body = body;
            this.nextByte = jsonLength;
            this.specs = specs;
            this.output = output;
            this.mostNumbers = specs.stream()
                    .mapToInt(spec -> spec.elements(MOST_ITEMS))
                    .max()
                    .orElse(0);
        }

        InferRequest request() throws IOException {
            require(JsonToken.START_OBJECT, json.nextToken(), "the request must be an object");
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String field = json.currentName();
                json.nextToken();
                switch (field) {
                    case "id" -> id = json.getValueAsString();
                    case "inputs" -> tensors = inputs();
                    case "outputs" -> outputs();
                    case "parameters" -> binaryByDefault = flag("binary_data_output");
                    default -> json.skipChildren();
                }
            }
            if (tensors == null) {
                throw new BadRequest("the request has no inputs");
            }
            Map<String, float[]> values = new LinkedHashMap<>();
            int batch = tensors.isEmpty() ? 0 : check(tensors.get(0));
            for (Tensor tensor : tensors) {
                if (check(tensor) != batch) {
                    throw new BadRequest("the inputs' first dimensions differ");
                }
                if (values.put(tensor.name, numbers(tensor)) != null) {
                    throw new BadRequest("input " + tensor.name + " is there twice");
                }
            }
            for (TensorSpec spec : specs) {
                if (!values.containsKey(spec.name())) {
                    throw new BadRequest("input " + spec.name() + " is missing");
                }
            }
            if (nextByte != body.length) {
                throw new BadRequest((body.length - nextByte) + " bytes follow the last tensor");
            }
            boolean binary = Boolean.TRUE.equals(binaryHere == null ? binaryByDefault : binaryHere);
            return new InferRequest(id, batch, values, binary);
        }

        private List<Tensor> inputs() throws IOException {
            require(JsonToken.START_ARRAY, json.currentToken(), "inputs must be an array");
            List<Tensor> found = new ArrayList<>();
            while (json.nextToken() == JsonToken.START_OBJECT) {
                found.add(input());
                if (found.size() > specs.size()) {
                    throw new BadRequest("more inputs than the model has");
                }
            }
            require(JsonToken.END_ARRAY, json.currentToken(), "every input must be an object");
            return found;
        }

        private Tensor input() throws IOException {
            Tensor tensor = new Tensor();
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String field = json.currentName();
                json.nextToken();
                switch (field) {
                    case "name" -> tensor.name = json.getValueAsString();
                    case "datatype" -> tensor.datatype = json.getValueAsString();
                    case "shape" -> tensor.shape = shape();
                    case "data" -> tensor.data = data();
                    case "parameters" -> {
                        if (parameter("binary_data_size") instanceof Integer size) {
                            tensor.binarySize = size;
                        }
                    }
                    default -> json.skipChildren();
                }
            }
            return tensor;
        }

        private void outputs() throws IOException {
            require(JsonToken.START_ARRAY, json.currentToken(), "outputs must be an array");
            while (json.nextToken() == JsonToken.START_OBJECT) {
                while (json.nextToken() == JsonToken.FIELD_NAME) {
                    String field = json.currentName();
                    json.nextToken();
                    if (field.equals("name") && !output.name().equals(json.getValueAsString())) {
                        throw new BadRequest("there is no output " + json.getValueAsString());
                    } else if (field.equals("parameters")) {
                        binaryHere = flag("binary_data");
                    } else {
                        json.skipChildren();
                    }
                }
            }
            require(JsonToken.END_ARRAY, json.currentToken(), "every output must be an object");
        }

        private Boolean flag(String name) throws IOException {
            return parameter(name) instanceof Boolean flag ? flag : null;
        }

        /** One parameter's value, a boolean or a whole number; the others are read over. */
        private Object parameter(String name) throws IOException {
            require(JsonToken.START_OBJECT, json.currentToken(), "parameters must be an object");
            Object value = null;
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String field = json.currentName();
                JsonToken token = json.nextToken();
                if (field.equals(CLASSIFICATION)) {
                    throw new BadRequest("the outputs are no classes: no classification");
                } else if (field.equals(name)) {
                    value = token == JsonToken.VALUE_NUMBER_INT
                            ? (Object) json.getIntValue()
                            : token == JsonToken.VALUE_TRUE;
                }
                json.skipChildren();
            }
            return value;
        }

        private long[] shape() throws IOException {
            require(JsonToken.START_ARRAY, json.currentToken(), "shape must be an array");
            long[] shape = new long[8];
            int size = 0;
            while (json.nextToken() == JsonToken.VALUE_NUMBER_INT) {
                if (size == shape.length) {
                    throw new BadRequest("a shape of more than " + shape.length + " dimensions");
                }
                shape[size++] = json.getLongValue();
            }
            require(JsonToken.END_ARRAY, json.currentToken(), "shape must hold whole numbers");
            return Arrays.copyOf(shape, size);
        }

        /** Numbers in row-major order, flat or nested. */
        private float[] data() throws IOException {
            require(JsonToken.START_ARRAY, json.currentToken(), "data must be an array");
            float[] data = new float[1024];
            int size = 0;
            for (int depth = 1; depth > 0; ) {
                JsonToken token = json.nextToken();
                if (token == JsonToken.START_ARRAY) {
                    depth++;
                } else if (token == JsonToken.END_ARRAY) {
                    depth--;
                } else if (token != null && token.isNumeric()) {
                    if (size == data.length) {
                        data = Arrays.copyOf(data, 2 * size);
                    }
                    data[size++] = json.getFloatValue();
                } else {
                    throw new BadRequest("data must hold numbers only");
                }
                if (size > mostNumbers) {
                    throw new BadRequest("more numbers than any input takes");
                }
            }
            return Arrays.copyOf(data, size);
        }

        /** Checks a tensor's form and says how many items it holds. */
        private int check(Tensor tensor) {
            TensorSpec spec = specs.stream()
                    .filter(known -> known.name().equals(tensor.name))
                    .findFirst()
                    .orElseThrow(() -> new BadRequest("there is no input " + tensor.name));
            if (!spec.datatype().equals(tensor.datatype)) {
                throw new BadRequest(
                        "input %s must be %s, not %s".formatted(tensor.name, spec.datatype(), tensor.datatype));
            }
            boolean fits =
                    tensor.shape != null && tensor.shape.length == spec.shape().size();
            for (int i = 1; fits && i < tensor.shape.length; i++) {
                fits = tensor.shape[i] == spec.shape().get(i);
            }
            if (!fits) {
                throw new BadRequest("input %s must have the shape %s, not %s"
                        .formatted(tensor.name, spec.shape(), Arrays.toString(tensor.shape)));
            }
            if (tensor.shape[0] < 1 || tensor.shape[0] > MOST_ITEMS) {
                throw new BadRequest("the first dimension of %s must be 1 to %d".formatted(tensor.name, MOST_ITEMS));
            }
            return (int) tensor.shape[0];
        }

        private float[] numbers(Tensor tensor) {
            int wanted = 1;
            for (long dimension : tensor.shape) {
                wanted *= (int) dimension;
            }
            float[] numbers = tensor.binarySize == null ? tensor.data : binary(tensor, wanted);
            if (numbers == null || numbers.length != wanted) {
                throw new BadRequest("input %s must hold %d numbers, not %d"
                        .formatted(tensor.name, wanted, numbers == null ? 0 : numbers.length));
            }
            for (float number : numbers) {
                if (!Float.isFinite(number)) {
                    throw new BadRequest("input " + tensor.name + " holds a number that is not finite");
                }
            }
            return numbers;
        }

        private float[] binary(Tensor tensor, int wanted) {
            if (tensor.data != null) {
                throw new BadRequest("input " + tensor.name + " has data and binary data");
            }
            if (tensor.binarySize != 4L * wanted || tensor.binarySize > body.length - nextByte) {
                throw new BadRequest("input %s must have %d bytes of binary data".formatted(tensor.name, 4L * wanted));
            }
            float[] numbers = new float[wanted];
            ByteBuffer.wrap(body, nextByte, tensor.binarySize)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .asFloatBuffer()
                    .get(numbers);
            nextByte += tensor.binarySize;
            return numbers;
        }

        private static void require(JsonToken wanted, JsonToken found, String otherwise) {
            if (found != wanted) {
                throw new BadRequest(otherwise);
            }
        }
    }
}
