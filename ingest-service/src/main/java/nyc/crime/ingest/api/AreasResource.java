package nyc.crime.ingest.api;

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

import nyc.crime.http.CachedResponse;
import nyc.crime.http.Problems;
import nyc.crime.ingest.IngestConfig;
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
    private final IngestConfig config;

    AreasResource(AreaService areas, IngestConfig config) {
        this.areas = areas;
        this.config = config;
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
        if (!config.areas().containsKey(kind)) {
            throw Problems.notFound(
                    "kind",
                    "no areas " + shown(kind) + "; there are "
                            + String.join(
                                    ", ",
                                    config.areas().keySet().stream().sorted().toList()));
        }
        return areas.get(kind)
                .onFailure(failure -> UpstreamException.is(failure, Kind.MISSING))
                .transform(missing -> Problems.notFound("kind", missing.getMessage()));
    }
}
