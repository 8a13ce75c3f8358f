package nyc.crime.predict.oip;

import java.io.IOException;
import java.util.Arrays;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import io.quarkus.runtime.annotations.RegisterForReflection;

/** Reads numbers in row-major order, flat or nested, without a box for each. */
@RegisterForReflection
final class FloatsDeserializer extends StdDeserializer<float[]> {

    /** Attribute of the reader: numbers that the largest input takes. */
    static final String MOST = "most";

    FloatsDeserializer() {
        super(float[].class);
    }

    @Override
    public float[] deserialize(JsonParser json, DeserializationContext context) throws IOException {
        int most = (int) context.getAttribute(MOST);
        float[] data = new float[1024];
        int size = 0;
        int depth = 0;
        JsonToken token = json.currentToken();
        do {
            if (token == JsonToken.START_ARRAY) {
                depth++;
            } else if (token == JsonToken.END_ARRAY) {
                depth--;
            } else if (token == null || !token.isNumeric() || depth == 0 || size == most) {
                return context.reportInputMismatch(this, "no array of at most %d numbers", most);
            } else {
                data = size < data.length ? data : Arrays.copyOf(data, 2 * size);
                data[size++] = json.getFloatValue();
            }
            token = depth == 0 ? token : json.nextToken();
        } while (depth > 0);
        return Arrays.copyOf(data, size);
    }
}
