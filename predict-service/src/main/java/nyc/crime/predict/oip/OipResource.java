package nyc.crime.predict.oip;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.common.annotation.Blocking;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

import nyc.crime.predict.inputs.ModelDescription;
import nyc.crime.predict.inputs.TensorSpec;
import nyc.crime.predict.model.ConvLstm;
import nyc.crime.predict.model.ModelUnavailable;

/**
 * The network by the Open Inference Protocol (KServe V2) over REST, with its binary tensor extension.
 *
 * <p>Source: <a href="https://github.com/kserve/open-inference-protocol">kserve/open-inference-protocol</a>.
 */
@Path("/v2")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Open Inference Protocol")
public class OipResource {

    private static final String VERSION = "1";
    private static final int RETRY_SECONDS = 10;
    private static final String JSON_LENGTH = "Inference-Header-Content-Length";

    private final ConvLstm network;
    private final ObjectMapper json;
    private final String serverVersion;

    OipResource(
            ConvLstm network,
            ObjectMapper json,
            @ConfigProperty(name = "quarkus.application.version") String serverVersion) {
        this.network = network;
        this.json = json;
        this.serverVersion = serverVersion;
    }

    /** Server metadata. */
    public record Server(String name, String version, List<String> extensions) {}

    /** Model metadata. */
    public record ModelMetadata(
            String name, List<String> versions, String platform, List<TensorSpec> inputs, List<TensorSpec> outputs) {}

    /** An error in the protocol's form. */
    @RegisterForReflection
    public record OipError(String error) {}

    /** There is no such model or version. */
    private static final class NoSuchModel extends RuntimeException {
        NoSuchModel(String message) {
            super(message);
        }
    }

    @GET
    @Operation(summary = "Server metadata")
    public Server server() {
        return new Server("predict-service", serverVersion, List.of("binary_tensor_data"));
    }

    @GET
    @Path("/health/live")
    @Operation(summary = "Whether the server is live")
    public Map<String, Boolean> live() {
        return Map.of("live", true);
    }

    @GET
    @Path("/health/ready")
    @Operation(summary = "Whether every model is ready")
    public Response ready() {
        return ready(Map.of("live", true, "ready", isReady()));
    }

    @GET
    @Path("/models/{model}")
    @Operation(summary = "Model metadata")
    public ModelMetadata metadata(@RestPath String model) {
        require(model, VERSION);
        ModelDescription description = description();
        return new ModelMetadata(
                model, List.of(VERSION), "tensorflow_savedmodel", description.inputs(), List.of(description.output()));
    }

    @GET
    @Path("/models/{model}/versions/{version}")
    @Operation(summary = "Model metadata of a version")
    public ModelMetadata metadata(@RestPath String model, @RestPath String version) {
        require(model, version);
        return metadata(model);
    }

    @GET
    @Path("/models/{model}/ready")
    @Operation(summary = "Whether the model is ready")
    public Response ready(@RestPath String model) {
        require(model, VERSION);
        return ready(Map.of("name", model, "ready", isReady()));
    }

    @GET
    @Path("/models/{model}/versions/{version}/ready")
    @Operation(summary = "Whether a version of the model is ready")
    public Response ready(@RestPath String model, @RestPath String version) {
        require(model, version);
        return ready(model);
    }

    @POST
    @Blocking
    @Path("/models/{model}/infer")
    @Consumes(MediaType.WILDCARD)
    @Produces({MediaType.APPLICATION_JSON, MediaType.APPLICATION_OCTET_STREAM})
    @Operation(summary = "Run the network on tensors, JSON or binary")
    public Response infer(@RestPath String model, @HeaderParam(JSON_LENGTH) String jsonLength, byte[] body)
            throws JsonProcessingException {
        require(model, VERSION);
        ModelDescription description = description();
        InferRequest request = InferRequest.read(
                body == null ? new byte[0] : body, length(jsonLength), description.inputs(), description.output());
        float[] rates = network.network().run(request.batch(), request.inputs());
        return answer(model, request, description.output(), rates);
    }

    @POST
    @Blocking
    @Path("/models/{model}/versions/{version}/infer")
    @Consumes(MediaType.WILDCARD)
    @Produces({MediaType.APPLICATION_JSON, MediaType.APPLICATION_OCTET_STREAM})
    @Operation(summary = "Run a version of the network")
    public Response infer(
            @RestPath String model, @RestPath String version, @HeaderParam(JSON_LENGTH) String jsonLength, byte[] body)
            throws JsonProcessingException {
        require(model, version);
        return infer(model, jsonLength, body);
    }

    private Response answer(String model, InferRequest request, TensorSpec output, float[] rates)
            throws JsonProcessingException {
        long[] shape = output.shape().stream().mapToLong(Long::longValue).toArray();
        shape[0] = request.batch();
        Map<String, Object> tensor = new LinkedHashMap<>();
        tensor.put("name", output.name());
        tensor.put("datatype", output.datatype());
        tensor.put("shape", shape);
        if (request.binaryOutput()) {
            tensor.put("parameters", Map.of("binary_data_size", 4 * rates.length));
        } else {
            tensor.put("data", rates);
        }
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("model_name", model);
        answer.put("model_version", VERSION);
        if (request.id() != null) {
            answer.put("id", request.id());
        }
        answer.put("outputs", List.of(tensor));
        byte[] head = json.writeValueAsBytes(answer);
        if (!request.binaryOutput()) {
            return Response.ok(head, MediaType.APPLICATION_JSON_TYPE).build();
        }
        ByteBuffer all = ByteBuffer.allocate(head.length + 4 * rates.length).order(ByteOrder.LITTLE_ENDIAN);
        all.put(head);
        all.asFloatBuffer().put(rates);
        return Response.ok(all.array(), MediaType.APPLICATION_OCTET_STREAM_TYPE)
                .header(JSON_LENGTH, head.length)
                .build();
    }

    private static Integer length(String header) {
        try {
            return header == null ? null : Integer.valueOf(header.trim());
        } catch (NumberFormatException e) {
            throw new BadRequest(JSON_LENGTH + " must be a whole number");
        }
    }

    private boolean isReady() {
        return network.problem().isEmpty();
    }

    private static Response ready(Map<String, ?> body) {
        boolean ready = Boolean.TRUE.equals(body.get("ready"));
        return Response.status(ready ? Response.Status.OK : Response.Status.BAD_REQUEST)
                .entity(body)
                .build();
    }

    private static void require(String model, String version) {
        if (!model.equals(ConvLstm.ID)) {
            throw new NoSuchModel("there is no model " + model);
        }
        if (!version.equals(VERSION)) {
            throw new NoSuchModel("there is no version " + version + " of " + model);
        }
    }

    private ModelDescription description() {
        network.network();
        return network.description().orElseThrow();
    }

    @ServerExceptionMapper
    Response badRequest(BadRequest e) {
        return error(Response.Status.BAD_REQUEST, e.getMessage()).build();
    }

    @ServerExceptionMapper
    Response noSuchModel(NoSuchModel e) {
        return error(Response.Status.NOT_FOUND, e.getMessage()).build();
    }

    @ServerExceptionMapper
    Response modelUnavailable(ModelUnavailable e) {
        Response.ResponseBuilder response = error(Response.Status.SERVICE_UNAVAILABLE, e.getMessage());
        return (e.isPassing() ? response.header(HttpHeaders.RETRY_AFTER, RETRY_SECONDS) : response).build();
    }

    private static Response.ResponseBuilder error(Response.Status status, String message) {
        return Response.status(status).type(MediaType.APPLICATION_JSON_TYPE).entity(new OipError(message));
    }
}
