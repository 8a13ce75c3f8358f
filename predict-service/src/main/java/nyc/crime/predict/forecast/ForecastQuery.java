package nyc.crime.predict.forecast;

import java.time.LocalDate;
import java.util.List;
import java.util.Locale;

import com.fasterxml.jackson.annotation.JsonProperty;

import nyc.crime.predict.inputs.ModelInputs;

/**
 * A checked question for a forecast.
 *
 * @param origin the last known day
 * @param start the first day to forecast, after the origin
 * @param days days to forecast
 * @param sum whether the days' sums are asked for too
 */
public record ForecastQuery(
        Subject subject, LocalDate origin, LocalDate start, int days, By by, ForecastModel model, boolean sum) {

    /** The days to forecast. */
    List<ModelInputs.Target> targets() {
        return start.datesUntil(start.plusDays(days))
                .map(day -> new ModelInputs.Target(origin, (int) (day.toEpochDay() - origin.toEpochDay())))
                .toList();
    }

    /** The kind of places. */
    public enum By {
        @JsonProperty("cell")
        CELL,
        @JsonProperty("precinct")
        PRECINCT,
        @JsonProperty("neighbourhood")
        NEIGHBOURHOOD,
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
