package nyc.crime.grid.api;

import java.util.List;
import java.util.Map;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;

import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.common.annotation.NonBlocking;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;

import nyc.crime.grid.encoding.Media;
import nyc.crime.grid.georef.City;
import nyc.crime.http.CachedResponse;
import nyc.crime.http.Problems;

/** Areas of the city, by kind. */
@Path("/v1/areas")
@Tag(name = "areas", description = "Outlines of areas")
@NonBlocking
@RegisterForReflection
public class AreaResource {

    private static final String BOROUGHS = "boroughs";

    private final Kinds kinds;
    private final CachedResponse boroughs;

    AreaResource(City city) {
        // the first name stands for no borough
        kinds = new Kinds(List.of(new Kind(BOROUGHS, city.boroughs().size() - 1)));
        boroughs = CachedResponse.of(Media.GEO_JSON, city.outlines().geoJson(0), Map.of(), null);
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
     * @param areas how many there are
     */
    @RegisterForReflection
    public record Kind(String kind, int areas) {}

    /** The kinds of areas there are. */
    @GET
    @Produces(Media.JSON)
    @Operation(operationId = "areaKinds", summary = "The kinds of areas there are")
    public Kinds kinds() {
        return kinds;
    }

    /** The outlines of all areas of a kind. */
    @GET
    @Path("/{kind}")
    @Produces(Media.GEO_JSON)
    @Operation(operationId = "areas", summary = "Outlines of the areas of a kind as GeoJSON, each with its name")
    @APIResponse(
            responseCode = "200",
            description = "A FeatureCollection (RFC 7946)",
            content = @Content(mediaType = Media.GEO_JSON, schema = @Schema(type = SchemaType.OBJECT)))
    public CachedResponse areas(@Parameter(example = BOROUGHS) @RestPath String kind) {
        if (!kind.equals(BOROUGHS)) {
            throw Problems.notFound(
                    "kind", "there is no kind of areas " + Problems.shown(kind) + "; there is " + BOROUGHS);
        }
        return boroughs;
    }
}
