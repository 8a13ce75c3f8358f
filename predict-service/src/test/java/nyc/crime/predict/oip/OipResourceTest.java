package nyc.crime.predict.oip;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.regex.Pattern;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import nyc.crime.predict.FakeGrid;
import nyc.crime.predict.TinyNetwork;
import nyc.crime.predict.inputs.TensorSpec;

import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.when;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

@QuarkusTest
@WithTestResource(FakeGrid.class)
@WithTestResource(TinyNetwork.class)
class OipResourceTest {

    private static final String INFER = "/v2/models/convlstm/infer";

    private static Response post(String body) {
        return given().contentType("application/json").body(body).when().post(INFER);
    }

    @Test
    void describesServerAndModel() {
        when().get("/v2").then().statusCode(200).body("extensions", hasItem("binary_tensor_data"));
        when().get("/v2/health/live").then().statusCode(200).body("live", equalTo(true));
        when().get("/v2/health/ready").then().statusCode(200).body("ready", equalTo(true));
        when().get("/v2/models/convlstm/ready").then().statusCode(200).body("ready", equalTo(true));
        when().get("/v2/models/convlstm/versions/" + TinyNetwork.VERSION + "/ready")
                .then()
                .statusCode(200);
        when().get("/v2/models/convlstm")
                .then()
                .statusCode(200)
                .body("platform", equalTo("tensorflow_savedmodel"))
                .body(
                        "inputs.name",
                        equalTo(TinyNetwork.INPUTS.stream()
                                .map(TensorSpec::name)
                                .toList()))
                .body("inputs[0].datatype", equalTo("FP32"))
                .body("inputs[0].shape", equalTo(List.of(-1, 7, 6, 5, 4)))
                .body("outputs[0].name", equalTo("rates"));
    }

    @Test
    void infersFromJson() {
        float[] climatology = TinyNetwork.values(TinyNetwork.INPUTS.get(3), 2);
        Response answer = post(TinyNetwork.request(2));
        answer.then()
                .statusCode(200)
                .body("model_name", equalTo("convlstm"))
                .body("id", equalTo("7"))
                .body("outputs[0].shape", equalTo(List.of(2, 6, 5, 5)))
                .body("outputs[0].datatype", equalTo("FP32"));
        List<Float> rates = answer.jsonPath().getList("outputs[0].data", Float.class);
        assertEquals(2 * 30 * 5, rates.size());
        assertEquals(climatology[4 * 31], rates.get(5 * 31));
    }

    /** The protocol's document calls for fields and paths that no client of it has to ask for. */
    @Test
    void answersHaveTheFieldsThatTheProtocolRequires() {
        when().get("/v2/").then().statusCode(200).body("name", notNullValue()).body("version", notNullValue());
        when().get("/v2/health/ready").then().body("live", equalTo(true));
        when().get("/v2/models/convlstm/versions/" + TinyNetwork.VERSION)
                .then()
                .statusCode(200)
                .body("name", equalTo("convlstm"))
                .body("versions", equalTo(List.of(TinyNetwork.VERSION)));
        when().get("/v2/models/convlstm/versions/" + TinyNetwork.VERSION + "/ready")
                .then()
                .body("name", equalTo("convlstm"))
                .body("ready", equalTo(true));
        given().body(TinyNetwork.request(1))
                .when()
                .post("/v2/models/convlstm/versions/" + TinyNetwork.VERSION + "/infer")
                .then()
                .statusCode(200)
                .contentType("application/json")
                .body("model_version", equalTo(TinyNetwork.VERSION))
                .body("outputs[0].keySet()", equalTo(Set.of("name", "datatype", "shape", "data")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}                                        | {}                      | false",
                "{\"binary_data_output\":true}             | {}                      | true",
                "{\"binary_data_output\":false}            | {}                      | false",
                "{}                                        | {\"binary_data\":true}  | true",
                "{\"binary_data_output\":true,\"priority\":1} | {\"binary_data\":false} | false"
            })
    void whatAnOutputAsksForGoesBeforeWhatTheRequestAsksFor(String ofRequest, String ofOutput, boolean binary) {
        String more = "\"parameters\":%s,\"outputs\":[{\"name\":\"rates\",\"parameters\":%s}],\"inputs\""
                .formatted(ofRequest, ofOutput);
        post(TinyNetwork.request(1).replace("\"inputs\"", more))
                .then()
                .statusCode(200)
                .contentType(binary ? "application/octet-stream" : "application/json");
    }

    @Test
    void classesAreNotToBeHad() {
        post(TinyNetwork.request(1)
                        .replace(
                                "\"inputs\"",
                                "\"outputs\":[{\"name\":\"rates\",\"parameters\":{\"classification\":2}}],\"inputs\""))
                .then()
                .statusCode(400)
                .body("error", containsString("classification"));
    }

    @Test
    void aBodyThatIsTooLargeIsRefusedUnread() throws IOException {
        try (Socket connection = new Socket("localhost", RestAssured.port)) {
            String head =
                    "POST %s HTTP/1.1\r\nHost: localhost\r\nContent-Length: %d\r\n\r\n".formatted(INFER, 25 << 20);
            connection.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            BufferedReader answer =
                    new BufferedReader(new InputStreamReader(connection.getInputStream(), StandardCharsets.US_ASCII));
            assertTrue(answer.readLine().startsWith("HTTP/1.1 413"));
        }
        post(TinyNetwork.request(1)).then().statusCode(200);
    }

    @Test
    void infersFromBytesAndAnswersInBytes() {
        List<String> inputs = TinyNetwork.INPUTS.stream()
                .map(spec -> TinyNetwork.input(
                        spec, 1, "\"parameters\":{\"binary_data_size\":" + 4 * spec.elements(1) + "}"))
                .toList();
        byte[] head = ("{\"inputs\":[" + String.join(",", inputs)
                        + "],\"outputs\":[{\"name\":\"rates\",\"parameters\":{\"binary_data\":true}}]}")
                .getBytes(StandardCharsets.UTF_8);
        int numbers =
                TinyNetwork.INPUTS.stream().mapToInt(spec -> spec.elements(1)).sum();
        ByteBuffer body = ByteBuffer.allocate(head.length + 4 * numbers).order(ByteOrder.LITTLE_ENDIAN);
        body.put(head);
        TinyNetwork.INPUTS.forEach(spec -> {
            for (float value : TinyNetwork.values(spec, 1)) {
                body.putFloat(value);
            }
        });
        Response answer = given().contentType("application/octet-stream")
                .header("Inference-Header-Content-Length", head.length)
                .body(body.array())
                .when()
                .post(INFER);
        answer.then().statusCode(200).contentType("application/octet-stream");
        int length = Integer.parseInt(answer.header("Inference-Header-Content-Length"));
        byte[] bytes = answer.asByteArray();
        assertEquals(length + 4 * 30 * 5, bytes.length);
        float first =
                ByteBuffer.wrap(bytes, length, 4).order(ByteOrder.LITTLE_ENDIAN).getFloat();
        assertEquals(TinyNetwork.values(TinyNetwork.INPUTS.get(3), 1)[0], first);
        given().header("Inference-Header-Content-Length", head.length)
                .body(Arrays.copyOf(body.array(), body.capacity() - 4))
                .when()
                .post(INFER)
                .then()
                .statusCode(400)
                .body("error", notNullValue());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"name\":\"recent\"          | \"name\":\"surprise\"       | no input surprise",
                "\"name\":\"recent\"          | \"name\":\"weekly\"         | twice",
                "\"name\":\"recent\"          | \"nom\":\"recent\"          | no input null",
                "\"datatype\":\"FP32\"        | \"datatype\":\"INT64\"      | FP32",
                "\"datatype\":\"FP32\"        | \"datatype\":\"FP16\"       | FP32, not FP16",
                "\"datatype\":\"FP32\"        | \"datatype\":\"BF16\"       | FP32, not BF16",
                "\"datatype\":\"FP32\"        | \"datatype\":null         | FP32, not null",
                "\"data\":[0.0,               | \"parameters\":{\"binary_data_size\":4},\"data\":[0.0, | binary data",
                "\"shape\":[1, 7, 6, 5, 4]    | \"shape\":[1, 7, 5, 6, 4]   | shape",
                "\"shape\":[1, 7, 6, 5, 4]    | \"shape\":[1, 7, 6, 5]      | shape",
                "\"shape\":[1, 7, 6, 5, 4]    | \"shape\":[2, 7, 6, 5, 4]   | numbers",
                "\"shape\":[1, 7, 6, 5, 4]    | \"shape\":[0, 7, 6, 5, 4]   | first dimension",
                "\"shape\":[1, 7, 6, 5, 4]    | \"shape\":[-1, 7, 6, 5, 4]  | first dimension",
                "\"shape\":[1, 7, 6, 5, 4]    | \"shape\":\"all\"           | shape",
                "\"data\":[0.0,               | \"data\":[                  | numbers",
                "\"data\":[0.0,               | \"data\":[0.0, 0.0,         | numbers",
                "\"data\":[0.0,               | \"data\":[1e99,             | finite",
                "\"data\":[0.0,               | \"data\":[NaN,              | JSON",
                "\"data\":[0.0,               | \"data\":[\"0\",            | inputs[0].data",
                "\"data\":[0.0,               | \"date\":[0.0,              | numbers",
                "\"inputs\":[                 | \"puts\":[                  | no inputs",
                "\"inputs\":[                 | \"inputs\":[7,              | inputs[0] is not",
                "{\"id\"                      | [\"id\"                     | the request is not"
            })
    void aMalformedRequestGetsTheProtocolsError(String part, String instead, String error) {
        String request = TinyNetwork.request(1);
        String broken = request.replaceFirst(Pattern.quote(part), instead);
        assertEquals(false, request.equals(broken), "the request does not hold " + part);
        post(broken).then().statusCode(400).body("error", containsString(error));
    }

    @Test
    void nullForWhatMayBeLeftOutIsLikeLeavingItOut() {
        String nulls = TinyNetwork.request(1)
                .replaceFirst("\\{\"id\":\"7\"", "{\"id\":null,\"parameters\":null,\"outputs\":null")
                .replaceFirst(
                        "\"data\":", "\"parameters\":{\"binary_data_size\":null,\"classification\":null},\"data\":");
        post(nulls).then().statusCode(200).body("id", nullValue());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[[0.0, 0.25], [0.5]]          | inputs[0].data",
                "[[0.0, 0.25], 0.5, 0.75]      | inputs[0].data",
                "[0.0, [0.25, 0.5]]            | inputs[0].data"
            })
    void raggedArraysAreRefused(String data, String error) {
        post(TinyNetwork.request(1).replaceFirst("\"data\":\\[[^\\]]*\\]", "\"data\":" + data))
                .then()
                .statusCode(400)
                .body("error", containsString(error));
    }

    @Test
    void trailingTextEmptyOutputsAndCompressionAreRefused() {
        for (String more : List.of(" {}", "]", " and more")) {
            post(TinyNetwork.request(1) + more).then().statusCode(400).body("error", notNullValue());
        }
        post(TinyNetwork.request(1).replace("\"inputs\"", "\"outputs\":[],\"inputs\""))
                .then()
                .statusCode(400)
                .body("error", containsString("outputs"));
        given().header("Content-Encoding", "gzip")
                .contentType("application/json")
                .body(TinyNetwork.request(1))
                .when()
                .post(INFER)
                .then()
                .statusCode(415)
                .contentType("application/json")
                .body("error", containsString("compressed"));
    }

    @Test
    void whateverIsSentTheServerStays() {
        byte[] whole = TinyNetwork.request(1).getBytes(StandardCharsets.UTF_8);
        Random random = new Random(4);
        for (int i = 0; i < 40; i++) {
            byte[] broken = Arrays.copyOf(whole, 1 + random.nextInt(whole.length - 1));
            broken[random.nextInt(broken.length)] = (byte) random.nextInt(256);
            given().contentType("application/json")
                    .body(broken)
                    .when()
                    .post(INFER)
                    .then()
                    .statusCode(400)
                    .body("error", notNullValue());
        }
        given().header("Inference-Header-Content-Length", "-5")
                .body(whole)
                .when()
                .post(INFER)
                .then()
                .statusCode(400)
                .body("error", containsString("is a number of bytes, not -5"));
        given().header("Inference-Header-Content-Length", whole.length + 1)
                .body(whole)
                .when()
                .post(INFER)
                .then()
                .statusCode(400)
                .body("error", containsString("is longer than the request"));
        given().header("Inference-Header-Content-Length", "x")
                .body(whole)
                .when()
                .post(INFER)
                .then()
                .statusCode(400);
        post(TinyNetwork.request(1)).then().statusCode(200);
    }

    @Test
    void whateverIsRefusedHasTheProtocolsForm() {
        when().get("/v2?verbose=1")
                .then()
                .statusCode(400)
                .contentType("application/json")
                .body("error", containsString("verbose"));
        when().get("/v2/models").then().statusCode(404).body("error", notNullValue());
        given().urlEncodingEnabled(false)
                .get("/v2/models/%0Aconvlstm/ready")
                .then()
                .statusCode(404)
                .body("error", notNullValue());
        when().get(INFER)
                .then()
                .statusCode(405)
                .header("Allow", containsString("POST"))
                .body("error", notNullValue());
        given().accept("text/csv").when().get("/v2").then().statusCode(406).body("error", notNullValue());
    }

    @Test
    void anUnknownModelVersionOrOutputIsSaid() {
        when().get("/v2/models/oracle").then().statusCode(404).body("error", containsString("oracle"));
        when().get("/v2/models/convlstm/versions/9").then().statusCode(404).body("error", notNullValue());
        given().body(TinyNetwork.request(1))
                .when()
                .post("/v2/models/oracle/infer")
                .then()
                .statusCode(404);
        post(TinyNetwork.request(1).replace("\"inputs\"", "\"outputs\":[{\"name\":\"odds\"}],\"inputs\""))
                .then()
                .statusCode(400)
                .body("error", containsString("odds"));
    }
}
