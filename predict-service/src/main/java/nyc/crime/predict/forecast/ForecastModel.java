package nyc.crime.predict.forecast;

import java.util.Arrays;
import java.util.Optional;

import com.fasterxml.jackson.annotation.JsonProperty;

import nyc.crime.predict.baseline.Baseline;
import nyc.crime.predict.model.ConvLstm;

/** What can make a forecast: the network or a baseline. */
public enum ForecastModel {
    @JsonProperty("convlstm")
    CONVLSTM(ConvLstm.ID, null),
    @JsonProperty("climatology")
    CLIMATOLOGY(Baseline.CLIMATOLOGY.id(), Baseline.CLIMATOLOGY),
    @JsonProperty("ha-global")
    HA_GLOBAL(Baseline.HA_GLOBAL.id(), Baseline.HA_GLOBAL),
    @JsonProperty("ha-weekday")
    HA_WEEKDAY(Baseline.HA_WEEKDAY.id(), Baseline.HA_WEEKDAY);

    private final String id;
    private final Baseline baseline;

    ForecastModel(String id, Baseline baseline) {
        this.id = id;
        this.baseline = baseline;
    }

    /** The name in the API. */
    public String id() {
        return id;
    }

    /** The baseline; none for the network. */
    public Optional<Baseline> baseline() {
        return Optional.ofNullable(baseline);
    }

    /** The model of a name in the API. */
    public static ForecastModel fromString(String id) {
        return Arrays.stream(values())
                .filter(model -> model.id.equals(id))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no model " + id));
    }

    @Override
    public String toString() {
        return id;
    }
}
