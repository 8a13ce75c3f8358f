package nyc.crime.predict.api;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import jakarta.inject.Singleton;

import io.quarkiverse.resteasy.problem.HttpProblem;

import nyc.crime.predict.PredictConfig;
import nyc.crime.predict.forecast.ForecastModel;
import nyc.crime.predict.forecast.RateSource;
import nyc.crime.predict.forecast.Subject;
import nyc.crime.predict.grid.GridService;
import nyc.crime.predict.inputs.ModelInputs;

/** Checks what callers ask for against what there is. */
@Singleton
class Questions {

    /** Days up to the origin that a forecast wants at least. */
    private static final int LEAST_HISTORY = 28;
    /** Days up to the origin that the network wants at least. */
    private static final int LEAST_NETWORK_HISTORY = ModelInputs.MIN_HISTORY_DAYS;

    private final GridService grid;
    private final RateSource rates;
    private final PredictConfig config;

    Questions(GridService grid, RateSource rates, PredictConfig config) {
        this.grid = grid;
        this.rates = rates;
        this.config = config;
    }

    /** The subject of a dataset's and a type's name. */
    Subject subject(String dataset, String type) {
        List<String> types = new ArrayList<>(List.of(Subject.ALL));
        types.addAll(config.offences());
        return new Subject(
                dataset == null ? Subject.COMPLAINTS : dataset, BadParameter.choice("type", type, types, Subject.ALL));
    }

    /** The model of a name, or the default. */
    ForecastModel model(Subject subject, String name) {
        String id = BadParameter.choice("model", name, ForecastModel.ids(), null);
        if (id == null) {
            return rates.defaultModel(subject);
        }
        ForecastModel model = ForecastModel.of(id);
        if (model == ForecastModel.CONVLSTM && !subject.dataset().equals(Subject.COMPLAINTS)) {
            throw BadParameter.of(
                    400, "Bad parameter", "model", "the network forecasts complaints only; ask for a baseline");
        }
        return model;
    }

    /** First and last day of a dataset. */
    GridService.Span span(Subject subject) {
        return grid.span(subject.dataset());
    }

    /**
     * Refuses a day that the data do not reach, or before which there are too few of them, and says which days are possible.
     *
     * @param lead days from the last known day to this one; 0 if it is the last known day itself
     */
    void requireDay(Subject subject, ForecastModel model, String parameter, LocalDate day, int lead) {
        GridService.Span span = span(subject);
        int least = model == ForecastModel.CONVLSTM ? LEAST_NETWORK_HISTORY : LEAST_HISTORY;
        LocalDate first = span.first().plusDays(least - 1L + lead);
        if (day.isBefore(first) || day.isAfter(span.last())) {
            throw HttpProblem.builder()
                    .withStatus(422)
                    .withTitle("Outside the data")
                    .withDetail("%s: the data of %s run from %s to %s; the first possible day is %s, the last is %s"
                            .formatted(parameter, subject.dataset(), span.first(), span.last(), first, span.last()))
                    .with("parameter", parameter)
                    .with("firstPossible", first.toString())
                    .with("lastPossible", span.last().toString())
                    .build();
        }
    }
}
