package nyc.crime.predict.oip;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkiverse.resteasy.problem.HttpProblem;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.common.annotation.Blocking;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestResponse;

import nyc.crime.http.Problems;
import nyc.crime.predict.inputs.ModelDescription;
import nyc.crime.predict.inputs.TensorSpec;
import nyc.crime.predict.model.ConvLstm;
import nyc.crime.predict.model.LoadedNetwork;

/**
 * The network by the Open Inference Protocol (KServe V2) over REST, with its binary tensor extension. A path without a
 * version means the only one there is, that of the model itself.
 *
 * <p>Source: <a href="https://github.com/kserve/open-inference-protocol">kserve/open-inference-protocol</a>.
 */
@Path("/v2")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Open Inference Protocol")
public class OipResource {

    static final String JSON_LENGTH = "Inference-Header-Content-Length";

    private static final int UNSUPPORTED = 415;

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

    /** Whether the server is live. */
    public record Live(boolean live) {}

    /** Whether a model, or the server with all its models, is ready. */
    @RegisterForReflection
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Ready(String name, Boolean live, boolean ready) {}

    /** Model metadata. */
    public record ModelMetadata(
            String name, List<String> versions, String platform, List<TensorSpec> inputs, List<TensorSpec> outputs) {}

    @GET
    @Operation(operationId = "serverMetadata", summary = "Server metadata")
    @APIResponseSchema(Server.class)
    public Server server() {
        return new Server("predict-service", serverVersion, List.of("binary_tensor_data"));
    }

    @GET
    @Path("/health/live")
    @Operation(operationId = "serverLive", summary = "Whether the server is live")
    @APIResponseSchema(Live.class)
    public Live live() {
        return new Live(true);
    }

    @GET
    @Path("/health/ready")
    @Operation(operationId = "serverReady", summary = "Whether every model is ready")
    @APIResponseSchema(Ready.class)
    public RestResponse<Ready> ready() {
        return ready(null, true);
    }

    @GET
    @Path("/models/{model}")
    @Operation(operationId = "modelMetadata", summary = "Model metadata")
    @APIResponseSchema(ModelMetadata.class)
    public ModelMetadata metadata(@RestPath String model) {
        return metadata(model, null);
    }

    @GET
    @Path("/models/{model}/versions/{version}")
    @Operation(operationId = "modelVersionMetadata", summary = "Model metadata of a version")
    @APIResponseSchema(ModelMetadata.class)
    public ModelMetadata metadata(@RestPath String model, @RestPath String version) {
        LoadedNetwork current = network.current();
        ModelDescription known = model(current, model, version);
        return new ModelMetadata(
                model,
                List.of(current.version().orElseThrow()),
                "tensorflow_savedmodel",
                known.inputs(),
                List.of(known.output()));
    }

    @GET
    @Path("/models/{model}/ready")
    @Operation(operationId = "modelReady", summary = "Whether the model is ready")
    @APIResponseSchema(Ready.class)
    public RestResponse<Ready> ready(@RestPath String model) {
        return ready(model, (String) null);
    }

    @GET
    @Path("/models/{model}/versions/{version}/ready")
    @Operation(operationId = "modelVersionReady", summary = "Whether a version of the model is ready")
    @APIResponseSchema(Ready.class)
    public RestResponse<Ready> ready(@RestPath String model, @RestPath String version) {
        require(network.current(), model, version);
        return ready(model, (Boolean) null);
    }

    @POST
    @Blocking
    @Path("/models/{model}/infer")
    @Consumes(MediaType.WILDCARD)
    @Produces({MediaType.APPLICATION_JSON, MediaType.APPLICATION_OCTET_STREAM})
    @Operation(operationId = "modelInfer", summary = "Run the network on tensors, JSON or binary")
    @RequestBody(
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = InferRequest.class)))
    @APIResponseSchema(InferResponse.class)
    public Response infer(
            @RestPath String model,
            @HeaderParam(JSON_LENGTH) Integer jsonLength,
            @Context HttpHeaders headers,
            byte[] body) {
        return infer(model, null, jsonLength, headers, body);
    }

    @POST
    @Blocking
    @Path("/models/{model}/versions/{version}/infer")
    @Consumes(MediaType.WILDCARD)
    @Produces({MediaType.APPLICATION_JSON, MediaType.APPLICATION_OCTET_STREAM})
    @Operation(operationId = "modelVersionInfer", summary = "Run a version of the network")
    @RequestBody(
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = InferRequest.class)))
    @APIResponseSchema(InferResponse.class)
    public Response infer(
            @RestPath String model,
            @RestPath String version,
            @HeaderParam(JSON_LENGTH) Integer jsonLength,
            @Context HttpHeaders headers,
            byte[] body) {
        requirePlain(headers.getHeaderString(HttpHeaders.CONTENT_ENCODING));
        return network.with(held -> infer(held, model, version, jsonLength, body == null ? new byte[0] : body));
    }

    private Response infer(LoadedNetwork held, String model, String version, Integer jsonLength, byte[] body) {
        ModelDescription known = model(held, model, version);
        Inference inference = Inference.read(json, body, jsonLength, known.inputs(), known.output());
        float[] rates = held.network().run(inference.batch(), inference.inputs());
        TensorSpec output = known.output();
        boolean binary = inference.binaryOutput();
        byte[] head = write(new InferResponse(
                model,
                held.version().orElseThrow(),
                inference.id(),
                List.of(new InferResponse.Output(
                        output.name(),
                        output.datatype(),
                        output.sizes(inference.batch()),
                        binary ? new InferResponse.BinarySize(Float.BYTES * rates.length) : null,
                        binary ? null : rates))));
        if (!binary) {
            return Response.ok(head, MediaType.APPLICATION_JSON_TYPE).build();
        }
        ByteBuffer all =
                ByteBuffer.allocate(head.length + Float.BYTES * rates.length).order(ByteOrder.LITTLE_ENDIAN);
        all.put(head);
        all.asFloatBuffer().put(rates);
        return Response.ok(all.array(), MediaType.APPLICATION_OCTET_STREAM_TYPE)
                .header(JSON_LENGTH, head.length)
                .build();
    }

    private byte[] write(InferResponse answer) {
        try {
            return json.writeValueAsBytes(answer);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void requirePlain(String encoding) {
        if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
            throw HttpProblem.builder(Problems.lasting(
                            UNSUPPORTED, "requests are read as they are, not compressed: leave out Content-Encoding"))
                    .withHeader(HttpHeaders.ACCEPT_ENCODING, "identity")
                    .build();
        }
    }

    private RestResponse<Ready> ready(String model, Boolean live) {
        boolean ready = network.current().problem().isEmpty();
        return RestResponse.status(
                ready ? RestResponse.Status.OK : RestResponse.Status.BAD_REQUEST, new Ready(model, live, ready));
    }

    private static ModelDescription model(LoadedNetwork current, String model, String version) {
        require(current, model, version);
        current.network();
        return current.description().orElseThrow();
    }

    private static void require(LoadedNetwork current, String model, String version) {
        if (!model.equals(ConvLstm.ID)) {
            throw Problems.notFound("model", "no model " + Problems.shown(model) + "; there is " + ConvLstm.ID);
        }
        String known = current.version().orElse("none");
        if (version != null && !version.equals(known)) {
            throw Problems.notFound(
                    "version", "no version " + Problems.shown(version) + " of " + model + "; there is " + known);
        }
    }
}
