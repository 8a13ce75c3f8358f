package nyc.crime.predict.oip;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** An inference's answer as the protocol writes it. */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
public record InferResponse(
        @JsonProperty("model_name") String modelName,
        @JsonProperty("model_version") String modelVersion,
        String id,
        List<Output> outputs) {

    /**
     * An output.
     *
     * @param data its numbers in row-major order; absent where they follow the JSON in bytes
     */
    @RegisterForReflection
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "InferOutput")
    public record Output(String name, String datatype, long[] shape, BinarySize parameters, float[] data) {}

    /** How many bytes of an output follow the JSON. */
    @RegisterForReflection
    public record BinarySize(
            @JsonProperty("binary_data_size") int binaryDataSize) {}
}
