package nyc.crime.predict.oip;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkiverse.resteasy.problem.HttpProblem;

import nyc.crime.http.Problems;
import nyc.crime.predict.inputs.TensorSpec;
import nyc.crime.predict.oip.InferRequest.Input;
import nyc.crime.predict.oip.InferRequest.Output;
import nyc.crime.predict.oip.InferRequest.Parameters;

/**
 * An inference request, checked against what the model takes, so that nothing reaches TensorFlow that it was not made
 * for.
 *
 * @param id the caller's name for the request, or null
 * @param batch the first dimension of every input
 * @param inputs the numbers of every input by name
 * @param binaryOutput whether the output is to be sent as binary data
 */
record Inference(String id, int batch, Map<String, float[]> inputs, boolean binaryOutput) {

    /** Items of a batch at most: a forecast's fourteen leads. */
    static final int MOST_ITEMS = 14;

    /**
     * Reads a request.
     *
     * @param body JSON, or JSON followed by the tensors' bytes
     * @param jsonLength bytes of the JSON, or null if it is all of the body
     * @throws HttpProblem with what is wrong
     */
    static Inference read(
            ObjectMapper json, byte[] body, Integer jsonLength, List<TensorSpec> specs, TensorSpec output) {
        int length = jsonLength == null ? body.length : jsonLength;
        require(length >= 0, OipResource.JSON_LENGTH + " is a number of bytes, not " + length);
        require(length <= body.length, OipResource.JSON_LENGTH + " is longer than the request");
        int most =
                specs.stream().mapToInt(spec -> spec.elements(MOST_ITEMS)).max().orElse(0);
        try {
            InferRequest request = json.readerFor(InferRequest.class)
                    .withAttribute(FloatsDeserializer.MOST, most)
                    .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .readValue(body, 0, length);
            return of(request, ByteBuffer.wrap(body, length, body.length - length), specs, output);
        } catch (JsonMappingException e) {
            throw bad(e.getCause() instanceof JsonParseException broken ? notJson(broken) : misplaced(e));
        } catch (JsonProcessingException e) {
            throw bad(notJson(e));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Inference of(InferRequest request, ByteBuffer bytes, List<TensorSpec> specs, TensorSpec output) {
        require(request != null && request.inputs() != null, "the request has no inputs");
        Map<String, float[]> values = new LinkedHashMap<>();
        int batch = 0;
        for (Input input : request.inputs()) {
            require(input != null, "every input must be an object");
            TensorSpec spec = specs.stream()
                    .filter(known -> known.name().equals(input.name()))
                    .findFirst()
                    .orElseThrow(() -> bad("there is no input " + input.name()));
            int items = items(input, spec);
            require(values.isEmpty() || items == batch, "the inputs' first dimensions differ");
            batch = items;
            require(
                    values.put(input.name(), numbers(input, spec.elements(batch), bytes)) == null,
                    "input " + input.name() + " is there twice");
        }
        for (TensorSpec spec : specs) {
            require(values.containsKey(spec.name()), "input " + spec.name() + " is missing");
        }
        require(!bytes.hasRemaining(), bytes.remaining() + " bytes follow the last tensor");
        return new Inference(request.id(), batch, values, binary(request, output));
    }

    /** Checks an input's form and says how many items it holds. */
    private static int items(Input input, TensorSpec spec) {
        require(
                spec.datatype().equals(input.datatype()),
                "input %s must be %s, not %s".formatted(input.name(), spec.datatype(), input.datatype()));
        long[] shape = input.shape() == null ? new long[0] : input.shape();
        boolean fits = shape.length == spec.shape().size();
        for (int i = 1; fits && i < shape.length; i++) {
            fits = shape[i] == spec.shape().get(i);
        }
        require(
                fits,
                "input %s must have the shape %s, not %s"
                        .formatted(input.name(), spec.shape(), Arrays.toString(shape)));
        require(
                shape[0] >= 1 && shape[0] <= MOST_ITEMS,
                "the first dimension of input %s must be 1 to %d".formatted(input.name(), MOST_ITEMS));
        return (int) shape[0];
    }

    private static float[] numbers(Input input, int wanted, ByteBuffer bytes) {
        Integer size = parameters(input.parameters()).binaryDataSize();
        float[] numbers = input.data();
        if (size != null) {
            require(numbers == null, "input " + input.name() + " has data and binary data");
            require(
                    size == Float.BYTES * wanted && size <= bytes.remaining(),
                    "input %s must have %d bytes of binary data".formatted(input.name(), Float.BYTES * wanted));
            numbers = new float[wanted];
            bytes.slice(bytes.position(), size)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .asFloatBuffer()
                    .get(numbers);
            bytes.position(bytes.position() + size);
        }
        int given = numbers == null ? 0 : numbers.length;
        require(given == wanted, "input %s must have %d numbers, not %d".formatted(input.name(), wanted, given));
        for (float number : numbers) {
            require(Float.isFinite(number), "input " + input.name() + " holds a number that is not finite");
        }
        return numbers;
    }

    /** Whether the one output is wanted in bytes: what it asks for itself goes before what the request asks for. */
    private static boolean binary(InferRequest request, TensorSpec output) {
        Boolean binary = parameters(request.parameters()).binaryDataOutput();
        require(request.outputs() == null || !request.outputs().isEmpty(), "outputs is empty: leave it out for all");
        for (Output wanted : request.outputs() == null ? List.<Output>of() : request.outputs()) {
            require(wanted != null, "every output must be an object");
            require(output.name().equals(wanted.name()), "there is no output " + wanted.name());
            Parameters own = parameters(wanted.parameters());
            require(own.classification() == null, "the outputs are no classes: no classification");
            binary = own.binaryData() == null ? binary : own.binaryData();
        }
        return Boolean.TRUE.equals(binary);
    }

    private static Parameters parameters(Parameters given) {
        return given == null ? Parameters.NONE : given;
    }

    private static void require(boolean condition, String otherwise) {
        if (!condition) {
            throw bad(otherwise);
        }
    }

    private static HttpProblem bad(String detail) {
        return Problems.badRequest("body", detail);
    }

    private static String notJson(JsonProcessingException e) {
        return "the request is not JSON: " + e.getOriginalMessage();
    }

    /** Where in the request something is wrong, such as {@code inputs[0].shape}. */
    private static String misplaced(JsonMappingException e) {
        String path = e.getPath().stream()
                .map(step -> step.getFieldName() == null ? "[" + step.getIndex() + "]" : "." + step.getFieldName())
                .collect(Collectors.joining());
        return (path.isEmpty() ? "the request" : path.substring(1)) + " is not what the protocol has there";
    }
}
