package nyc.crime.predict.forecast;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import nyc.crime.predict.baseline.Baseline;
import nyc.crime.predict.model.ConvLstm;

/** What can make a forecast: the network or a baseline. */
public enum ForecastModel {
    CONVLSTM(ConvLstm.ID, null),
    CLIMATOLOGY(Baseline.CLIMATOLOGY.id(), Baseline.CLIMATOLOGY),
    HA_GLOBAL(Baseline.HA_GLOBAL.id(), Baseline.HA_GLOBAL),
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

    /** The names of all. */
    public static List<String> ids() {
        return Arrays.stream(values()).map(ForecastModel::id).toList();
    }

    /** The model of a name. */
    public static ForecastModel of(String id) {
        return Arrays.stream(values())
                .filter(model -> model.id.equals(id))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no model " + id));
    }
}
