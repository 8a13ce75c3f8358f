package nyc.crime.predict.scoreboard;

import java.time.LocalDate;
import java.util.List;

import nyc.crime.http.Freshness;
import nyc.crime.predict.counts.ForecastGrid;
import nyc.crime.predict.forecast.RateSource;
import nyc.crime.predict.forecast.Subject;

/**
 * Every model's errors over a window of days, each day forecast {@code lead} days ahead, on the same cells and days.
 * Everything that the scoreboard shows is read from here.
 *
 * @param observed what came
 * @param freshness of the counts
 * @param models the models' errors, in the order of {@link nyc.crime.predict.forecast.ForecastModel}
 * @param missing models that are not scored, and why
 * @param notes what a reader has to know before believing the scores
 */
public record Evaluation(
        Window window,
        ForecastGrid grid,
        Observed observed,
        Freshness freshness,
        List<ModelErrors> models,
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
