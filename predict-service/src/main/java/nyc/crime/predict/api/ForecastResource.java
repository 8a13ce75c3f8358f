package nyc.crime.predict.api;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

import io.smallrye.common.annotation.Blocking;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestQuery;

import nyc.crime.predict.forecast.ForecastModel;
import nyc.crime.predict.forecast.ForecastQuery;
import nyc.crime.predict.forecast.ForecastQuery.By;
import nyc.crime.predict.forecast.GeoJson;
import nyc.crime.predict.forecast.Subject;

/** Forecasts of the days after a known one. */
@Path("/v1/forecasts")
@Tag(name = "Forecasts")
public class ForecastResource {

    private static final int MOST_DAYS = 14;
    private static final List<String> BY = Arrays.stream(By.values())
            .map(by -> by.name().toLowerCase(Locale.ROOT))
            .toList();

    private final Questions questions;
    private final Answers answers;

    ForecastResource(Questions questions, Answers answers) {
        this.questions = questions;
        this.answers = answers;
    }

    /** Expected counts and 50 and 90 % intervals. */
    @GET
    @Blocking
    @Produces({MediaType.APPLICATION_JSON, GeoJson.TYPE})
    @Operation(
            summary = "Expected counts and 50/90 % intervals for each day after `from`, from one set of sample paths")
    public Response forecast(
            @Parameter(description = "last known day; the last of the data if absent", example = "2015-08-31")
                    @RestQuery
                    String from,
            @Parameter(description = "1 to 14", example = "7") @RestQuery String days,
            @Parameter(description = "cell, precinct, borough or city", example = "borough") @RestQuery String by,
            @Parameter(description = "all, or an offence such as ROBBERY", example = "all") @RestQuery String type,
            @Parameter(description = "convlstm, climatology, ha-global or ha-weekday", example = "climatology")
                    @RestQuery
                    String model,
            @Parameter(description = "complaints or arrests", example = "complaints") @RestQuery String dataset,
            @Parameter(description = "only this many places, those that most is expected of, ranked", example = "5")
                    @RestQuery
                    String top,
            @Context HttpHeaders headers) {
        Integer places = BadParameter.number("top", top, 1, 10_000, null);
        int count = BadParameter.number("days", days, 1, MOST_DAYS, 1);
        By kind = By.valueOf(BadParameter.choice("by", by, BY, "cell").toUpperCase(Locale.ROOT));
        LocalDate given = BadParameter.date("from", from, null);
        Subject subject = questions.subject(dataset, type);
        ForecastModel chosen = questions.model(subject, model);
        LocalDate origin = given == null ? questions.span(subject).last() : given;
        questions.requireDay(subject, chosen, "from", origin, 0);
        boolean geo = headers.getAcceptableMediaTypes().stream()
                .findFirst()
                .map(accepted -> accepted.isCompatible(MediaType.valueOf(GeoJson.TYPE)) && !accepted.isWildcardType())
                .orElse(false);
        return answers.forecast(
                        new Answers.ForecastKey(new ForecastQuery(subject, origin, count, kind, chosen), places, geo))
                .response(headers);
    }
}
