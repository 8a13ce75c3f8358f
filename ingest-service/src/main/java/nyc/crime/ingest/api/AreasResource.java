package nyc.crime.ingest.api;

import java.util.List;
import java.util.Map;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;

import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;

import nyc.crime.city.CityProfile;
import nyc.crime.http.CachedResponse;
import nyc.crime.http.Problems;
import nyc.crime.ingest.areas.AreaCollection;
import nyc.crime.ingest.areas.AreaService;
import nyc.crime.ingest.socrata.UpstreamException;
import nyc.crime.ingest.socrata.UpstreamException.Kind;

import static nyc.crime.http.Problems.shown;

/** Outlines of areas. */
@Path("/v1/areas/{kind}")
@Tag(name = "areas")
@RegisterForReflection
public class AreasResource {

    private final AreaService areas;
    private final CityProfile city;

    AreasResource(AreaService areas, CityProfile city) {
        this.areas = areas;
        this.city = city;
    }

    /** The outlines of all areas of a kind, as Socrata gives them. */
    @GET
    @Produces(AreaService.MEDIA_TYPE)
    @Operation(
            operationId = "areas",
            summary = "Outlines of boroughs, precincts, neighbourhoods or parks",
            description =
                    "GeoJSON as Socrata gives it, neither mended nor simplified. Each feature's id is a precinct's"
                            + " number or another area's name; several features of one id are one area in pieces.")
    @APIResponseSchema(AreaCollection.class)
    public Uni<CachedResponse> areas(@Parameter(example = "precincts") @RestPath String kind) {
        List<String> kinds = city.areas().entrySet().stream()
                .filter(area -> area.getValue().source().isPresent())
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
        if (!kinds.contains(kind)) {
            throw Problems.notFound("kind", "no areas " + shown(kind) + "; there are " + String.join(", ", kinds));
        }
        return areas.get(kind)
                .onFailure(failure -> UpstreamException.is(failure, Kind.MISSING))
                .transform(missing -> Problems.notFound("kind", missing.getMessage()));
    }
}
