package nyc.crime.ingest.socrata;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import jakarta.enterprise.context.ApplicationScoped;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.mutiny.Uni;

import nyc.crime.city.CityProfile.Area;
import nyc.crime.ingest.IngestConfig;
import nyc.crime.ingest.socrata.UpstreamException.Kind;

/**
 * Reads the outlines of areas. Geometry and properties are handed on as Socrata gives them; each feature gets its id
 * (RFC 7946 §3.2) from a property.
 */
@ApplicationScoped
public class AreaReader {

    private static final ObjectMapper JSON = new ObjectMapper(SodaJson.FACTORY);

    private final SocrataGateway gateway;
    private final int most;

    AreaReader(SocrataGateway gateway, IngestConfig config) {
        this.gateway = gateway;
        this.most = config.upstream().mostAreas();
    }

    private record Features(byte[] json, int count) {}

    /**
     * All areas; null if Socrata says that nothing has changed ("304") since the validators were given. Fails with an
     * {@link UpstreamException}: {@code INCOMPLETE} if there are not as many as counted, {@code OVER_CEILING} if there are
     * too many, {@code IMPLAUSIBLE} if none has the property that tells one from another.
     */
    public Uni<AreaRows> read(Area area, Validators known) {
        SoqlQuery query = SoqlQuery.areas(source(area), most).knowing(known);
        SoqlQuery count = SoqlQuery.single(source(area), "count(*) as rows", null);
        return gateway.ask(() -> query, body -> features(body, area))
                .flatMap(answer -> answer.unchanged()
                        ? Uni.createFrom().nullItem()
                        : gateway.ask(() -> count, PageReader::single)
                                .map(counted -> whole(
                                        area,
                                        answer,
                                        Integer.parseInt(counted.body().get("rows")))));
    }

    private AreaRows whole(Area area, SodaResponse<Features> answer, int counted) {
        if (counted > most) {
            throw new UpstreamException(
                    Kind.OVER_CEILING,
                    "%s has %d areas, over the ceiling of %d (nyc.ingest.upstream.most-areas)"
                            .formatted(source(area), counted, most));
        }
        if (answer.body().count() != counted) {
            throw new UpstreamException(
                    Kind.INCOMPLETE,
                    "%d areas of %s, Socrata counts %d".formatted(answer.body().count(), source(area), counted));
        }
        return new AreaRows(answer.body().json(), answer.validators(), answer.outOfDate(), answer.origin());
    }

    private static Features features(InputStream body, Area area) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int count = 0;
        int named = 0;
        try (JsonParser in = JSON.createParser(body);
                JsonGenerator json = JSON.createGenerator(out)) {
            toFeatures(in);
            json.writeStartArray();
            JsonToken token = in.nextToken();
            for (; token == JsonToken.START_OBJECT; token = in.nextToken()) {
                ObjectNode feature = feature(JSON.readTree(in), idProperty(area));
                named += feature.has("id") ? 1 : 0;
                count++;
                json.writeTree(feature);
            }
            expect(token == JsonToken.END_ARRAY, "no end of features");
            json.writeEndArray();
            // cut short after the last feature, it is no JSON
            while (in.nextToken() != null) {
                in.skipChildren();
            }
        }
        if (count > 0 && named == 0) {
            throw new UpstreamException(
                    Kind.IMPLAUSIBLE, "no area of %s has a property %s".formatted(source(area), idProperty(area)));
        }
        return new Features(out.toByteArray(), count);
    }

    private static String source(Area area) {
        return area.source().orElseThrow();
    }

    private static String idProperty(Area area) {
        return area.idProperty().orElseThrow();
    }

    private static void toFeatures(JsonParser in) throws IOException {
        expect(in.nextToken() == JsonToken.START_OBJECT, "no object");
        while (in.nextToken() == JsonToken.FIELD_NAME) {
            String name = in.currentName();
            in.nextToken();
            if (name.equals("features")) {
                expect(in.currentToken() == JsonToken.START_ARRAY, "features are no array");
                return;
            }
            in.skipChildren();
        }
        throw new IOException("no features");
    }

    private static ObjectNode feature(JsonNode given, String idProperty) throws IOException {
        JsonNode geometry = given.path("geometry");
        String type = geometry.path("type").asText();
        expect(geometry.isNull() || type.equals("Polygon") || type.equals("MultiPolygon"), "areas are polygons");
        JsonNode id = given.path("properties").path(idProperty);
        ObjectNode feature = JsonNodeFactory.instance.objectNode().put("type", "Feature");
        if (id.isValueNode() && !id.asText().isBlank() && !id.isNull()) {
            feature.put("id", id.asText().trim());
        }
        feature.set("properties", given.path("properties"));
        feature.set("geometry", geometry);
        return feature;
    }

    private static void expect(boolean truth, String otherwise) throws IOException {
        if (!truth) {
            throw new IOException(otherwise);
        }
    }
}
