package nyc.crime.predict.forecast;

import java.time.LocalDate;
import java.util.Locale;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * A checked question for a forecast.
 *
 * @param origin the last known day
 * @param days leads 1 to this
 */
public record ForecastQuery(Subject subject, LocalDate origin, int days, By by, ForecastModel model) {

    /** The kind of places. */
    public enum By {
        @JsonProperty("cell")
        CELL,
        @JsonProperty("precinct")
        PRECINCT,
        @JsonProperty("borough")
        BOROUGH,
        @JsonProperty("city")
        CITY;

        /** The kind of a name in the API. */
        public static By fromString(String name) {
            return valueOf(name.toUpperCase(Locale.ROOT));
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
