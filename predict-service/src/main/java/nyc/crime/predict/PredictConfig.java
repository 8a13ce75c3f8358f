package nyc.crime.predict;

import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Settings of this service. */
@ConfigMapping(prefix = "nyc.predict")
public interface PredictConfig {

    /**
     * Folders of models, see {@link nyc.crime.predict.models.ModelFolder}: the first that has a current one of the city counts; or a
     * folder that holds saved_model.pb and model.json itself. Without it the service looks for {@code model} below its
     * working directory, {@code predict-service} there, and the three folders above its own program.
     */
    Optional<List<Path>> modelDir();

    /** How often it is looked whether another version of the network is the current one; off: never. */
    @WithDefault("60s")
    String modelPoll();

    /**
     * The folder of TensorFlow's native libraries ({@code libjnitensorflow.so} and two more). Without it the service
     * looks for {@code target/tensorflow} in the same places as for the model. Nothing is ever downloaded.
     */
    Optional<Path> tensorflowDir();

    /** The day to take for today, where the data are those of a day gone by. */
    Optional<LocalDate> today();

    /** Seed of the sample paths: the same seed gives the same intervals. */
    @WithDefault("2015")
    long seed();

    /** Sample paths of a forecast. */
    @WithDefault("1000")
    @Min(100)
    @Max(10_000)
    int samples();

    /** Network runs at a time. More than the machine has cores only makes all of them slower. */
    @WithDefault("1")
    @Min(1)
    int inferences();

    /** How long a request waits for its turn before it is told to come back. */
    @WithDefault("20s")
    Duration inferenceWait();

    /** How long a caller waits for an answer, less than proxies do; then it gets 503, and the work goes on. */
    @WithDefault("45s")
    Duration patience();

    /** The folder of the record of forecasts; without it none is kept. */
    Optional<Path> recordDir();

    /** How often it is looked whether today's forecasts are on record; off: never. */
    @WithDefault("1h")
    String recordEvery();

    /** The share of the heap that forecasts and scoreboards may take together while they are computed. */
    @WithDefault("0.4")
    double memoryShare();

    /** Counts of months that are kept at most; four years of what is forecast are some 3 MB. */
    @WithDefault("24M")
    MemorySize counts();

    /** Finished answers that are kept at most. */
    @WithDefault("16M")
    MemorySize responses();
}
