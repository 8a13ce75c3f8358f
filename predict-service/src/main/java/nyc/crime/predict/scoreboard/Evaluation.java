package nyc.crime.predict.scoreboard;

import java.time.LocalDate;
import java.util.List;
import java.util.Set;

import nyc.crime.http.Freshness;
import nyc.crime.predict.counts.ForecastGrid;
import nyc.crime.predict.forecast.ForecastModel;
import nyc.crime.predict.forecast.RateSource;
import nyc.crime.predict.forecast.Subject;
import nyc.crime.predict.grid.Provenance;

/**
 * Every model's errors over a window of days, each day forecast {@code lead} days ahead, on the same cells and days.
 * Everything that the scoreboard shows is read from here.
 *
 * @param offence an offence, or what all that are forecast are called
 * @param offences the offences that are scored; none: all records of the dataset
 * @param observed what came
 * @param data what the counts are
 * @param freshness of the counts
 * @param models the models' errors, in the order of {@link nyc.crime.predict.forecast.ForecastModel}
 * @param inSample models that learnt from days of the window: their scores show no skill
 * @param missing models that are not scored, and why
 * @param notes what a reader has to know before believing the scores
 */
public record Evaluation(
        Window window,
        String offence,
        List<String> offences,
        ForecastGrid grid,
        Observed observed,
        Provenance data,
        Freshness freshness,
        List<ModelErrors> models,
        Set<ForecastModel> inSample,
        List<RateSource.Missing> missing,
        List<String> notes) {

    /** A window of target days and how far ahead they are forecast. */
    public record Window(Subject subject, LocalDate from, LocalDate to, int lead) {

        /** Days of the window. */
        public int days() {
            return (int) (to.toEpochDay() - from.toEpochDay()) + 1;
        }
    }
}
