package nyc.crime.predict.api;

import java.time.LocalDate;
import java.util.List;
import java.util.function.Function;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.common.annotation.Blocking;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestQuery;

import nyc.crime.predict.forecast.ForecastModel;
import nyc.crime.predict.forecast.RateSource;
import nyc.crime.predict.forecast.Subject;
import nyc.crime.predict.scoreboard.Evaluation;
import nyc.crime.predict.scoreboard.Evaluation.Window;
import nyc.crime.predict.scoreboard.Evaluator;
import nyc.crime.predict.scoreboard.Evaluator.Evaluated;

/** How good the models are, on days that are over. */
@Path("/v1/scoreboard")
@Blocking
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Scoreboard")
public class ScoreboardResource {

    private static final int MOST_DAYS = 366;
    private static final int MOST_LEAD = 14;
    private static final List<Integer> LEADS = List.of(1, 7, 14);

    private final Questions questions;
    private final Evaluator evaluator;
    private final RateSource rates;
    private final Answers answers;
    private final ObjectMapper json;

    ScoreboardResource(Questions questions, Evaluator evaluator, RateSource rates, Answers answers, ObjectMapper json) {
        this.questions = questions;
        this.evaluator = evaluator;
        this.rates = rates;
        this.answers = answers;
        this.json = json;
    }

    /** The window that callers name. */
    public static class Query {
        @RestQuery
        @Parameter(description = "first target day", required = true, example = "2015-07-01")
        String from;

        @RestQuery
        @Parameter(
                description = "last target day, at most a year after the first",
                required = true,
                example = "2015-09-30")
        String to;

        @RestQuery
        @Parameter(description = "days ahead, 1 to 14", example = "1")
        String lead;

        @RestQuery
        @Parameter(description = "all, or an offence such as ROBBERY", example = "all")
        String type;

        @RestQuery
        @Parameter(description = "complaints or arrests", example = "complaints")
        String dataset;
    }

    private record Key(String kind, Window window) {}

    /** All scores. */
    @GET
    @Operation(summary = "Every model's scores on the same cells and days, with the noise floor")
    public Response scoreboard(@BeanParam Query query, @Context HttpHeaders headers) {
        Window window = window(query);
        ForecastModel standard = rates.defaultModel(window.subject());
        return answer("scores", window, headers, evaluation -> ScoreboardViews.scores(evaluation, standard));
    }

    /** Day by day. */
    @GET
    @Path("/series")
    @Operation(summary = "The city's records and expectations day by day, and each day's errors")
    public Response series(@BeanParam Query query, @Context HttpHeaders headers) {
        return answer("series", window(query), headers, ScoreboardViews::series);
    }

    /** Cell by cell. */
    @GET
    @Path("/cells")
    @Operation(summary = "Mean records, expectations and errors of each cell")
    public Response cells(@BeanParam Query query, @Context HttpHeaders headers) {
        return answer("cells", window(query), headers, ScoreboardViews::cells);
    }

    /** Histogram and quartiles. */
    @GET
    @Path("/distribution")
    @Operation(summary = "Distribution of the errors of all cells and days")
    public Response distribution(@BeanParam Query query, @Context HttpHeaders headers) {
        return answer("distribution", window(query), headers, ScoreboardViews::distribution);
    }

    /** The whole window. */
    @GET
    @Path("/totals")
    @Operation(summary = "Records of the whole window and what each model expected")
    public Response totals(@BeanParam Query query, @Context HttpHeaders headers) {
        return answer("totals", window(query), headers, ScoreboardViews::totals);
    }

    /** One, seven and fourteen days ahead. */
    @GET
    @Path("/leads")
    @Operation(summary = "All scores at leads of 1, 7 and 14 days")
    public Response leads(@BeanParam Query query, @Context HttpHeaders headers) {
        query.lead = String.valueOf(MOST_LEAD);
        Window farthest = window(query);
        ForecastModel standard = rates.defaultModel(farthest.subject());
        return answers.cached(new Key("leads", farthest), () -> {
                    List<Evaluated> found = LEADS.stream()
                            .map(lead -> evaluator.evaluate(
                                    new Window(farthest.subject(), farthest.from(), farthest.to(), lead)))
                            .toList();
                    Scoreboard.Leads leads = new Scoreboard.Leads(
                            farthest.from(),
                            farthest.to(),
                            found.stream()
                                    .map(lead -> ScoreboardViews.scores(lead.evaluation(), standard))
                                    .toList());
                    Evaluated last = found.get(found.size() - 1);
                    return Body.of(json, MediaType.APPLICATION_JSON, leads, last.source(), last.staleSince());
                })
                .response(headers);
    }

    private Response answer(String kind, Window window, HttpHeaders headers, Function<Evaluation, Object> view) {
        return answers.cached(new Key(kind, window), () -> {
                    Evaluated found = evaluator.evaluate(window);
                    return Body.of(
                            json,
                            MediaType.APPLICATION_JSON,
                            view.apply(found.evaluation()),
                            found.source(),
                            found.staleSince());
                })
                .response(headers);
    }

    private Window window(Query query) {
        int lead = BadParameter.number("lead", query.lead, 1, MOST_LEAD, 1);
        LocalDate from = BadParameter.requiredDate("from", query.from);
        LocalDate to = BadParameter.requiredDate("to", query.to);
        BadParameter.requireWindow(from, to, MOST_DAYS);
        Subject subject = questions.subject(query.dataset, query.type);
        ForecastModel most = rates.models(subject).get(0);
        questions.requireDay(subject, most, "from", from, lead);
        questions.requireDay(subject, most, "to", to, lead);
        return new Window(subject, from, to, lead);
    }
}
