package nyc.crime.predict.oip;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import io.quarkus.runtime.annotations.RegisterForReflection;

/** Reads numbers in row-major order, flat or nested evenly, without a box for each. */
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
        // how many parts the arrays at each depth have, as the first of them tells, and the open ones have so far
        List<Integer> sizes = new ArrayList<>();
        Deque<Integer> open = new ArrayDeque<>();
        int leaves = 0;
        JsonToken token = json.currentToken();
        do {
            if (token == JsonToken.START_ARRAY) {
                open.push(0);
            } else if (token == JsonToken.END_ARRAY) {
                int depth = open.size() - 1;
                int parts = open.pop();
                while (sizes.size() <= depth) {
                    sizes.add(null);
                }
                if (sizes.get(depth) != null && sizes.get(depth) != parts) {
                    return context.reportInputMismatch(this, "ragged arrays");
                }
                sizes.set(depth, parts);
                count(open);
            } else if (token == null || !token.isNumeric() || open.isEmpty() || size == most) {
                return context.reportInputMismatch(this, "no array of at most %d numbers", most);
            } else if (size > 0 && open.size() != leaves) {
                return context.reportInputMismatch(this, "numbers beside arrays");
            } else {
                leaves = open.size();
                data = size < data.length ? data : Arrays.copyOf(data, 2 * size);
                data[size++] = json.getFloatValue();
                count(open);
            }
            token = open.isEmpty() ? token : json.nextToken();
        } while (!open.isEmpty());
        return Arrays.copyOf(data, size);
    }

    private static void count(Deque<Integer> open) {
        if (!open.isEmpty()) {
            open.push(open.pop() + 1);
        }
    }
}
