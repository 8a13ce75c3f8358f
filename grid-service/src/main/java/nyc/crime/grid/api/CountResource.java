package nyc.crime.grid.api;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
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

import nyc.crime.city.CityProfile;
import nyc.crime.grid.api.RequestValidator.Range;
import nyc.crime.grid.counts.DailyCounts;
import nyc.crime.grid.counts.Groups;
import nyc.crime.grid.counts.Neighbourhoods;
import nyc.crime.grid.counts.Precincts;
import nyc.crime.grid.counts.SparseCounts;
import nyc.crime.grid.encoding.GridShape;
import nyc.crime.grid.encoding.Media;
import nyc.crime.grid.encoding.Npy;
import nyc.crime.grid.encoding.Provenance;
import nyc.crime.grid.encoding.UnsignedBytes;
import nyc.crime.grid.georef.City;
import nyc.crime.grid.georef.Georef;
import nyc.crime.grid.ingest.AreaStore;
import nyc.crime.grid.ingest.Publication;
import nyc.crime.grid.ingest.RecordMonth;
import nyc.crime.grid.ingest.RecordStore;
import nyc.crime.grid.ingest.Snapshot;
import nyc.crime.http.CachedResponse;
import nyc.crime.http.Problems;
import nyc.crime.http.Representation;
import nyc.crime.http.StreamedResponse;

import static java.nio.charset.StandardCharsets.UTF_8;

/** Daily counts on the forecast grid, and what goes with them: mask, precincts and neighbourhoods of the cells. */
@Path("/v1/counts")
@Tag(name = "counts", description = "Daily counts on the forecast grid")
@RegisterForReflection
public class CountResource {

    private static final String DATE = "must be given, a date such as 2015-08-31";

    private final RecordStore records;
    private final City city;
    private final CityProfile profile;
    private final ResponseCache responses;
    private final RequestValidator validator;
    private final AreaStore areas;
    private final ObjectMapper json;

    CountResource(
            RecordStore records,
            City city,
            CityProfile profile,
            ResponseCache responses,
            RequestValidator validator,
            AreaStore areas,
            ObjectMapper json) {
        this.records = records;
        this.areas = areas;
        this.city = city;
        this.profile = profile;
        this.responses = responses;
        this.validator = validator;
        this.json = json;
    }

    /** The tensor, streamed month by month. */
    @GET
    @Path("/{dataset}")
    @Produces({Media.JSON, Media.NPY})
    @Operation(
            operationId = "counts",
            summary = "Daily counts [days, rows, cols, groups] on the forecast grid, cells of the city only")
    @APIResponse(
            responseCode = "200",
            description = "int32 as NPY, or sparse JSON",
            content = {
                @Content(mediaType = Media.JSON, schema = @Schema(implementation = SparseCounts.class)),
                @Content(mediaType = Media.NPY, schema = @Schema(type = SchemaType.STRING, format = "binary"))
            })
    public Uni<StreamedResponse> counts(
            @Parameter(example = "arrests") @RestPath String dataset,
            @Parameter(description = "first day", example = "2024-01-01") @RestQuery @NotNull(message = DATE)
                    LocalDate from,
            @Parameter(description = "last day, inclusive", example = "2024-12-31") @RestQuery @NotNull(message = DATE)
                    LocalDate to,
            @Parameter(description = "what the last axis is") @RestQuery @DefaultValue("all") Groups.By group,
            @Parameter(description = "with group=offence: one group each, in this order") @RestQuery
                    List<String> offence,
            @Context HttpHeaders headers) {
        Range range = new Range(dataset, from, to).ofFewYears();
        if ((group == Groups.By.OFFENCE) == offence.isEmpty()) {
            throw Problems.badRequest(
                    "offence",
                    offence.isEmpty()
                            ? "offence must be given with group=offence, once for each group"
                            : "offence goes with group=offence only");
        }
        String type = headers.getAcceptableMediaTypes().get(0).toString();
        return validator
                .offences(dataset, offence)
                .chain(offences -> records.publication(dataset)
                        .chain(of -> responses.patiently(responses.build(
                                months(of, range),
                                snapshot -> stream(
                                        range,
                                        snapshot,
                                        new Groups(group, offences, profile.categoryNames()),
                                        type)))));
    }

    /** The mask of the forecast grid. */
    @GET
    @Path("/mask")
    @Produces({Media.JSON, Media.NPY})
    @Operation(
            operationId = "mask",
            summary = "Which cells of the forecast grid are in the city: uint8 [rows, cols], 1 or 0")
    @APIResponse(
            responseCode = "200",
            description = "1 in the city, 0 outside",
            content = {
                @Content(mediaType = Media.JSON, schema = @Schema(implementation = Mask.class)),
                @Content(mediaType = Media.NPY, schema = @Schema(type = SchemaType.STRING, format = "binary"))
            })
    public CachedResponse mask(@Context HttpHeaders headers) {
        String type = headers.getAcceptableMediaTypes().get(0).toString();
        Georef grid = city.forecast();
        byte[] body = type.equals(Media.NPY)
                ? Npy.array(Npy.Type.UINT8, grid.rows(), grid.cols())
                        .put(city.mask())
                        .array()
                : bytes(new Mask(GridShape.of(grid), city.maskedIn(), city.mask()));
        return CachedResponse.of(type, body, Map.of(), null);
    }

    /**
     * The mask of the forecast grid.
     *
     * @param grid the grid
     * @param maskedIn cells in the city
     * @param mask 1 in the city, 0 outside
     */
    @RegisterForReflection
    public record Mask(
            @JsonUnwrapped GridShape grid,
            int maskedIn,

            @JsonSerialize(using = UnsignedBytes.class) @Schema(type = SchemaType.ARRAY, implementation = int.class)
            byte[] mask) {}

    /** Precincts of the cells. */
    @GET
    @Path("/{dataset}/precincts")
    @Produces(Media.JSON)
    @Operation(
            operationId = "precincts",
            summary = "Which precincts the records of each cell belong to, and the records of each day by precinct")
    @APIResponse(
            responseCode = "200",
            description = "Cells by precinct, and days by precinct",
            content = @Content(schema = @Schema(implementation = Precincts.class)))
    public Uni<Representation> precincts(
            @Parameter(example = "complaints") @RestPath String dataset,
            @Parameter(description = "first day", example = "2014-01-01") @RestQuery @NotNull(message = DATE)
                    LocalDate from,
            @Parameter(description = "last day, inclusive", example = "2014-12-31") @RestQuery @NotNull(message = DATE)
                    LocalDate to,
            @Parameter(description = "only records of these offences") @RestQuery List<String> offence) {
        int last = Collections.max(profile.precincts());
        return byArea("precincts", dataset, from, to, offence, counts -> Precincts.of(dataset, counts, last));
    }

    /** Neighbourhoods of the cells. */
    @GET
    @Path("/{dataset}/neighbourhoods")
    @Produces(Media.JSON)
    @Operation(
            operationId = "neighbourhoods",
            summary =
                    "Which neighbourhoods the records of each cell are in, and the records of each day by neighbourhood")
    @APIResponse(
            responseCode = "200",
            description = "Cells by neighbourhood, and days by neighbourhood",
            content = @Content(schema = @Schema(implementation = Neighbourhoods.class)))
    public Uni<Representation> neighbourhoods(
            @Parameter(example = "complaints") @RestPath String dataset,
            @Parameter(description = "first day", example = "2014-01-01") @RestQuery @NotNull(message = DATE)
                    LocalDate from,
            @Parameter(description = "last day, inclusive", example = "2014-12-31") @RestQuery @NotNull(message = DATE)
                    LocalDate to,
            @Parameter(description = "only records of these offences") @RestQuery List<String> offence) {
        return areas.areas(AreaStore.Kind.NEIGHBOURHOODS)
                .chain(known -> byArea(
                        "neighbourhoods",
                        dataset,
                        from,
                        to,
                        offence,
                        counts -> Neighbourhoods.of(dataset, counts, known)));
    }

    private Uni<Representation> byArea(
            String kind,
            String dataset,
            LocalDate from,
            LocalDate to,
            List<String> offence,
            Function<DailyCounts, Object> answer) {
        Range range = new Range(dataset, from, to).ofFewYears();
        return validator.offences(dataset, offence).chain(offences -> {
            Groups groups = offences.isEmpty() ? Groups.ALL : new Groups(Groups.By.OFFENCE, offences, List.of());
            return records.publication(dataset)
                    .chain(of ->
                            responses.get(new AreaKey(kind, of, range, groups), () -> months(of, range), snapshot -> {
                                DailyCounts counts = DailyCounts.of(snapshot, city, groups, from, to);
                                return CachedResponse.of(
                                        Media.JSON, bytes(answer.apply(counts)), headers(counts), snapshot.freshness());
                            }));
        });
    }

    private record AreaKey(String kind, Publication of, Range range, Groups groups) {}

    /** The months of a range, all days of which are published. */
    private Uni<Snapshot> months(Publication of, Range range) {
        return Uni.createFrom()
                .deferred(() -> {
                    range.require(of);
                    return records.months(of, range.firstMonth(), range.lastMonth());
                })
                .onFailure()
                .transform(range::unprocessable)
                .invoke(snapshot -> range.require(snapshot.publication()));
    }

    private static Map<String, String> headers(DailyCounts counts) {
        Map<String, String> headers = Provenance.of(counts.snapshot()).headers();
        headers.put("X-Data-Rows", Long.toString(counts.records()));
        headers.put("X-Data-In-Bounds", Long.toString(counts.inCells()));
        headers.put("X-Data-Outside", Long.toString(counts.outside()));
        headers.put("X-Data-Unplaced", Long.toString(counts.unplaced()));
        headers.put(
                "X-Data-Shape",
                Arrays.stream(counts.shape()).mapToObj(Integer::toString).collect(Collectors.joining(",")));
        return headers;
    }

    private StreamedResponse stream(Range range, Snapshot snapshot, Groups groups, String type) {
        DailyCounts counts = DailyCounts.of(snapshot, city, groups, range.from(), range.to());
        String content = String.join("|", range.toString(), groups.toString(), type, snapshot.version());
        boolean npy = type.equals(Media.NPY);
        Function<RecordMonth, byte[]> part = npy ? counts::slabBytes : month -> days(counts, month);
        return new StreamedResponse(
                type,
                CachedResponse.tag(content.getBytes(UTF_8)),
                headers(counts),
                snapshot.freshness(),
                Multi.createBy()
                        .concatenating()
                        .streams(
                                Multi.createFrom()
                                        .item(() -> npy
                                                ? Npy.header(Npy.Type.INT32, counts.shape())
                                                : head(range.dataset(), counts)),
                                Multi.createFrom().iterable(snapshot.months()).map(part)));
    }

    /** The JSON up to its list of days. */
    private byte[] head(String dataset, DailyCounts counts) {
        byte[] whole = bytes(SparseCounts.head(dataset, counts, GridShape.of(city.forecast())));
        return Arrays.copyOf(whole, whole.length - "]}".length());
    }

    /** A month's part of that list, with what parts it from the next or ends the JSON. */
    private byte[] days(DailyCounts counts, RecordMonth month) {
        byte[] list = bytes(SparseCounts.days(counts, month));
        boolean last = month
                == counts.snapshot().months().get(counts.snapshot().months().size() - 1);
        byte[] part = Arrays.copyOfRange(list, 1, list.length + (last ? 1 : 0));
        part[list.length - 2] = (byte) (last ? ']' : ',');
        if (last) {
            part[list.length - 1] = '}';
        }
        return part;
    }

    private byte[] bytes(Object value) {
        try {
            return json.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
