package nyc.crime.predict.oip;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * An inference request as the protocol writes it.
 *
 * @param id the caller's name for the request, or null
 * @param parameters what is asked of all outputs
 * @param outputs what is asked of each; none: all outputs
 */
@RegisterForReflection
@Schema(requiredProperties = "inputs")
public record InferRequest(String id, Parameters parameters, List<Input> inputs, List<Output> outputs) {

    /**
     * An input.
     *
     * @param data its numbers in row-major order, flat or nested; null where they follow the JSON in bytes
     */
    @RegisterForReflection
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(
            name = "InferInput",
            requiredProperties = {"name", "datatype", "shape"})
    public record Input(
            String name,
            String datatype,
            long[] shape,
            Parameters parameters,

            @JsonDeserialize(using = FloatsDeserializer.class)
            float[] data) {}

    /** An output. */
    @RegisterForReflection
    @Schema(name = "RequestedOutput", requiredProperties = "name")
    public record Output(String name, Parameters parameters) {}

    /** The parameters that mean something here, of the request, an input or an output. */
    @RegisterForReflection
    @Schema(name = "InferParameters")
    public record Parameters(
            @JsonProperty("binary_data_output") Boolean binaryDataOutput,
            @JsonProperty("binary_data") Boolean binaryData,
            @JsonProperty("binary_data_size") Integer binaryDataSize,
            Integer classification) {

        static final Parameters NONE = new Parameters(null, null, null, null);
    }
}
