package nyc.crime.predict.forecast;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import jakarta.inject.Singleton;

import nyc.crime.predict.baseline.Baseline;
import nyc.crime.predict.inputs.ModelDescription;
import nyc.crime.predict.inputs.ModelInputs;
import nyc.crime.predict.model.ConvLstm;
import nyc.crime.predict.scores.FactorVariance;

/** What a reader has to know before believing numbers: said in every answer that it concerns, in whole sentences. */
@Singleton
public class Notes {

    /** The source of synthetic rows, as ingest-service names it. */
    private static final String SAMPLE = "sample";

    private final RateSource rates;

    Notes(RateSource rates) {
        this.rates = rates;
    }

    /** The notes on a forecast, which tell too how long ago its last known day is. */
    List<String> ofForecast(RateSource.Known known, ModelInputs.Target first) {
        List<String> notes = new ArrayList<>(of(known, first.origin(), first.origin()));
        if (first.lead() > FactorVariance.NEAR_LEAD) {
            notes.add(
                    "The last known day, %s, is %d days before the first that is forecast: levels may have moved since, and the intervals are wider for it."
                            .formatted(first.origin(), first.lead()));
        }
        return notes;
    }

    /**
     * The notes on numbers that were made from some counts: whether these are synthetic or have gaps, how old the
     * network's learning is, and which models are missing.
     *
     * @param from the first day that was forecast from
     * @param to the last day that was forecast from or compared with
     */
    public List<String> of(RateSource.Known known, LocalDate from, LocalDate to) {
        List<String> notes = new ArrayList<>();
        if (known.freshness().source().equals(SAMPLE)) {
            notes.add("The counts are synthetic, of a sample city made for trying this out; they are no records.");
        }
        LocalDate complete = known.span().complete();
        if (to.isAfter(complete)) {
            notes.add(
                    "Late reports of the days after %s are still to come: these days, up to %s, hold fewer records than they will, and what is forecast from them is too low."
                            .formatted(complete, to));
        }
        long empty = known.emptyDays(from.minusDays(Baseline.HISTORY_DAYS - 1L), to);
        if (empty > 0) {
            notes.add(
                    "%d of the days that were read hold no record in the whole city: the data have gaps there, and what is forecast from them is too low."
                            .formatted(empty));
        }
        List<RateSource.Missing> missing = rates.missing(known);
        missing.forEach(model -> notes.add("%s is missing: %s.".formatted(model.model(), model.reason())));
        known.network()
                .description()
                .map(ModelDescription::training)
                .filter(training -> missing.isEmpty()
                        && to.isAfter(training.validationFrom().plusYears(1)))
                .ifPresent(
                        training -> notes.add("%s learnt from days up to %s; judge it on recent days by the scoreboard."
                                .formatted(
                                        ConvLstm.ID, training.validationFrom().minusDays(1))));
        return notes;
    }
}
