package nyc.crime.predict.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.annotation.Timed;
import io.quarkiverse.resteasy.problem.HttpProblem;
import io.quarkus.runtime.Startup;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.quarkus.scheduler.Scheduled;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

import nyc.crime.city.Cities;
import nyc.crime.city.CityProfile;
import nyc.crime.predict.PredictConfig;
import nyc.crime.predict.counts.DailyCounts;
import nyc.crime.predict.counts.ForecastGrid;
import nyc.crime.predict.grid.GridService;
import nyc.crime.predict.inputs.Holidays;
import nyc.crime.predict.inputs.ModelDescription;
import nyc.crime.predict.inputs.ModelInputs;
import nyc.crime.predict.inputs.TensorSpec;
import nyc.crime.predict.models.ModelFolder;
import nyc.crime.predict.models.Promotion;

/**
 * The network: loaded when the service starts, and again, beside the old one, when another version is made the current
 * one. The service runs without it too; then every use of it says why it is missing.
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
            TensorSpec.class,
            Promotion.class,
            Promotion.Trial.class,
            Promotion.ChanceTest.class,
            Promotion.Comparison.class,
            Promotion.TrialScore.class
        })
public class ConvLstm {

    /** The network's name in the API. */
    public static final String ID = "convlstm";

    private static final Logger LOG = Logger.getLogger(ConvLstm.class);

    private final PredictConfig config;
    private final String id;
    private final CityProfile.Forecast forecast;
    private final Holidays holidays;
    private final GridService grid;
    private final ObjectMapper json;
    private volatile LoadedNetwork current;
    private volatile Refused refused;
    private volatile Promotion promotion;

    /**
     * A version that was to answer and does not, since it is bad; the one before it goes on.
     *
     * @param version null where it could not be read
     */
    public record Refused(String version, String reason) {}

    /** A model's files. */
    private record Content(Path folder, ModelDescription description, String version) {}

    ConvLstm(
            PredictConfig config,
            CityProfile city,
            @ConfigProperty(name = Cities.ID) String id,
            Holidays holidays,
            GridService grid,
            ObjectMapper json) {
        this.config = config;
        this.id = id;
        this.forecast = city.forecast();
        this.holidays = holidays;
        this.grid = grid;
        this.json = json;
        Content found = null;
        try {
            ModelFolder.Place place = place();
            this.promotion = promotion(place);
            found = read(place);
            this.current = load(found, place);
        } catch (ModelUnavailable | IOException e) {
            this.current = missing(found, e.getMessage());
        }
    }

    /** The version that answers now. What it is asked for later may be another's: see {@link #with}. */
    public LoadedNetwork current() {
        return current;
    }

    /** Works with the version that answers now, which stays what it is until the work has ended. */
    public <T> T with(Function<LoadedNetwork, T> work) {
        LoadedNetwork held = current;
        while (!held.hold()) {
            if (held == current) {
                throw new ModelUnavailable("the service ends", true);
            }
            held = current;
        }
        try {
            return work.apply(held);
        } finally {
            held.release();
        }
    }

    /** The version that was to replace the current one and is bad, if there is one. */
    public Optional<Refused> refused() {
        return Optional.ofNullable(refused);
    }

    /** The last decision about which version answers, if one was written down. */
    public Optional<Promotion> promotion() {
        return Optional.ofNullable(promotion);
    }

    /** Looks whether another version is to answer, and lets it if it is good. */
    @Scheduled(every = "{nyc.predict.model-poll}", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    synchronized void refresh() {
        LoadedNetwork old = current;
        Content found = null;
        try {
            ModelFolder.Place place = place();
            promotion = promotion(place);
            found = read(place);
            if (old.problem().isPresent() || !found.version.equals(old.version().orElseThrow())) {
                requireGrid(found.description);
                current = load(found, place);
                old.retire();
            }
            refused = null;
        } catch (HttpProblem e) {
            // Without grid-service nobody knows what is good: the next time.
            LOG.debugf("the network is not looked at: %s", e.getMessage());
        } catch (ModelUnavailable | IOException e) {
            refuse(old, found, e.getMessage());
        }
    }

    private static LoadedNetwork missing(Content found, String reason) {
        LOG.warnf("only the baselines are served: %s", reason);
        return new LoadedNetwork(
                found == null ? null : found.description, found == null ? null : found.version, null, reason);
    }

    private void refuse(LoadedNetwork old, Content found, String reason) {
        if (old.problem().isPresent()) {
            if (!reason.equals(old.problem().get())) {
                current = missing(found, reason);
            }
            return;
        }
        Refused now = new Refused(found == null ? null : found.version, reason);
        if (!now.equals(refused)) {
            LOG.warnf(
                    "%s goes on: %s is refused: %s",
                    old.version().orElseThrow(), found == null ? "what is to replace it" : found.version, reason);
        }
        refused = now;
    }

    private ModelFolder.Place place() throws IOException {
        List<Path> folders = config.modelDir().orElseGet(() -> List.of(folder(Optional.empty(), "model"))).stream()
                .map(folder -> folder(Optional.of(folder), null))
                .toList();
        return ModelFolder.current(folders, id, forecast.dataset())
                .orElseThrow(() -> new ModelUnavailable(
                        "there is no model of %s of %s in %s".formatted(forecast.dataset(), id, folders), false));
    }

    private Promotion promotion(ModelFolder.Place place) throws IOException {
        try {
            return json.readValue(Files.readAllBytes(place.promotion()), Promotion.class);
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    private Content read(ModelFolder.Place place) throws IOException {
        byte[] text = read(place.folder().resolve(ModelFolder.DESCRIPTION));
        ModelDescription description = json.readValue(text, ModelDescription.class);
        return new Content(
                place.folder(),
                description,
                description.version(read(place.folder().resolve(ModelFolder.NETWORK)), text));
    }

    private LoadedNetwork load(Content content, ModelFolder.Place place) {
        long start = System.nanoTime();
        if (place.version() != null && !place.version().equals(content.version)) {
            throw new ModelUnavailable(
                    "the files in %s are those of %s".formatted(content.folder, content.version), false);
        }
        requireOffences(content.description, forecast);
        SavedModel network = new SavedModel(
                content.folder,
                folder(config.tensorflowDir(), "target/tensorflow"),
                content.description.inputs(),
                content.description.output(),
                config.inferences(),
                config.inferenceWait());
        LOG.infof(
                "the network %s of %s is ready after %d ms",
                content.version, content.folder, (System.nanoTime() - start) / 1_000_000);
        return new LoadedNetwork(content.description, content.version, network, null);
    }

    private void requireGrid(ModelDescription description) {
        new LoadedNetwork(description, null, null, null).problemOn(grid.grid()).ifPresent(reason -> {
            throw new ModelUnavailable(reason, false);
        });
    }

    /**
     * The inputs for one target, as the network takes them.
     *
     * @param held the version
     * @param counts daily counts by offence, in the description's order
     * @throws ModelUnavailable if there is no network for this grid
     */
    public Map<TensorSpec, float[]> inputs(
            LoadedNetwork held, ForecastGrid grid, DailyCounts counts, ModelInputs.Target target) {
        held.networkOn(grid);
        List<TensorSpec> specs = held.description().orElseThrow().inputs();
        Map<String, float[]> built = new ModelInputs(counts, grid.mask(), holidays).build(specs, List.of(target));
        Map<TensorSpec, float[]> inputs = new LinkedHashMap<>();
        specs.forEach(spec -> inputs.put(spec, built.get(spec.name())));
        return inputs;
    }

    /**
     * Expected counts by cell.
     *
     * @param held the version that is to make them
     * @param grid the grid of the counts, which must be the one of the training
     * @param counts daily counts by offence, in the description's order
     * @param targets what to forecast
     * @param output name of the output channel: an offence or {@code ALL}
     * @return {@code [targets][cells]}
     * @throws ModelUnavailable if there is no network for this grid, or no turn came in time
     */
    @Timed("nyc.predict.inferences")
    public float[][] rates(
            LoadedNetwork held,
            ForecastGrid grid,
            DailyCounts counts,
            List<ModelInputs.Target> targets,
            String output) {
        SavedModel runnable = held.networkOn(grid);
        ModelDescription description = held.description().orElseThrow();
        ModelInputs inputs = new ModelInputs(counts, grid.mask(), holidays);
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
        current.retire();
    }

    private static void requireOffences(ModelDescription description, CityProfile.Forecast forecast) {
        if (!description.dataset().equals(forecast.dataset())
                || !description.groups().equals(forecast.offences())) {
            throw new ModelUnavailable(
                    "it knows %s of %s, and the service is set to %s of %s"
                            .formatted(
                                    description.groups(),
                                    description.dataset(),
                                    forecast.offences(),
                                    forecast.dataset()),
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
