package nyc.crime.ingest.api;

import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;

import io.smallrye.mutiny.Uni;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

import nyc.crime.ingest.IngestConfig;
import nyc.crime.ingest.records.DatasetRanges;
import nyc.crime.ingest.socrata.SourceRange;

/** What there is. */
@Path("/v1/datasets")
@Tag(name = "Datasets")
public class DatasetsResource {

    private final DatasetRanges ranges;
    private final IngestConfig config;

    DatasetsResource(DatasetRanges ranges, IngestConfig config) {
        this.ranges = ranges;
        this.config = config;
    }

    /**
     * A dataset.
     *
     * @param id the name in paths
     * @param title for people
     * @param socrataIds the Socrata datasets that make it up, historic first
     * @param firstDate first date with rows, null if there are none
     * @param lastDate last date with rows, null if there are none
     * @param rows rows that are served
     * @param unusedRows rows that are not: no date, mistyped years, or dates that an earlier Socrata dataset covers
     * @param refreshedAt when Socrata said so
     * @param source {@code live}, {@code files} or {@code sample}
     */
    public record Dataset(
            String id,
            String title,
            List<String> socrataIds,
            LocalDate firstDate,
            LocalDate lastDate,
            long rows,
            long unusedRows,
            Instant refreshedAt,
            String source) {}

    /**
     * All datasets.
     *
     * @param datasets by name
     */
    public record Datasets(List<Dataset> datasets) {}

    /** The datasets with their true first and last dates and row counts, as Socrata says. */
    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(summary = "Datasets, their first and last dates and row counts")
    @APIResponse(
            responseCode = "200",
            description = "The datasets",
            content =
                    @Content(
                            schema = @Schema(implementation = Datasets.class),
                            examples = @ExampleObject(name = "arrests", value = OpenApiExamples.DATASETS)))
    @APIResponse(responseCode = "502", description = "Socrata failed and nothing is known yet (also 503, 504)")
    public Uni<Response> datasets(@Context Request request) {
        List<Uni<Dataset>> all = config.datasets().keySet().stream()
                .sorted()
                .map(id -> ranges.of(id).map(known -> dataset(id, known)))
                .toList();
        return Uni.join().all(all).andFailFast().map(datasets -> {
            EntityTag tag = new EntityTag(Integer.toHexString(datasets.hashCode()), true);
            Response.ResponseBuilder unchanged = request.evaluatePreconditions(tag);
            return (unchanged == null ? Response.ok(new Datasets(datasets)).tag(tag) : unchanged)
                    .header(HttpHeaders.CACHE_CONTROL, "public, max-age=300, stale-while-revalidate=3600")
                    .build();
        });
    }

    private Dataset dataset(String id, DatasetRanges.Ranges known) {
        IngestConfig.Dataset dataset = config.datasets().get(id);
        return new Dataset(
                id,
                dataset.title(),
                dataset.sources(),
                known.first(),
                known.last(),
                known.sources().stream().mapToLong(SourceRange::rows).sum(),
                known.sources().stream().mapToLong(SourceRange::unused).sum(),
                known.refreshedAt().truncatedTo(ChronoUnit.SECONDS),
                known.origin());
    }
}
