package nyc.crime.ingest.api;

import java.time.Clock;
import java.util.List;
import java.util.function.Supplier;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;

import nyc.crime.ingest.records.Form;
import nyc.crime.ingest.records.MonthKey;
import nyc.crime.ingest.records.MonthService;

/** Months and years of records. */
@Path("/v1/records/{dataset}")
@Tag(name = "Records")
public class RecordsResource {

    private static final String GEO_JSON = "application/geo+json";
    private static final String CSV = "text/csv";
    private static final String NDJSON = "application/x-ndjson";
    private static final String PROBLEM = "application/problem+json";

    private final MonthService months;
    private final YearStream years;
    private final RequestParameters parameters;
    private final Clock clock;

    RecordsResource(MonthService months, YearStream years, RequestParameters parameters, Clock clock) {
        this.months = months;
        this.years = years;
        this.parameters = parameters;
        this.clock = clock;
    }

    /** A whole month. The form follows Accept: JSON columns, GeoJSON or CSV. */
    @GET
    @Path("/{month}")
    @Produces({MediaType.APPLICATION_JSON, GEO_JSON, CSV})
    @Operation(
            summary = "A whole month of records",
            description = "Rows are as many as Socrata counts, each once. Columns hold the placed records, by day and"
                    + " inside a day by place; degrees = origin + value / scale.")
    @APIResponse(
            responseCode = "200",
            description = "The month",
            headers = {
                @Header(
                        name = "X-Records-Verified",
                        description = "rows fetched / rows counted by Socrata",
                        schema = @Schema(type = SchemaType.STRING, examples = "21219/21219")),
                @Header(
                        name = "X-Data-Source",
                        description = "live, files or sample",
                        schema = @Schema(type = SchemaType.STRING, examples = "live")),
                @Header(
                        name = "Warning",
                        description = "110 where Socrata is away and a kept month is served",
                        schema = @Schema(type = SchemaType.STRING))
            },
            content = {
                @Content(
                        mediaType = MediaType.APPLICATION_JSON,
                        schema = @Schema(type = SchemaType.OBJECT),
                        examples = @ExampleObject(name = "columns", value = OpenApiExamples.MONTH)),
                @Content(
                        mediaType = GEO_JSON,
                        schema = @Schema(type = SchemaType.OBJECT),
                        examples = @ExampleObject(name = "features", value = OpenApiExamples.GEO_JSON)),
                @Content(
                        mediaType = CSV,
                        schema = @Schema(type = SchemaType.STRING),
                        examples = @ExampleObject(name = "lines", value = OpenApiExamples.CSV))
            })
    @APIResponse(
            responseCode = "400",
            description = "A value that cannot be understood; `parameter` names it",
            content =
                    @Content(
                            mediaType = PROBLEM,
                            examples = @ExampleObject(name = "month", value = OpenApiExamples.BAD_MONTH)))
    @APIResponse(responseCode = "404", description = "Unknown dataset, or a month that is not served")
    @APIResponse(
            responseCode = "502",
            description = "Socrata failed and nothing is kept (also 503, 504); see Retry-After")
    public Uni<Void> month(
            @Parameter(description = "dataset", example = "arrests") @RestPath String dataset,
            @Parameter(description = "month", example = "2024-03") @RestPath String month,
            @Parameter(description = "further columns: offence, precinct", example = "offence,precinct") @RestQuery
                    List<String> columns,
            @Parameter(hidden = true) @Context HttpServerRequest request,
            @Context HttpHeaders headers) {
        MonthKey key = parameters.month(dataset, month);
        Form form = parameters.form(format(headers), columns);
        return nextTurn(() -> months.get(key, form)
                .flatMap(encoded -> Uni.createFrom()
                        .completionStage(() ->
                                MonthResponse.send(encoded, request, clock).toCompletionStage())));
    }

    /** The months of a year, in order, each sent when it is there; one that fails is a problem in its place. */
    @GET
    @Path("/{year: [0-9]{4}}")
    @Produces({MediaType.APPLICATION_JSON, NDJSON})
    @Operation(
            summary = "A whole year, streamed month by month",
            description = "One JSON object a month: a line each (application/x-ndjson) or an array. A month that cannot"
                    + " be had is {dataset, month, problem}; the others still come.")
    @APIResponse(
            responseCode = "200",
            description = "The months that there have been so far",
            content = {
                @Content(
                        mediaType = NDJSON,
                        examples = @ExampleObject(name = "a failed month", value = OpenApiExamples.FAILED_MONTH)),
                @Content(mediaType = MediaType.APPLICATION_JSON)
            })
    @APIResponse(responseCode = "404", description = "Unknown dataset, or a year that is not served")
    public Uni<Void> year(
            @Parameter(description = "dataset", example = "arrests") @RestPath String dataset,
            @Parameter(description = "year", example = "2024") @RestPath int year,
            @Parameter(description = "further columns: offence, precinct") @RestQuery List<String> columns,
            @Parameter(hidden = true) @Context HttpServerRequest request,
            @Context HttpHeaders headers) {
        List<MonthKey> keys = parameters.year(dataset, year);
        Form form = parameters.form(Form.Format.JSON, columns);
        return nextTurn(() -> years.write(keys, form, prefersLines(headers), request));
    }

    /**
     * Answers on the event loop's next turn: Quarkus watches the connection only after the resource's method, and minds
     * if all is sent by then.
     */
    private static Uni<Void> nextTurn(Supplier<Uni<? extends Void>> answer) {
        var loop = Vertx.currentContext();
        return Uni.createFrom().deferred(answer).runSubscriptionOn(turn -> loop.runOnContext(next -> turn.run()));
    }

    private static Form.Format format(HttpHeaders headers) {
        for (MediaType type : headers.getAcceptableMediaTypes()) {
            if (type.isCompatible(MediaType.APPLICATION_JSON_TYPE)) {
                return Form.Format.JSON;
            }
            if (type.toString().startsWith(GEO_JSON)) {
                return Form.Format.GEOJSON;
            }
            if (type.getType().equals("text")) {
                return Form.Format.CSV;
            }
        }
        return Form.Format.JSON;
    }

    private static boolean prefersLines(HttpHeaders headers) {
        for (MediaType type : headers.getAcceptableMediaTypes()) {
            if (type.isCompatible(MediaType.APPLICATION_JSON_TYPE)) {
                return false;
            }
            if (type.getSubtype().equals("x-ndjson")) {
                return true;
            }
        }
        return false;
    }
}
