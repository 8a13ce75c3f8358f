package nyc.crime.grid.api;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;

import io.smallrye.mutiny.Uni;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

import nyc.crime.grid.encoding.Media;
import nyc.crime.grid.ingest.Records;

/** The datasets there are, as ingest-service describes them, for those who know only this service. */
@Path("/v1/datasets")
@Tag(name = "datasets")
public class DatasetResource {

    private final Records records;
    private final Answers answers;

    DatasetResource(Records records, Answers answers) {
        this.records = records;
        this.answers = answers;
    }

    /** The answer of ingest-service's own /v1/datasets. */
    @GET
    @Produces(Media.JSON)
    @Operation(summary = "The datasets with their first and last date, as ingest-service describes them")
    public Uni<Response> datasets() {
        return records.datasets()
                .map(json -> Response.ok(json, Media.JSON)
                        .header(HttpHeaders.CACHE_CONTROL, "public, max-age=60")
                        .build())
                .onFailure()
                .transform(e -> answers.problem(e, "dataset"));
    }
}
