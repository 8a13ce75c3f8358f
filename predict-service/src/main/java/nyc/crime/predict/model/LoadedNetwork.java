package nyc.crime.predict.model;

import java.util.List;
import java.util.Optional;

import nyc.crime.predict.baseline.Baseline;
import nyc.crime.predict.counts.ForecastGrid;
import nyc.crime.predict.inputs.ModelDescription;

/**
 * One version of the network, or the reason why there is none. An answer is made by one of them from its beginning to its
 * end: it is held meanwhile, see {@link ConvLstm#with}, and closed only when it was replaced and nobody holds it.
 */
public final class LoadedNetwork {

    private final ModelDescription description;
    private final String version;
    private final SavedModel network;
    private final String problem;
    private int holders;
    private boolean retired;

    /**
     * @param description what model.json says, or null
     * @param version of what is in the folder, or null
     * @param network what was loaded, or null
     * @param problem why nothing was, or null
     */
    LoadedNetwork(ModelDescription description, String version, SavedModel network, String problem) {
        this.description = description;
        this.version = version;
        this.network = network;
        this.problem = problem;
    }

    /** Why the network cannot be used, if it cannot. */
    public Optional<String> problem() {
        return Optional.ofNullable(problem);
    }

    /** Why the network cannot forecast on a grid, if it cannot. */
    public Optional<String> problemOn(ForecastGrid grid) {
        return problem != null || description.grid().fits(ModelDescription.Grid.of(grid))
                ? problem()
                : Optional.of("it was trained on another grid than grid-service has now");
    }

    /** The version of what was in the folder, if it could be read. */
    public Optional<String> version() {
        return Optional.ofNullable(version);
    }

    /** What model.json says, if it could be read. */
    public Optional<ModelDescription> description() {
        return Optional.ofNullable(description);
    }

    /**
     * The network itself.
     *
     * @throws ModelUnavailable with the reason, if there is none
     */
    public SavedModel network() {
        if (network == null) {
            throw unavailable(problem);
        }
        return network;
    }

    /**
     * The network, if it is for this grid.
     *
     * @throws ModelUnavailable with the reason, if there is none
     */
    SavedModel networkOn(ForecastGrid grid) {
        problemOn(grid).ifPresent(reason -> {
            throw unavailable(reason);
        });
        return network;
    }

    /**
     * Whether the network is loaded and its recorded validation scores at lead 1 are better than every baseline's, both
     * in squared error and in Poisson deviance.
     */
    public boolean hasEarnedDefault() {
        return network != null && beatsBaselines(description.scores());
    }

    static boolean beatsBaselines(List<ModelDescription.Score> scores) {
        List<ModelDescription.Score> first =
                scores.stream().filter(score -> score.lead() == 1).toList();
        Optional<ModelDescription.Score> own = first.stream()
                .filter(score -> score.model().equals(ConvLstm.ID))
                .findFirst();
        List<String> baselines = first.stream()
                .map(ModelDescription.Score::model)
                .filter(model -> !model.equals(ConvLstm.ID))
                .toList();
        return own.isPresent()
                && baselines.contains(Baseline.CLIMATOLOGY.id())
                && first.stream()
                        .filter(score -> !score.model().equals(ConvLstm.ID))
                        .allMatch(score ->
                                own.get().mse() < score.mse() && own.get().poissonDeviance() < score.poissonDeviance());
    }

    /** Begins to use it; false if it was replaced and is closed already. */
    synchronized boolean hold() {
        if (isClosed()) {
            return false;
        }
        holders++;
        return true;
    }

    /** Ends using it; the last one closes what was replaced. */
    synchronized void release() {
        holders--;
        closeIfUnused();
    }

    /** Says that it was replaced. */
    synchronized void retire() {
        retired = true;
        closeIfUnused();
    }

    /** Whether it was replaced and nobody uses it any more. */
    synchronized boolean isClosed() {
        return retired && holders == 0;
    }

    private void closeIfUnused() {
        if (isClosed() && network != null) {
            network.close();
        }
    }

    private static ModelUnavailable unavailable(String reason) {
        return new ModelUnavailable("the network is not available: " + reason, false);
    }
}
