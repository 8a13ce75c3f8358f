package nyc.crime.predict.api;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestQuery;

import nyc.crime.http.CachedResponse;
import nyc.crime.predict.forecast.Forecast;
import nyc.crime.predict.forecast.ForecastModel;
import nyc.crime.predict.forecast.RateSource;
import nyc.crime.predict.forecast.Subject;
import nyc.crime.predict.grid.Provenance;
import nyc.crime.predict.inputs.ModelDescription;
import nyc.crime.predict.inputs.ModelInputs;
import nyc.crime.predict.model.ConvLstm;
import nyc.crime.predict.model.ConvLstm.Refused;
import nyc.crime.predict.model.LoadedNetwork;
import nyc.crime.predict.models.Promotion;
import nyc.crime.predict.oip.InferRequest;

/** The model card. */
@Path("/v1/model")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Model")
public class ModelResource {

    private static final List<String> LIMITS = List.of(
            "It forecasts records that the police write, not crime: what is not reported or not recorded is not there.",
            "Single cells are rare events: most expected counts are far below one record a day, and most of the error is chance that no model removes; see noiseFloor on the scoreboard.",
            "Its lead over climatology is small. It knows the calendar and the counts, and nothing of weather, events or policing.",
            "Records are dated late, corrected and moved to the middle of a street block; the first of January and of a month hold records of unknown day.",
            "It was trained on the offences and the years named under training; crime has changed since, so judge it on recent days by the scoreboard.",
            "Intervals treat all cells of a day as moving together, and days as sharing the level's error; a rare event in one place is outside them.");

    private static final List<String> RESPONSIBLE_USE = List.of(
            "Made to show how counts move in space and time and how much of that can be foreseen; not made for decisions about people, patrols or places to police.",
            "Recorded crime follows where police look: acting on such forecasts sends more police to where they already were, and the next records will agree with them.",
            "No personal attribute is read, at any step. A cell is about a square kilometre; nothing here is about a person or an address.",
            "Give the interval with the number, and the score with the map.");

    private final ConvLstm network;
    private final RateSource rates;
    private final RequestValidator validator;
    private final ResponseCache responses;

    ModelResource(ConvLstm network, RateSource rates, RequestValidator validator, ResponseCache responses) {
        this.network = network;
        this.rates = rates;
        this.validator = validator;
        this.responses = responses;
    }

    /**
     * The card.
     *
     * @param version the network's, null where none could be read
     * @param isDefault the model that answers where none is named
     * @param available whether the network is loaded
     * @param problem why it is not
     * @param refused the version that was to replace it and is bad, null where there is none
     * @param promotion the last decision about which version answers, null where none was written down
     * @param network what the trainer wrote down: data, dates, grid, inputs, run, scores on validation days
     */
    public record Card(
            String name,
            String version,
            @JsonProperty("default") ForecastModel isDefault,
            boolean available,
            String problem,
            Refused refused,
            Promotion promotion,
            List<ForecastModel> models,
            String intervals,
            ModelDescription network,
            List<String> limits,
            List<String> responsibleUse) {}

    /** The card of the network, with what is to be said of all forecasts. */
    @GET
    @Operation(
            operationId = "model",
            summary = "Model card: data, dates, grid, inputs, training run, scores, limits, responsible use")
    public Card card() {
        LoadedNetwork current = network.current();
        return new Card(
                ConvLstm.ID,
                current.version().orElse(null),
                current.hasEarnedDefault() ? ForecastModel.CONVLSTM : ForecastModel.CLIMATOLOGY,
                current.problem().isEmpty(),
                current.problem().orElse(null),
                network.refused().orElse(null),
                network.promotion().orElse(null),
                List.of(ForecastModel.values()),
                "Poisson cells under one gamma factor a day that all cells share (negative binomial totals); its variance comes from the model's own residuals on the 91 days before the origin, plus what a level drifts with the lead; days of a forecast share the level's part of it",
                current.description().orElse(null),
                LIMITS,
                RESPONSIBLE_USE);
    }

    /**
     * What the network takes for one day, in the form of an inference request: it can be posted as it is.
     *
     * @param date the day that is forecast
     * @param data what the counts are
     */
    @RegisterForReflection
    public record NetworkInputs(
            LocalDate origin,
            int lead,
            LocalDate date,
            Forecast.Model model,
            List<String> offences,
            @JsonUnwrapped Provenance data,
            List<InferRequest.Input> inputs) {}

    private record InputsQuestion(LocalDate origin, int lead) {}

    /** The tensors that {@code POST /v2/models/convlstm/infer} takes. */
    @GET
    @Path("/inputs")
    @Operation(
            operationId = "modelInputs",
            summary = "The network's input tensors for a day, as an inference request that can be posted as it is")
    @APIResponseSchema(NetworkInputs.class)
    public Uni<CachedResponse> inputs(
            @Parameter(description = "last known day; completeThrough if absent", example = "2015-08-31") @RestQuery
                    LocalDate origin,
            @Parameter(description = "days from the last known day to the one that is forecast", example = "1")
                    @RestQuery
                    @DefaultValue("1")
                    @Min(1)
                    @Max(ModelInputs.MAX_LEAD)
                    int lead) {
        return responses.get(new InputsQuestion(origin, lead), () -> inputsOf(origin, lead));
    }

    private ResponseCache.Answer inputsOf(LocalDate wanted, int lead) {
        Subject subject = rates.forecastSubject();
        LocalDate origin = wanted == null ? validator.span(subject).complete() : wanted;
        validator.requireDay(subject, ForecastModel.CONVLSTM, "origin", origin, 0);
        ModelInputs.Target target = new ModelInputs.Target(origin, lead);
        return rates.fetch(subject, origin, origin).compute(known -> inputsOf(known, target));
    }

    private ResponseCache.Answer inputsOf(RateSource.Known known, ModelInputs.Target target) {
        List<InferRequest.Input> inputs = new ArrayList<>();
        rates.inputs(known, target)
                .forEach((spec, data) ->
                        inputs.add(new InferRequest.Input(spec.name(), spec.datatype(), spec.sizes(1), null, data)));
        return new ResponseCache.Answer(
                MediaType.APPLICATION_JSON,
                new NetworkInputs(
                        target.origin(),
                        target.lead(),
                        target.day(),
                        rates.made(known, ForecastModel.CONVLSTM),
                        rates.offencesOf(known.subject()),
                        Provenance.of(known.span(), known.freshness()),
                        inputs),
                known.freshness());
    }
}
