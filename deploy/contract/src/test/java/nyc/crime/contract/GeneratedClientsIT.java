package nyc.crime.contract;

import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

import nyc.crime.testkit.ServiceProcess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

/**
 * Clients that openapi-generator makes from the committed documents, against the real services over the sample city:
 * every operation is called by its generated method, and what comes back is what the document says.
 */
class GeneratedClientsIT {

    private static final String MODEL = "convlstm";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String WHOLE = "WithHttpInfo";
    private static final Pattern OPERATION = Pattern.compile("operationId: (\\S+)");

    @TempDir
    static Path store;

    @TempDir
    static Path records;

    private static ServiceProcess standIn;
    private static ServiceProcess ingest;
    private static ServiceProcess grid;
    private static ServiceProcess predict;

    @BeforeAll
    static void start() {
        standIn = ServiceProcess.start("deploy/standin", Map.of());
        ingest = ServiceProcess.start(
                "ingest-service",
                Map.of(
                        "UPSTREAM_URL", standIn.url(),
                        "INGEST_STORE_DIR", store.toString(),
                        "NYC_INGEST_REFRESH_EVERY", "off"));
        grid = ServiceProcess.start("grid-service", Map.of("INGEST_URL", ingest.url()));
        predict = ServiceProcess.start(
                "predict-service", Map.of("GRID_URL", grid.url(), "RECORD_DIR", records.toString()));
    }

    @AfterAll
    static void stop() {
        Stream.of(predict, grid, ingest, standIn).forEach(ServiceProcess::close);
    }

    @TestFactory
    Stream<DynamicTest> ingestIsReadByItsClient() throws Exception {
        return operations("ingest", "ingest-service", ingest.url());
    }

    @TestFactory
    Stream<DynamicTest> gridIsReadByItsClient() throws Exception {
        return operations("grid", "grid-service", grid.url());
    }

    @TestFactory
    Stream<DynamicTest> predictIsReadByItsClient() throws Exception {
        return operations("predict", "predict-service", predict.url());
    }

    /** A test an operation of the document: the generated method that has its name, called with plain values. */
    private static Stream<DynamicTest> operations(String client, String module, String url) throws Exception {
        Map<String, Call> calls = calls(client, url);
        Set<String> documented = OPERATION
                .matcher(Files.readString(Path.of("../..", module, "openapi.yaml")))
                .results()
                .map((MatchResult found) -> found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(calls.keySet()).containsAll(documented);
        return documented.stream()
                .map(name -> dynamicTest(client + " " + name, () -> {
                    Object answer = calls.get(name).invoke();
                    assertThat((int)
                                    answer.getClass().getMethod("getStatusCode").invoke(answer))
                            .isEqualTo(200);
                    if (!name.contains("ealth")) {
                        assertThat(answer.getClass().getMethod("getData").invoke(answer))
                                .as("%s", name)
                                .isNotNull();
                    }
                }));
    }

    /** A generated method, with its API. */
    private record Call(Object api, Method method) {

        Object invoke() throws Exception {
            List<Object> values = new ArrayList<>();
            for (Parameter parameter : method.getParameters()) {
                values.add(value(parameter));
            }
            return method.invoke(api, values.toArray());
        }

        /** What the sample city can answer, by the parameter's name; null for what may be left out. */
        private Object value(Parameter parameter) throws Exception {
            Class<?> type = parameter.getType();
            String text = switch (parameter.getName()) {
                case "dataset" -> "complaints";
                case "period" -> method.getName().startsWith("frames") ? "2019" : "2019-03";
                case "month" -> "2019-06";
                case "kind" -> method.getName().startsWith("changes") ? "precincts" : "boroughs";
                case "a" -> "2019-06-01..2019-06-30";
                case "b" -> "2019-07-01..2019-07-31";
                case "from" -> type == LocalDate.class ? "2019-07-01" : "2019-06";
                case "to" -> type == LocalDate.class ? "2019-07-14" : "2019-07";
                case "origin" -> method.getName().startsWith("modelInputs") ? "2019-06-30" : null;
                case "model" -> method.getName().startsWith("model") ? MODEL : null;
                case "version" -> metadata().get("versions").get(0).asText();
                default -> null;
            };
            if (type.getSimpleName().equals("InferRequest")) {
                return JSON.convertValue(zeros(), type);
            }
            if (text == null || type == String.class) {
                return text;
            }
            return type == LocalDate.class
                    ? LocalDate.parse(text)
                    : type.getMethod("fromValue", String.class).invoke(null, text);
        }
    }

    /** What the model server says of the network: versions, and the inputs that it wants. */
    private static JsonNode metadata() throws Exception {
        return JSON.readTree(URI.create(predict.url() + "/v2/models/" + MODEL).toURL());
    }

    /** A request for one inference, of zeros in the shapes that the metadata name. */
    private static Map<String, Object> zeros() throws Exception {
        List<Map<String, Object>> inputs = new ArrayList<>();
        for (JsonNode input : metadata().get("inputs")) {
            List<Integer> shape = new ArrayList<>();
            input.get("shape").forEach(size -> shape.add(Math.max(1, size.asInt())));
            int values = shape.stream().reduce(1, Math::multiplyExact);
            inputs.add(Map.of(
                    "name",
                    input.get("name").asText(),
                    "datatype",
                    input.get("datatype").asText(),
                    "shape",
                    shape,
                    "data",
                    new float[values]));
        }
        Map<String, Object> request = new HashMap<>(Map.of("inputs", inputs));
        // all of them: the generated type would else ask for none, which the service refuses
        request.put("outputs", null);
        return request;
    }

    /** The methods of the generated APIs that give the whole answer, by the operation's name. */
    private static Map<String, Call> calls(String client, String url) throws Exception {
        Class<?> clientType = Class.forName("nyc.crime.client." + client + ".ApiClient");
        Object connection = clientType.getConstructor().newInstance();
        clientType.getMethod("updateBaseUri", String.class).invoke(connection, url);
        Map<String, Call> calls = new HashMap<>();
        Path apis = Path.of("target/clients", client, "src/main/java/nyc/crime/client", client, "api");
        try (Stream<Path> files = Files.list(apis)) {
            for (Path file : files.toList()) {
                String name = file.getFileName().toString().replace(".java", "");
                Class<?> type = Class.forName("nyc.crime.client." + client + ".api." + name);
                Object api = type.getConstructor(clientType).newInstance(connection);
                for (Method method : type.getMethods()) {
                    String operation = method.getName().replace(WHOLE, "");
                    Call known = calls.get(operation);
                    if (method.getName().endsWith(WHOLE)
                            && (known == null || known.method.getParameterCount() > method.getParameterCount())) {
                        calls.put(operation, new Call(api, method));
                    }
                }
            }
        }
        return calls;
    }
}
