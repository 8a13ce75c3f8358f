package nyc.crime.grid.api;

import java.util.Map;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;

import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

import nyc.crime.grid.encoding.Media;
import nyc.crime.grid.ingest.Datasets;
import nyc.crime.grid.ingest.RecordStore;
import nyc.crime.http.CachedResponse;

/** The datasets there are, as ingest-service describes them, for those who know only this service. */
@Path("/v1/datasets")
@Tag(name = "datasets", description = "What there is")
@RegisterForReflection
public class DatasetResource {

    private final RecordStore records;

    DatasetResource(RecordStore records) {
        this.records = records;
    }

    /** The answer of ingest-service's own /v1/datasets. */
    @GET
    @Produces(Media.JSON)
    @Operation(
            operationId = "datasets",
            summary = "The datasets with their first and last date, as ingest-service describes them")
    @APIResponse(
            responseCode = "200",
            description = "ingest-service's own answer",
            content = @Content(schema = @Schema(implementation = Datasets.class)))
    public Uni<CachedResponse> datasets() {
        return records.datasets()
                .map(datasets -> CachedResponse.of(Media.JSON, datasets.json(), Map.of(), datasets.freshness()));
    }
}
