package nyc.crime.training.network;

import java.util.Set;

import nyc.crime.predict.counts.Mask;

/** The networks that can be trained, by name. */
public final class Presets {

    /** Names of the presets. */
    public static final Set<String> NAMES = Set.of(ResidualNetwork.PRESET, OriginalNetwork.PRESET);

    private Presets() {}

    /**
     * A network for a grid.
     *
     * @param filters filters of each ConvLSTM layer
     * @throws IllegalArgumentException if there is no such preset
     */
    public static Network of(String preset, Mask mask, int groups, int filters) {
        return switch (preset) {
            case ResidualNetwork.PRESET -> new ResidualNetwork(mask, groups, filters);
            case OriginalNetwork.PRESET -> new OriginalNetwork(mask, groups, filters);
            default -> throw new IllegalArgumentException("no preset " + preset + ", only " + NAMES);
        };
    }
}
