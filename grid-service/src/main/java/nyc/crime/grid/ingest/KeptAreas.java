package nyc.crime.grid.ingest;

import java.io.IOException;
import java.time.Instant;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import nyc.crime.grid.areas.AreaIndex;
import nyc.crime.grid.areas.Areas;
import nyc.crime.http.Freshness;

/**
 * The areas of a kind as ingest-service has them.
 *
 * @param areas their names and shapes
 * @param index which of them a point is in
 * @param fetchedAt when the source gave them
 * @param bytes how long the description was
 * @param freshness how old they are
 */
public record KeptAreas(Areas areas, AreaIndex index, Instant fetchedAt, int bytes, Freshness freshness)
        implements StaleIfErrorCache.Ageing<KeptAreas> {

    /** In memory shapes, their indices and squares take about this many times the bytes of their description. */
    private static final int SPREAD = 3;

    /**
     * Reads an answer.
     *
     * @throws IllegalArgumentException if it is not as agreed
     */
    static KeptAreas read(IngestAnswer answer, ObjectMapper json) throws IOException {
        JsonNode head = json.readTree(answer.json());
        Areas areas = Areas.read(answer.json(), "name");
        String source = head.path("source").asText();
        return new KeptAreas(
                areas,
                new AreaIndex(areas),
                Instant.parse(head.path("fetchedAt").asText("1970-01-01T00:00:00Z")),
                answer.json().length,
                answer.freshness(source, head.path("stale").asBoolean()));
    }

    /** What an answer made of them says of their origin. */
    public Map<String, Object> about(String kind) {
        return Map.of(
                "kind", kind,
                "source", freshness.source(),
                "fetchedAt", fetchedAt.toString(),
                "stale", freshness.stale());
    }

    @Override
    public KeptAreas with(Freshness other) {
        return new KeptAreas(areas, index, fetchedAt, bytes, other);
    }

    @Override
    public int weight() {
        return SPREAD * bytes;
    }
}
