package nyc.crime.predict.api;

import java.time.LocalDate;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;

import io.smallrye.mutiny.Uni;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestQuery;

import nyc.crime.http.CachedResponse;
import nyc.crime.predict.forecast.Forecast;
import nyc.crime.predict.forecast.ForecastModel;
import nyc.crime.predict.forecast.ForecastQuery;
import nyc.crime.predict.forecast.ForecastQuery.By;
import nyc.crime.predict.forecast.Forecasts;
import nyc.crime.predict.forecast.GeoJson;
import nyc.crime.predict.forecast.Subject;

/** Forecasts of the days after a known one. */
@Path("/v1/forecasts")
@Tag(name = "Forecasts")
public class ForecastResource {

    private final RequestValidator validator;
    private final Forecasts forecasts;
    private final ResponseCache responses;

    ForecastResource(RequestValidator validator, Forecasts forecasts, ResponseCache responses) {
        this.validator = validator;
        this.forecasts = forecasts;
        this.responses = responses;
    }

    /** All that an answer depends on. */
    private record Question(
            String dataset,
            String offence,
            LocalDate origin,
            LocalDate start,
            int days,
            By by,
            ForecastModel model,
            Integer top,
            boolean sum,
            String type) {}

    /** Expected counts and 50 and 90 % intervals. */
    @GET
    @Produces({MediaType.APPLICATION_JSON, GeoJson.TYPE})
    @Operation(
            operationId = "forecast",
            summary =
                    "Expected counts and 50/90 % intervals of days after the origin, of places and city, from one set of sample paths")
    @APIResponse(
            responseCode = "200",
            description = "The forecast",
            content = {
                @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = Forecast.class)),
                @Content(mediaType = GeoJson.TYPE, schema = @Schema(implementation = GeoJson.Collection.class))
            })
    public Uni<CachedResponse> forecast(
            @Parameter(
                            description =
                                    "a dataset of the city; the one whose offences are forecast one by one if absent",
                            example = "complaints")
                    @RestQuery
                    String dataset,
            @Parameter(
                            description =
                                    "all that are forecast (of the dataset whose offences are forecast one by one, such as complaints, those offences, of another every record), or an offence in any case, such as ROBBERY",
                            example = "all")
                    @RestQuery
                    @DefaultValue(Subject.ALL)
                    String offence,
            @Parameter(description = "last known day; completeThrough if absent", example = "2015-08-31") @RestQuery
                    LocalDate origin,
            @Parameter(
                            description =
                                    "first day to forecast, a date or today, at most 160 days after the origin with all days; the day after the origin if absent",
                            example = "2015-09-30")
                    @RestQuery
                    String start,
            @Parameter(description = "days to forecast", example = "7") @RestQuery @DefaultValue("1") @Min(1) @Max(14)
                    int days,
            @Parameter(description = "kind of places", example = "borough") @RestQuery @DefaultValue("cell") By by,
            @Parameter(
                            description = "the network where it has earned it, else climatology, if absent",
                            example = "climatology")
                    @RestQuery
                    ForecastModel model,
            @Parameter(description = "only so many places, those that most is expected of, ranked", example = "5")
                    @RestQuery
                    @Min(1)
                    @Max(10_000)
                    Integer top,
            @Parameter(
                            description = "whether to give the sum of the days too",
                            example = "true",
                            schema = @Schema(type = SchemaType.BOOLEAN, defaultValue = "false"))
                    @RestQuery
                    @DefaultValue("false")
                    @Pattern(regexp = "true|false", message = "must be true or false")
                    String sum,
            @Context HttpHeaders headers) {
        String type = headers.getAcceptableMediaTypes().get(0).toString();
        Question question = new Question(
                dataset, offence, origin, validator.start(start), days, by, model, top, sum.equals("true"), type);
        return responses.get(question, () -> answer(question));
    }

    private ResponseCache.Answer answer(Question question) {
        Subject subject = validator.subject(question.dataset, question.offence);
        ForecastModel model = validator.model(subject, question.model);
        LocalDate origin = question.origin == null ? validator.span(subject).complete() : question.origin;
        validator.requireDay(subject, model, "origin", origin, 0);
        LocalDate start = question.start == null ? origin.plusDays(1) : question.start;
        validator.requireLeads(origin, start, question.days);
        Forecasts.Made made = forecasts.forecast(
                new ForecastQuery(subject, origin, start, question.days, question.by, model, question.sum));
        Forecast forecast =
                question.top == null ? made.forecast() : made.forecast().top(question.top);
        return new ResponseCache.Answer(
                question.type,
                question.type.equals(GeoJson.TYPE) ? GeoJson.of(forecast, made.places(), made.grid()) : forecast,
                made.freshness());
    }
}
