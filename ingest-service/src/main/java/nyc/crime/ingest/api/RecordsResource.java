package nyc.crime.ingest.api;

import java.util.List;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;

import io.quarkus.runtime.annotations.RegisterForReflection;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.Explode;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterStyle;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;

import nyc.crime.http.CachedResponse;
import nyc.crime.http.PacedResponse;
import nyc.crime.http.Preferences;
import nyc.crime.http.Problems;
import nyc.crime.http.Representation;
import nyc.crime.ingest.admission.Admission;
import nyc.crime.ingest.records.Form;
import nyc.crime.ingest.records.MonthColumns;
import nyc.crime.ingest.records.MonthFeatures;
import nyc.crime.ingest.records.MonthService;

/** Months and years of records. */
@Path("/v1/records/{dataset}/{period}")
@Tag(name = "records")
@RegisterForReflection
public class RecordsResource {

    private static final String GEO_JSON = "application/geo+json";
    private static final String CSV = "text/csv";
    private static final String NDJSON = "application/x-ndjson";

    /** The months of a year, as the API document names them. */
    @Schema(name = "Year", type = SchemaType.ARRAY, implementation = MonthColumns.class)
    private static final class Year {}

    private final MonthService months;
    private final YearStream years;
    private final RequestParameters parameters;
    private final Admission admission;
    private final CurrentVertxRequest request;

    RecordsResource(
            MonthService months,
            YearStream years,
            RequestParameters parameters,
            Admission admission,
            CurrentVertxRequest request) {
        this.admission = admission;
        this.request = request;
        this.months = months;
        this.years = years;
        this.parameters = parameters;
    }

    /** A whole month in the form that Accept asks for, or the months of a year in order, each sent when it is there. */
    @GET
    @Produces({MediaType.APPLICATION_JSON, NDJSON, GEO_JSON, CSV})
    @Operation(
            operationId = "records",
            summary = "A whole month of records, or a whole year, streamed month by month",
            description = "Rows are as many as Socrata counts, each once. Columns hold the placed records, by day and"
                    + " inside a day by place; degrees = base + value / scale. A year is a line a month"
                    + " (application/x-ndjson) or an array; a month of it that cannot be had is {dataset, period,"
                    + " problem}, and the others still come.")
    @APIResponse(
            responseCode = "200",
            description = "The month, or the published months of the year",
            headers = {
                @Header(
                        name = "X-Data-Verified",
                        description = "rows fetched / rows counted by Socrata; of a month",
                        schema = @Schema(type = SchemaType.STRING, examples = "21219/21219")),
                @Header(
                        name = "X-Data-Source",
                        description = "live, files or sample",
                        schema = @Schema(type = SchemaType.STRING, examples = "live")),
                @Header(
                        name = "X-Data-Published-Through",
                        description = "the last published day of the dataset; X-Data-Through is the same",
                        schema = @Schema(type = SchemaType.STRING, format = "date")),
                @Header(
                        name = "X-Data-Complete-Through",
                        description = "the last day that late reports hardly change",
                        schema = @Schema(type = SchemaType.STRING, format = "date"))
            },
            content = {
                @Content(
                        mediaType = MediaType.APPLICATION_JSON,
                        schema = @Schema(oneOf = {MonthColumns.class, Year.class})),
                @Content(mediaType = NDJSON, schema = @Schema(type = SchemaType.STRING)),
                @Content(mediaType = GEO_JSON, schema = @Schema(implementation = MonthFeatures.class)),
                @Content(mediaType = CSV, schema = @Schema(type = SchemaType.STRING))
            })
    public Uni<Representation> records(
            @Parameter(example = "arrests") @RestPath String dataset,
            @Parameter(
                            description = "month or year",
                            example = "2024-03",
                            schema = @Schema(type = SchemaType.STRING, pattern = "^\\d{4}(-\\d{2})?$"))
                    @RestPath
                    String period,
            @Parameter(
                            description = "further columns; hour where the source has times, else 422",
                            example = "offence,precinct",
                            style = ParameterStyle.FORM,
                            explode = Explode.FALSE,
                            schema = @Schema(type = SchemaType.ARRAY, implementation = Form.Column.class))
                    @RestQuery
                    List<String> columns,
            @Context HttpHeaders headers) {
        Form form = parameters.form(
                headers.getAcceptableMediaTypes().get(0).toString(),
                columns,
                Preferences.gzip(headers.getRequestHeader(HttpHeaders.ACCEPT_ENCODING)));
        boolean year = !period.contains("-");
        if (year && form.format() != Form.Format.JSON && form.format() != Form.Format.LINES) {
            throw Problems.notAcceptable(List.of(MediaType.APPLICATION_JSON, NDJSON));
        }
        RoutingContext exchange = request.getCurrent();
        return parameters
                .months(dataset, period)
                .invoke(keys -> parameters.checkHours(dataset, form))
                .flatMap(keys -> year
                        ? admission
                                .years()
                                .take(1)
                                .invoke(release -> atEnd(exchange, release))
                                .flatMap(admitted -> years.of(keys, form))
                        : months.get(keys.get(0), form).flatMap(month -> sent(exchange, month)));
    }

    private Uni<Representation> sent(RoutingContext exchange, CachedResponse month) {
        return admission
                .sending()
                .share(month, month.weight(), PacedResponse.BYTES)
                .invoke(release -> atEnd(exchange, release))
                .map(admitted -> new PacedResponse(month));
    }

    /** However the exchange ends: answered, unchanged, or left by the caller. */
    private static void atEnd(RoutingContext exchange, Runnable release) {
        exchange.addEndHandler(end -> release.run());
        if (exchange.response().ended() || exchange.response().closed()) {
            release.run();
        }
    }
}
