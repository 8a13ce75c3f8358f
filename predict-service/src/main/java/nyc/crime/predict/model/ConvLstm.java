package nyc.crime.predict.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.annotation.Timed;
import io.quarkus.runtime.Startup;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.jboss.logging.Logger;

import nyc.crime.city.CityProfile;
import nyc.crime.predict.PredictConfig;
import nyc.crime.predict.baseline.Baseline;
import nyc.crime.predict.counts.DailyCounts;
import nyc.crime.predict.counts.ForecastGrid;
import nyc.crime.predict.inputs.ModelDescription;
import nyc.crime.predict.inputs.ModelInputs;
import nyc.crime.predict.inputs.TensorSpec;

/**
 * The network: loaded when the service starts. The service runs without it too; then every use of it says why it is
 * missing.
 */
@Startup
@Singleton
@RegisterForReflection(
        targets = {
            ModelDescription.class,
            ModelDescription.Grid.class,
            ModelDescription.Training.class,
            ModelDescription.Level.class,
            ModelDescription.Score.class,
            TensorSpec.class
        })
public class ConvLstm {

    /** The network's name in the API. */
    public static final String ID = "convlstm";

    private static final Logger LOG = Logger.getLogger(ConvLstm.class);

    private final ModelDescription description;
    private final String version;
    private final SavedModel network;
    private final String problem;

    ConvLstm(PredictConfig config, CityProfile city, ObjectMapper json) {
        ModelDescription found = null;
        String content = null;
        SavedModel loaded = null;
        String reason = null;
        long start = System.nanoTime();
        try {
            Path folder = folder(config.modelDir(), "model");
            byte[] text = read(folder.resolve("model.json"));
            found = json.readValue(text, ModelDescription.class);
            content = found.version(read(folder.resolve("saved_model.pb")), text);
            requireOffences(found, city.forecast().offences());
            loaded = new SavedModel(
                    folder,
                    folder(config.tensorflowDir(), "target/tensorflow"),
                    found.inputs(),
                    found.output(),
                    config.inferences(),
                    config.inferenceWait());
            LOG.infof("the network of %s is ready after %d ms", folder, (System.nanoTime() - start) / 1_000_000);
        } catch (ModelUnavailable | IOException e) {
            reason = e.getMessage();
            LOG.warnf("only the baselines are served: %s", reason);
        }
        this.description = found;
        this.version = content;
        this.network = loaded;
        this.problem = reason;
    }

    /** Why the network cannot be used, if it cannot. */
    public Optional<String> problem() {
        return Optional.ofNullable(problem);
    }

    /** Why the network cannot forecast on a grid, if it cannot. */
    public Optional<String> problemOn(ForecastGrid grid) {
        return problem != null || isTrainedOn(grid)
                ? problem()
                : Optional.of("it was trained on another grid than grid-service has now");
    }

    /** The version of what is in the folder, if it could be read. */
    public Optional<String> version() {
        return Optional.ofNullable(version);
    }

    /** What model.json says, if it could be read. */
    public Optional<ModelDescription> description() {
        return Optional.ofNullable(description);
    }

    /**
     * The loaded network.
     *
     * @throws ModelUnavailable with the reason, if there is none
     */
    public SavedModel network() {
        if (network == null) {
            throw unavailable(problem);
        }
        return network;
    }

    private static ModelUnavailable unavailable(String reason) {
        return new ModelUnavailable("the network is not available: " + reason, false);
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
        Optional<ModelDescription.Score> own =
                first.stream().filter(score -> score.model().equals(ID)).findFirst();
        List<String> baselines = first.stream()
                .map(ModelDescription.Score::model)
                .filter(model -> !model.equals(ID))
                .toList();
        return own.isPresent()
                && baselines.contains(Baseline.CLIMATOLOGY.id())
                && first.stream()
                        .filter(score -> !score.model().equals(ID))
                        .allMatch(score ->
                                own.get().mse() < score.mse() && own.get().poissonDeviance() < score.poissonDeviance());
    }

    /**
     * The inputs for one target, as the network takes them.
     *
     * @param counts daily counts by offence, in the description's order
     * @throws ModelUnavailable if there is no network for this grid
     */
    public Map<TensorSpec, float[]> inputs(ForecastGrid grid, DailyCounts counts, ModelInputs.Target target) {
        network();
        problemOn(grid).ifPresent(reason -> {
            throw unavailable(reason);
        });
        Map<String, float[]> built = new ModelInputs(counts, grid.mask()).build(description.inputs(), List.of(target));
        Map<TensorSpec, float[]> inputs = new LinkedHashMap<>();
        description.inputs().forEach(spec -> inputs.put(spec, built.get(spec.name())));
        return inputs;
    }

    /**
     * Expected counts by cell.
     *
     * @param grid the grid of the counts, which must be the one of the training
     * @param counts daily counts by offence, in the description's order
     * @param targets what to forecast
     * @param output name of the output channel: an offence or {@code ALL}
     * @return {@code [targets][cells]}
     * @throws ModelUnavailable if there is no network for this grid, or no turn came in time
     */
    @Timed("nyc.predict.inferences")
    public float[][] rates(ForecastGrid grid, DailyCounts counts, List<ModelInputs.Target> targets, String output) {
        SavedModel runnable = network();
        problemOn(grid).ifPresent(reason -> {
            throw unavailable(reason);
        });
        ModelInputs inputs = new ModelInputs(counts, grid.mask());
        int channels = description.outputs().size();
        int channel = description.outputs().indexOf(output);
        float[][] rates = new float[targets.size()][counts.cells()];
        // One target at a time: a batch is no faster on few cores and holds its memory for ever.
        for (int n = 0; n < rates.length; n++) {
            float[] found = runnable.run(1, inputs.build(description.inputs(), targets.subList(n, n + 1)));
            for (int cell = 0; cell < counts.cells(); cell++) {
                rates[n][cell] = found[cell * channels + channel];
            }
        }
        return rates;
    }

    @PreDestroy
    void close() {
        if (network != null) {
            network.close();
        }
    }

    private boolean isTrainedOn(ForecastGrid grid) {
        ModelDescription.Grid trained = description.grid();
        return trained.rows() == grid.rows()
                && trained.cols() == grid.cols()
                && trained.maskedIn() == grid.mask().count()
                && isSame(trained.north(), grid.bounds().north())
                && isSame(trained.south(), grid.bounds().south())
                && isSame(trained.east(), grid.bounds().east())
                && isSame(trained.west(), grid.bounds().west());
    }

    private static boolean isSame(double degrees, double others) {
        return Math.abs(degrees - others) <= 1e-6;
    }

    private static void requireOffences(ModelDescription description, List<String> offences) {
        if (!description.groups().equals(offences)) {
            throw new ModelUnavailable(
                    "it knows the offences %s, and the service is set to %s".formatted(description.groups(), offences),
                    false);
        }
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new ModelUnavailable("there is no readable " + file, false);
        }
    }

    /** The folder that is set, or the first of that name below the working directory or the folders of the program. */
    private static Path folder(Optional<Path> set, String name) {
        return set.orElseGet(() -> Stream.concat(Stream.of(Path.of(""), Path.of("predict-service")), foldersOfProgram())
                        .map(folder -> folder.resolve(name))
                        .filter(Files::isDirectory)
                        .findFirst()
                        .orElse(Path.of(name)))
                .toAbsolutePath()
                .normalize();
    }

    /** The folders above the jar or executable, up to the module that built it: {@code module/target/quarkus-app}. */
    private static Stream<Path> foldersOfProgram() {
        String jar = System.getProperty("java.class.path", "");
        Path program = jar.endsWith("quarkus-run.jar")
                ? Path.of(jar)
                : Path.of(ProcessHandle.current().info().command().orElse(""));
        return Stream.iterate(program.toAbsolutePath().getParent(), Objects::nonNull, Path::getParent)
                .limit(3);
    }
}
