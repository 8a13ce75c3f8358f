package nyc.crime.ingest.records;

import java.math.BigDecimal;
import java.util.Iterator;
import java.util.List;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A month as GeoJSON (RFC 7946), a feature a placed record.
 *
 * @param type {@code FeatureCollection}
 * @param features made one by one while they are written
 */
@RegisterForReflection
@Schema(name = "MonthFeatures")
public record MonthFeatures(
        @Schema(enumeration = "FeatureCollection") String type,
        @Schema(implementation = Feature[].class) Iterator<Feature> features) {

    /**
     * A record.
     *
     * @param type {@code Feature}
     */
    @RegisterForReflection
    @Schema(name = "RecordFeature")
    public record Feature(@Schema(enumeration = "Feature") String type, Point geometry, Properties properties) {}

    /**
     * Where it was.
     *
     * @param type {@code Point}
     * @param coordinates longitude, latitude
     */
    @RegisterForReflection
    @Schema(name = "RecordPoint")
    public record Point(@Schema(enumeration = "Point") String type, List<BigDecimal> coordinates) {}

    /**
     * What it was.
     *
     * @param date ISO
     * @param category one of the city's categories
     * @param offence with {@code columns=offence}
     * @param precinct with {@code columns=precinct}; 0 unknown
     * @param hour with {@code columns=hour}, 0 to 23; absent where unknown
     */
    @RegisterForReflection
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "RecordProperties")
    public record Properties(String date, String category, String offence, Integer precinct, Integer hour) {}
}
