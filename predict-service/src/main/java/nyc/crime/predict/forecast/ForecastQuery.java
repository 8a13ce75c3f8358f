package nyc.crime.predict.forecast;

import java.time.LocalDate;

/**
 * A checked question for a forecast.
 *
 * @param from the last known day
 * @param days leads 1 to this
 */
public record ForecastQuery(Subject subject, LocalDate from, int days, By by, ForecastModel model) {

    /** The kind of places. */
    public enum By {
        CELL,
        PRECINCT,
        BOROUGH,
        CITY
    }
}
