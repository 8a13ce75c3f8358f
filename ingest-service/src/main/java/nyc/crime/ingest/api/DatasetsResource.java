package nyc.crime.ingest.api;

import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

import nyc.crime.ingest.IngestConfig;
import nyc.crime.ingest.records.DatasetRanges;

/** What there is. */
@Path("/v1/datasets")
@Tag(name = "datasets")
@RegisterForReflection
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
    @Operation(operationId = "datasets", summary = "Datasets, their first and last dates and row counts")
    public Uni<Datasets> datasets() {
        List<Uni<Dataset>> all = config.datasets().keySet().stream()
                .sorted()
                .map(id -> ranges.of(id).map(known -> dataset(id, known)))
                .toList();
        return Uni.join().all(all).andFailFast().map(Datasets::new);
    }

    private Dataset dataset(String id, DatasetRanges.Ranges known) {
        IngestConfig.Dataset dataset = config.datasets().get(id);
        return new Dataset(
                id,
                dataset.title(),
                dataset.sources(),
                known.first(),
                known.last(),
                known.facts().rows(),
                known.facts().unused().values().stream().mapToLong(rows -> rows).sum(),
                known.refreshedAt().truncatedTo(ChronoUnit.SECONDS),
                known.origin());
    }
}
