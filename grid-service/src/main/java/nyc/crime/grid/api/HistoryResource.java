package nyc.crime.grid.api;

import java.time.Duration;
import java.time.YearMonth;
import java.util.Comparator;
import java.util.List;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Multi;
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
import nyc.crime.grid.api.RequestValidator.Range;
import nyc.crime.grid.encoding.CompactGrids;
import nyc.crime.grid.encoding.Media;
import nyc.crime.grid.encoding.Provenance;
import nyc.crime.grid.georef.City;
import nyc.crime.grid.georef.Georef;
import nyc.crime.grid.heatmap.CategoryCounts;
import nyc.crime.grid.heatmap.Filter;
import nyc.crime.grid.ingest.Found;
import nyc.crime.grid.ingest.IngestProblem;
import nyc.crime.grid.ingest.Publication;
import nyc.crime.grid.ingest.RecordMonth;
import nyc.crime.grid.ingest.RecordStore;
import nyc.crime.grid.ingest.Snapshot;
import nyc.crime.grid.ingest.StaleIfErrorCache;
import nyc.crime.http.CachedResponse;
import nyc.crime.http.Freshness;
import nyc.crime.http.Representation;

/** Monthly grids of all that is published, in one answer. */
@Path("/v1/history/{dataset}")
@Tag(name = "history", description = "Monthly grids of all published months")
@RegisterForReflection
public class HistoryResource {

    /** Memory that a month's counts take, at most about: 40,000 records, no two in one cell. */
    private static final long MONTH_BYTES = 480_000;

    private final RecordStore records;
    private final City city;
    private final ResponseCache responses;
    private final RequestValidator validator;
    private final ObjectMapper json;
    private final int parallel;
    private final Duration patience;
    private final StaleIfErrorCache<MonthKey, Month> kept;

    HistoryResource(
            RecordStore records,
            City city,
            ResponseCache responses,
            RequestValidator validator,
            ObjectMapper json,
            GridConfig config) {
        this.records = records;
        this.city = city;
        this.responses = responses;
        this.validator = validator;
        this.json = json;
        parallel = config.records().parallel();
        patience = config.history().patience();
        kept = new StaleIfErrorCache<>(
                config.history().memory(),
                config.records().retryAfter(),
                config.records().patience());
    }

    private record MonthKey(String dataset, YearMonth month, int rows, int cols) {}

    /** A counted month: what is said of its records, which are let go of, and their counts. */
    private record Month(RecordMonth of, CategoryCounts counts) implements StaleIfErrorCache.Ageing<Month> {

        @Override
        public Freshness freshness() {
            return of.freshness();
        }

        @Override
        public Month with(Freshness other) {
            return new Month(of.with(other), counts);
        }

        @Override
        public int weight() {
            return counts.weight() + of.weight();
        }
    }

    /** A month that was asked for. */
    private record Counted(Found found, CategoryCounts counts) {}

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

    /**
     * The counts of each month, a few at a time: at no time more records are held than of those. Who waits too long gets
     * what there is by then; the rest goes on and is there when somebody asks again.
     */
    private Uni<List<Counted>> counted(Publication of, Range range, Georef georef) {
        Uni<List<Counted>> all = kept.once(
                List.of(range, georef.rows(), georef.cols()),
                () -> responses.within(
                        range.months().size() * MONTH_BYTES,
                        () -> Multi.createFrom()
                                .iterable(range.months())
                                .onItem()
                                .transformToUni(month -> counted(of, month, georef))
                                .merge(parallel)
                                .collect()
                                .asList()));
        return all.ifNoItem()
                .after(patience)
                .recoverWithItem(() -> range.months().stream()
                        .map(month -> counted(month, kept.atHand(key(of, month, georef))))
                        .toList());
    }

    private Uni<Counted> counted(Publication of, YearMonth month, Georef georef) {
        return kept.get(
                        key(of, month, georef),
                        () -> responses.build(
                                records.record(of, month),
                                found -> new Month(
                                        found.withoutRecords(), CategoryCounts.of(found, georef, Filter.NONE))))
                .map(counted -> counted(month, counted))
                .onFailure(IngestProblem.class)
                .recoverWithItem(e -> new Counted(new Found(month, null, (IngestProblem) e), null));
    }

    private static MonthKey key(Publication of, YearMonth month, Georef georef) {
        return new MonthKey(of.dataset(), month, georef.rows(), georef.cols());
    }

    private static Counted counted(YearMonth month, Month counted) {
        return counted == null
                ? new Counted(
                        new Found(month, null, IngestProblem.trouble(503, month + " is still on its way", null)), null)
                : new Counted(new Found(month, counted.of(), null), counted.counts());
    }

    private CachedResponse encode(Publication of, String period, Georef georef, List<Counted> months) {
        Snapshot snapshot =
                Found.snapshot(of, months.stream().map(Counted::found).toList());
        List<CategoryCounts> counts = months.stream()
                .filter(month -> month.counts() != null)
                .sorted(Comparator.comparing(month -> month.found().month()))
                .map(Counted::counts)
                .toList();
        byte[] body = CompactGrids.encode(
                period, validator.categories(), Filter.NONE, snapshot, georef, counts, counts, json);
        return CachedResponse.of(Media.COMPACT, body, Provenance.of(snapshot).headers(), snapshot.freshness());
    }
}
