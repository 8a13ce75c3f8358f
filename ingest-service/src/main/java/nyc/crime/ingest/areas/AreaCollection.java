package nyc.crime.ingest.areas;

import java.time.Instant;

import com.fasterxml.jackson.annotation.JsonRawValue;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * The areas of a kind as GeoJSON (RFC 7946).
 *
 * @param type {@code FeatureCollection}
 * @param kind such as {@code precincts}
 * @param source {@code live}, {@code files} or {@code sample}
 * @param stale whether Socrata could not say that they are still so
 * @param fetchedAt when they were read
 * @param features as Socrata gives them
 */
@RegisterForReflection
@Schema(name = "Areas")
public record AreaCollection(
        @Schema(enumeration = "FeatureCollection") String type,
        String kind,

        @Schema(enumeration = {"live", "files", "sample"}) String source,
        boolean stale,
        Instant fetchedAt,

        @Schema(implementation = Area[].class) @JsonRawValue String features) {

    /**
     * An area. Several features of one id are one area in pieces.
     *
     * @param type {@code Feature}
     * @param id a precinct's number, the name of another area; absent where Socrata has none
     * @param properties as Socrata gives them
     * @param geometry as Socrata gives it: a Polygon or MultiPolygon, or null
     */
    @Schema(name = "Area")
    record Area(
            @Schema(enumeration = "Feature") String type,
            String id,
            @Schema(type = SchemaType.OBJECT) Object properties,
            @Schema(type = SchemaType.OBJECT) Object geometry) {}
}
