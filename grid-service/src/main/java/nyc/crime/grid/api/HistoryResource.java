package nyc.crime.grid.api;

import java.time.Duration;
import java.time.YearMonth;
import java.util.List;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;

import com.fasterxml.jackson.databind.ObjectMapper;
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

import nyc.crime.grid.GridConfig;
import nyc.crime.grid.api.CountedMonths.Counted;
import nyc.crime.grid.api.CountedMonths.Way;
import nyc.crime.grid.api.RequestValidator.Range;
import nyc.crime.grid.encoding.CompactGrids;
import nyc.crime.grid.encoding.Media;
import nyc.crime.grid.encoding.Provenance;
import nyc.crime.grid.georef.City;
import nyc.crime.grid.georef.Georef;
import nyc.crime.grid.heatmap.CategoryCounts;
import nyc.crime.grid.heatmap.Filter;
import nyc.crime.grid.ingest.Publication;
import nyc.crime.grid.ingest.Snapshot;
import nyc.crime.http.CachedResponse;
import nyc.crime.http.Representation;

/** Monthly grids of all that is published, in one answer. */
@Path("/v1/history/{dataset}")
@Tag(name = "history", description = "Monthly grids of all published months")
@RegisterForReflection
public class HistoryResource {

    /** Memory that a month's counts take, at most about: 40,000 records, no two in one cell. */
    private static final long MONTH_BYTES = 480_000;

    private final CountedMonths counted;
    private final City city;
    private final ResponseCache responses;
    private final RequestValidator validator;
    private final ObjectMapper json;
    private final Duration patience;

    HistoryResource(
            CountedMonths counted,
            City city,
            ResponseCache responses,
            RequestValidator validator,
            ObjectMapper json,
            GridConfig config) {
        this.counted = counted;
        this.city = city;
        this.responses = responses;
        this.validator = validator;
        this.json = json;
        patience = config.history().patience();
    }

    /** The monthly grids from one month to another. */
    @GET
    @Produces(Media.COMPACT)
    @Operation(
            operationId = "history",
            summary = "Whole counts of all published months by category, in the compact form of the README",
            description =
                    "Months that cannot be had now, or are still on their way, are named in the head's missing, and are no"
                            + " zeros: ask again.")
    @APIResponse(
            responseCode = "200",
            description = "application/vnd.nyc-grids",
            content =
                    @Content(mediaType = Media.COMPACT, schema = @Schema(type = SchemaType.STRING, format = "binary")))
    public Uni<Representation> history(
            @Parameter(example = "arrests") @RestPath String dataset,
            @Parameter(description = "first month; without it the first published", example = "2006-01")
                    @RestQuery("from")
                    String first,
            @Parameter(description = "last month, inclusive; without it the last published", example = "2024-12")
                    @RestQuery("to")
                    String last,
            @RestQuery @DefaultValue("150") @Min(1) @Max(300) int rows,
            @RestQuery @DefaultValue("150") @Min(1) @Max(300) int cols) {
        YearMonth wantedFirst = first == null ? null : RequestValidator.month("from", first);
        YearMonth wantedLast = last == null ? null : RequestValidator.month("to", last);
        return validator.publication(dataset).chain(of -> {
            YearMonth from = wantedFirst == null ? of.firstMonth() : wantedFirst;
            YearMonth to = wantedLast == null ? of.lastMonth() : wantedLast;
            RequestValidator.published(of, from, to);
            Range range = new Range(dataset, from.atDay(1), to.atEndOfMonth());
            Georef georef = city.heat(rows, cols);
            return responses.get(
                    new Key(of, range, rows, cols),
                    () -> counted(of, range, georef),
                    months -> encode(of, from + ".." + to, georef, months));
        });
    }

    private record Key(Publication of, Range range, int rows, int cols) {}

    /** Who waits too long gets what there is by then; the rest goes on and is there when somebody asks again. */
    private Uni<List<Counted<CategoryCounts>>> counted(Publication of, Range range, Georef georef) {
        Way<CategoryCounts> way = new Way<>(
                List.of(georef.rows(), georef.cols()),
                month -> CategoryCounts.of(month, georef, Filter.NONE),
                CategoryCounts::weight);
        return counted.once(
                        List.of(range, way.name()),
                        () -> responses.within(range.size() * MONTH_BYTES, () -> counted.all(of, range.months(), way)))
                .ifNoItem()
                .after(patience)
                .recoverWithItem(() -> counted.atHand(of, range.months(), way));
    }

    private CachedResponse encode(Publication of, String period, Georef georef, List<Counted<CategoryCounts>> months) {
        Snapshot snapshot = Counted.snapshot(of, months);
        List<CategoryCounts> counts = Counted.counts(months);
        byte[] body = CompactGrids.encode(
                period, validator.categories(), Filter.NONE, snapshot, georef, counts, counts, json);
        return CachedResponse.of(Media.COMPACT, body, Provenance.of(snapshot).headers(), snapshot.freshness());
    }
}
