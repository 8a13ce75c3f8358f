package nyc.crime.grid.api;

import java.util.List;
import java.util.Map;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;

import nyc.crime.grid.encoding.Media;
import nyc.crime.grid.ingest.AreaStore;
import nyc.crime.grid.ingest.IngestProblem;
import nyc.crime.grid.ingest.KeptAreas;
import nyc.crime.http.CachedResponse;
import nyc.crime.http.Freshness;
import nyc.crime.http.Problems;
import nyc.crime.http.Representation;

/** Areas of the city, by kind. */
@Path("/v1/areas")
@Tag(name = "areas", description = "Outlines of areas")
@RegisterForReflection
public class AreaResource {

    /** Of the map's 256 pixels at zoom 0 a half. */
    private static final double HALF_A_PIXEL = 360.0 / 256 / 2;

    private final AreaStore areas;
    private final ResponseCache responses;

    AreaResource(AreaStore areas, ResponseCache responses) {
        this.areas = areas;
        this.responses = responses;
    }

    /**
     * The kinds of areas.
     *
     * @param kinds by name
     */
    @RegisterForReflection
    public record Kinds(List<Kind> kinds) {}

    /**
     * A kind of areas.
     *
     * @param kind its name in paths
     * @param singular the name of one of them in parameters, as in {@code precinct:75}
     * @param areas how many there are; absent while that is not known
     */
    @RegisterForReflection
    public record Kind(
            String kind,
            String singular,
            @JsonInclude(JsonInclude.Include.NON_NULL) Integer areas) {}

    /** The kinds of areas there are. */
    @GET
    @Produces(Media.JSON)
    @Operation(operationId = "areaKinds", summary = "The kinds of areas there are")
    public Uni<Kinds> kinds() {
        List<Uni<Kind>> all = areas.kinds().stream()
                .map(kind -> areas.areas(kind)
                        .map(known -> new Kind(
                                kind.toString(),
                                kind.singular(),
                                known.areas().areas().size()))
                        .onFailure(IngestProblem.class)
                        .recoverWithItem(new Kind(kind.toString(), kind.singular(), null)))
                .toList();
        return Uni.join().all(all).andFailFast().map(Kinds::new);
    }

    /** The outlines of all areas of a kind. */
    @GET
    @Path("/{kind}")
    @Produces(Media.GEO_JSON)
    @Operation(
            operationId = "areas",
            summary = "Outlines of the areas of a kind as GeoJSON, each with its name and where it is written",
            description =
                    "Valid polygons, outer rings counter-clockwise. With zoom borders are simplified to half a pixel"
                            + " of a web map of that zoom; areas that share a border still share it. The property label is the"
                            + " middle of about the largest circle in the area, [longitude, latitude].")
    @APIResponse(
            responseCode = "200",
            description = "A FeatureCollection (RFC 7946)",
            content = @Content(mediaType = Media.GEO_JSON, schema = @Schema(type = SchemaType.OBJECT)))
    public Uni<Representation> areas(
            @Parameter(example = "boroughs") @RestPath String kind,
            @Parameter(description = "zoom of a web map, for which details are left out", example = "11")
                    @RestQuery
                    @Min(0)
                    @Max(22)
                    Integer zoom) {
        List<String> names =
                areas.kinds().stream().map(AreaStore.Kind::toString).toList();
        if (!names.contains(kind)) {
            throw Problems.notFound(
                    "kind",
                    "there is no kind of areas " + Problems.shown(kind) + "; there are " + String.join(", ", names));
        }
        return responses.get(
                new Key(kind, zoom),
                () -> areas.areas(AreaStore.Kind.fromString(kind)),
                known -> encode(kind, zoom == null ? 0 : HALF_A_PIXEL / (1 << zoom), known));
    }

    private record Key(String kind, Integer zoom) {}

    private static CachedResponse encode(String kind, double tolerance, KeptAreas known) {
        Freshness freshness = known.freshness();
        Map<String, ?> about = freshness == null ? Map.of("kind", kind) : known.about(kind);
        return CachedResponse.of(Media.GEO_JSON, known.areas().geoJson(tolerance, about), Map.of(), freshness);
    }
}
