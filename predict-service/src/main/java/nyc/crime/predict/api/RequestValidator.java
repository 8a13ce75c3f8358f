package nyc.crime.predict.api;

import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import jakarta.inject.Singleton;

import org.apache.commons.text.similarity.LevenshteinDistance;

import nyc.crime.city.CityProfile;
import nyc.crime.http.Problems;
import nyc.crime.predict.PredictConfig;
import nyc.crime.predict.forecast.ForecastModel;
import nyc.crime.predict.forecast.RateSource;
import nyc.crime.predict.forecast.Subject;
import nyc.crime.predict.grid.GridService;
import nyc.crime.predict.inputs.ModelInputs;

/** Checks what callers ask for against what there is. */
@Singleton
class RequestValidator {

    /** Days up to the origin that a forecast wants at least. */
    private static final int LEAST_HISTORY = 28;
    /** Days up to the origin that the network wants at least. */
    private static final int LEAST_NETWORK_HISTORY = ModelInputs.MIN_HISTORY_DAYS;

    private static final int MOST_NEAR = 3;
    private static final LevenshteinDistance DISTANCE = LevenshteinDistance.getDefaultInstance();

    private final GridService grid;
    private final RateSource rates;
    private final PredictConfig config;
    private final CityProfile city;

    RequestValidator(GridService grid, RateSource rates, PredictConfig config, CityProfile city) {
        this.grid = grid;
        this.rates = rates;
        this.config = config;
        this.city = city;
    }

    /** The subject of a dataset's name, or null for the forecast one, and an offence's; the case of the latter does not matter. */
    Subject subject(String wantedDataset, String offence) {
        CityProfile.Forecast forecast = city.forecast();
        String dataset = wantedDataset == null ? forecast.dataset() : wantedDataset;
        String wanted = offence.strip();
        boolean isTitle = wanted.equalsIgnoreCase(forecast.title()) && dataset.equals(forecast.dataset());
        if (isTitle || wanted.equalsIgnoreCase(Subject.ALL)) {
            return new Subject(dataset, Subject.ALL);
        }
        return forecast.offences().stream()
                .filter(wanted::equalsIgnoreCase)
                .findFirst()
                .map(known -> new Subject(dataset, known))
                .orElseThrow(() -> Problems.badRequest(
                        "offence",
                        "no forecasts of " + Problems.shown(offence) + "; there are all, "
                                + String.join(", ", forecast.offences()),
                        nearest(wanted.toUpperCase(Locale.ROOT))));
    }

    private List<String> nearest(String wanted) {
        return city.forecast().offences().stream()
                .sorted(Comparator.comparingInt(known -> DISTANCE.apply(wanted, known)))
                .limit(MOST_NEAR)
                .toList();
    }

    /** The model that is asked for, or the default where that is null. */
    ForecastModel model(Subject subject, ForecastModel wanted) {
        if (wanted == null) {
            return rates.defaultModel(subject);
        }
        if (wanted == ForecastModel.CONVLSTM && !rates.isForecast(subject)) {
            throw Problems.badRequest(
                    "model", "the network forecasts " + city.forecast().dataset() + " only; ask for a baseline");
        }
        return wanted;
    }

    /** The first day to forecast: a date, {@code today}, or null where none is named. */
    LocalDate start(String text) {
        if (text == null) {
            return null;
        }
        if (text.strip().equalsIgnoreCase("today")) {
            return config.today().orElseGet(() -> LocalDate.now(city.zone()));
        }
        try {
            return LocalDate.parse(text.strip());
        } catch (DateTimeParseException e) {
            throw Problems.badRequest("start", "start must be a date such as 2015-09-30, or today");
        }
    }

    /** Refuses days that are not after the origin, or too far after it, and says which starts are possible. */
    void requireLeads(LocalDate origin, LocalDate start, int days) {
        LocalDate first = origin.plusDays(1);
        LocalDate last = origin.plusDays(ModelInputs.MAX_LEAD + 1L - days);
        if (start.isBefore(first) || start.isAfter(last)) {
            throw Problems.unprocessable(
                    "start",
                    "forecasts of %d days from %s start from %s to %s: none is of a day more than %d days after the last known one"
                            .formatted(days, origin, first, last, ModelInputs.MAX_LEAD),
                    first,
                    last);
        }
    }

    /** The days that a dataset has. */
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
            throw Problems.unprocessable(
                    parameter,
                    "%s is outside the data: those of %s run from %s to %s, so the first possible day is %s, the last %s"
                            .formatted(parameter, subject.dataset(), span.first(), span.last(), first, span.last()),
                    first,
                    span.last());
        }
    }
}
