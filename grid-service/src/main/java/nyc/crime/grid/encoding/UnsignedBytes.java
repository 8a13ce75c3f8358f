package nyc.crime.grid.encoding;

import java.io.IOException;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;

/** Writes bytes as numbers from 0 to 255, where Jackson would write base64. */
public final class UnsignedBytes extends JsonSerializer<byte[]> {

    @Override
    public void serialize(byte[] values, JsonGenerator json, SerializerProvider serializers) throws IOException {
        json.writeStartArray(values, values.length);
        for (byte value : values) {
            json.writeNumber(value & 0xFF);
        }
        json.writeEndArray();
    }
}
