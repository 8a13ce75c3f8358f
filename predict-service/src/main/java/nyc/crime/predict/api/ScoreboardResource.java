package nyc.crime.predict.api;

import java.time.LocalDate;
import java.util.List;
import java.util.function.Function;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

import io.smallrye.mutiny.Uni;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestQuery;

import nyc.crime.city.CityProfile;
import nyc.crime.http.CachedResponse;
import nyc.crime.http.Freshness;
import nyc.crime.http.Problems;
import nyc.crime.predict.forecast.ForecastModel;
import nyc.crime.predict.forecast.RateSource;
import nyc.crime.predict.forecast.Subject;
import nyc.crime.predict.inputs.ModelInputs;
import nyc.crime.predict.scoreboard.Evaluation;
import nyc.crime.predict.scoreboard.Evaluation.Window;
import nyc.crime.predict.scoreboard.Evaluator;

/** How good the models are, on days that are over. Every view is of one {@link Evaluation}. */
@Path("/v1/scoreboard")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Scoreboard")
public class ScoreboardResource {

    private static final int MOST_DAYS = 366;
    private static final int MOST_LEAD = ModelInputs.MAX_LEAD;
    private static final List<Integer> LEADS = List.of(1, 7, 14);
    private static final int FARTHEST = LEADS.get(2);

    private final RequestValidator validator;
    private final Evaluator evaluator;
    private final RateSource rates;
    private final CityProfile city;
    private final ResponseCache responses;

    ScoreboardResource(
            RequestValidator validator,
            Evaluator evaluator,
            RateSource rates,
            CityProfile city,
            ResponseCache responses) {
        this.validator = validator;
        this.evaluator = evaluator;
        this.rates = rates;
        this.city = city;
        this.responses = responses;
    }

    /** The window that callers name. */
    public static class Query {
        @RestQuery
        @NotNull
        @Parameter(description = "first target day", required = true, example = "2015-07-01")
        LocalDate from;

        @RestQuery
        @NotNull
        @Parameter(
                description = "last target day, at most a year after the first",
                required = true,
                example = "2015-09-30")
        LocalDate to;

        @RestQuery
        @DefaultValue(Subject.ALL)
        @Parameter(
                description =
                        "all that are forecast (of the dataset whose offences are forecast one by one, such as complaints, those offences, of another every record), or an offence in any case, such as ROBBERY",
                example = "all")
        String offence;

        @RestQuery
        @Parameter(
                description = "a dataset of the city; the one whose offences are forecast one by one if absent",
                example = "complaints")
        String dataset;
    }

    /** How far ahead each day of the window is forecast. */
    public static class Ahead {
        @RestQuery
        @DefaultValue("1")
        @Min(1)
        @Max(MOST_LEAD)
        @Parameter(description = "days from the last known day to the one that is forecast", example = "1")
        int lead;
    }

    private record Asked(String dataset, String offence, LocalDate from, LocalDate to, int lead) {}

    private record Question(String view, Asked window) {}

    /** All scores. */
    @GET
    @Operation(
            operationId = "scoreboard",
            summary = "Every model's scores on the same cells and days, with the noise floor")
    @APIResponseSchema(Scoreboard.class)
    public Uni<CachedResponse> scoreboard(@BeanParam @Valid Query query, @BeanParam @Valid Ahead ahead) {
        return answer("scores", query, ahead, this::scores);
    }

    /** Day by day. */
    @GET
    @Path("/series")
    @Operation(
            operationId = "scoreboardSeries",
            summary = "The city's records and expectations day by day, and each day's errors")
    @APIResponseSchema(Scoreboard.Series.class)
    public Uni<CachedResponse> series(@BeanParam @Valid Query query, @BeanParam @Valid Ahead ahead) {
        return answer("series", query, ahead, ScoreboardViews::series);
    }

    /** Cell by cell. */
    @GET
    @Path("/cells")
    @Operation(operationId = "scoreboardCells", summary = "Mean records, expectations and errors of each cell")
    @APIResponseSchema(Scoreboard.Cells.class)
    public Uni<CachedResponse> cells(@BeanParam @Valid Query query, @BeanParam @Valid Ahead ahead) {
        return answer("cells", query, ahead, ScoreboardViews::cells);
    }

    /** Histogram and quartiles. */
    @GET
    @Path("/distribution")
    @Operation(operationId = "scoreboardDistribution", summary = "Distribution of the errors of all cells and days")
    @APIResponseSchema(Scoreboard.Distribution.class)
    public Uni<CachedResponse> distribution(@BeanParam @Valid Query query, @BeanParam @Valid Ahead ahead) {
        return answer("distribution", query, ahead, ScoreboardViews::distribution);
    }

    /** The whole window. */
    @GET
    @Path("/totals")
    @Operation(operationId = "scoreboardTotals", summary = "Records of the whole window and what each model expected")
    @APIResponseSchema(Scoreboard.Totals.class)
    public Uni<CachedResponse> totals(@BeanParam @Valid Query query, @BeanParam @Valid Ahead ahead) {
        return answer("totals", query, ahead, ScoreboardViews::totals);
    }

    /** One, seven and fourteen days ahead. */
    @GET
    @Path("/leads")
    @Operation(operationId = "scoreboardLeads", summary = "All scores at leads of 1, 7 and 14 days")
    @APIResponseSchema(Scoreboard.Leads.class)
    public Uni<CachedResponse> leads(@BeanParam @Valid Query query) {
        Asked farthest = asked(query, FARTHEST);
        return responses.get(new Question("leads", farthest), farthest, () -> {
            window(query, FARTHEST);
            List<Evaluation> found = LEADS.stream()
                    .map(lead -> evaluator.evaluate(window(query, lead)))
                    .toList();
            return answer(
                    new Scoreboard.Leads(
                            query.from,
                            query.to,
                            found.stream().map(this::scores).toList()),
                    found.stream()
                            .map(Evaluation::freshness)
                            .reduce(Freshness::and)
                            .orElseThrow());
        });
    }

    private Scoreboard scores(Evaluation evaluation) {
        return ScoreboardViews.scores(
                evaluation,
                rates.defaultModel(evaluation.window().subject()),
                city.areas().get("precincts").words());
    }

    private Uni<CachedResponse> answer(String view, Query query, Ahead ahead, Function<Evaluation, Object> write) {
        Asked asked = asked(query, ahead.lead);
        return responses.get(new Question(view, asked), asked, () -> {
            Evaluation evaluation = evaluator.evaluate(window(query, ahead.lead));
            return answer(write.apply(evaluation), evaluation.freshness());
        });
    }

    private static ResponseCache.Answer answer(Object view, Freshness freshness) {
        return new ResponseCache.Answer(MediaType.APPLICATION_JSON, view, freshness);
    }

    private static Asked asked(Query query, int lead) {
        return new Asked(query.dataset, query.offence, query.from, query.to, lead);
    }

    private Window window(Query query, int lead) {
        long days = query.to.toEpochDay() - query.from.toEpochDay() + 1;
        if (days < 1 || days > MOST_DAYS) {
            throw Problems.badRequest("to", "to must be 0 to %d days after from".formatted(MOST_DAYS - 1));
        }
        Subject subject = validator.subject(query.dataset, query.offence);
        ForecastModel most = rates.models(subject).get(0);
        validator.requireDay(subject, most, "from", query.from, lead);
        validator.requireDay(subject, most, "to", query.to, lead);
        return new Window(subject, query.from, query.to, lead);
    }
}
