import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import triton.client.InferInput;
import triton.client.InferRequestedOutput;
import triton.client.InferResult;
import triton.client.InferenceException;
import triton.client.InferenceServerClient;
import triton.client.pojo.DataType;

/**
 * Uses a published client of the Open Inference Protocol, org.wyona.triton.client:java-api, as its users do, against a
 * running service: {@code java -cp target/oip-client/* src/test/published/PublishedClient.java HOST:PORT}. That client
 * only infers, so the model's inputs are read from its metadata with Java's own HTTP client. A program of its own and
 * not a test class, because the client's jar holds old copies of libraries that Quarkus brings too.
 *
 * <p>Sends the same numbers in JSON and in bytes, asks for the answer in JSON and in bytes, by version, in batches, and
 * sends one request that must be refused. Prints what it did; exit code 1 if anything was not as it should.
 */
public class PublishedClient {

    private static final String MODEL = "convlstm";
    private static final int TIMEOUT_MS = 60_000;

    public static void main(String[] arguments) throws Exception {
        String address = arguments[0];
        JsonNode model = metadata("http://" + address + "/v2/models/" + MODEL);
        String output = model.get("outputs").get(0).get("name").asText();
        try (InferenceServerClient client = new InferenceServerClient(address, TIMEOUT_MS, TIMEOUT_MS)) {
            client.setRetryCnt(1);
            float[] first = null;
            for (boolean binaryInput : new boolean[] {false, true}) {
                for (boolean binaryOutput : new boolean[] {false, true}) {
                    InferResult result = client.infer(
                            MODEL,
                            inputs(model, 1, binaryInput),
                            List.of(new InferRequestedOutput(output, binaryOutput)));
                    float[] rates = result.getOutputAsFloat(output);
                    first = first == null ? rates : first;
                    require(Arrays.equals(first, rates), "JSON and binary tensors give different answers");
                    System.out.printf(
                            "%s in, %s out: %d numbers%n",
                            binaryInput ? "binary" : "JSON", binaryOutput ? "binary" : "JSON", rates.length);
                }
            }
            double sum = 0;
            for (float rate : first) {
                sum += rate;
            }
            System.out.printf("sum %.4f%n", sum);

            InferResult byVersion = client.infer(
                    new InferenceServerClient.InferArguments(MODEL, inputs(model, 2, true))
                            .setModelVersion(model.get("versions").get(0).asText())
                            .setRequestId("seven"));
            require("seven".equals(byVersion.getResponse().getId()), "the request's id did not come back");
            float[] two = byVersion.getOutputAsFloat(output);
            require(two.length == 2 * first.length, "a batch of two gives " + two.length + " numbers");
            System.out.println("a batch of two, by version, with an id, output as the client's default has it");

            List<InferInput> wrong = new ArrayList<>(inputs(model, 1, true));
            wrong.set(0, tensor("surprise", new long[] {1, 2}, true));
            try {
                client.infer(MODEL, wrong, List.of(new InferRequestedOutput(output, true)));
                require(false, "a wrong input was accepted");
            } catch (InferenceException refused) {
                require(String.valueOf(refused).contains("surprise"), "the error does not name the input: " + refused);
                System.out.println("a wrong input is refused by name");
            }
        }
    }

    private static JsonNode metadata(String address) throws Exception {
        HttpResponse<byte[]> answer = HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(URI.create(address)).build(), HttpResponse.BodyHandlers.ofByteArray());
        require(answer.statusCode() == 200, "the metadata's status is " + answer.statusCode());
        return new ObjectMapper().readTree(answer.body());
    }

    private static List<InferInput> inputs(JsonNode model, int batch, boolean binary) {
        List<InferInput> inputs = new ArrayList<>();
        for (JsonNode input : model.get("inputs")) {
            long[] shape = new long[input.get("shape").size()];
            for (int i = 0; i < shape.length; i++) {
                shape[i] = input.get("shape").get(i).asLong();
            }
            shape[0] = batch;
            inputs.add(tensor(input.get("name").asText(), shape, binary));
        }
        return inputs;
    }

    /** Small counts that repeat every seven numbers. */
    private static InferInput tensor(String name, long[] shape, boolean binary) {
        float[] numbers = new float[(int) Arrays.stream(shape).reduce(1, (a, b) -> a * b)];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = i % 7 / 4f;
        }
        InferInput input = new InferInput(name, shape, DataType.FP32);
        input.setData(numbers, binary);
        return input;
    }

    private static void require(boolean condition, String otherwise) {
        if (!condition) {
            System.out.println(otherwise);
            System.exit(1);
        }
    }
}
