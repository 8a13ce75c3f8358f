package nyc.crime.training.export;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

import org.tensorflow.TensorFlow;

import nyc.crime.predict.baseline.Baseline;
import nyc.crime.predict.counts.DailyCounts;
import nyc.crime.predict.inputs.ModelDescription;
import nyc.crime.predict.inputs.ModelInputs;
import nyc.crime.predict.inputs.TensorSpec;
import nyc.crime.predict.models.ModelFolder;
import nyc.crime.training.data.GridData;
import nyc.crime.training.data.JsonFiles;
import nyc.crime.training.evaluation.BaselineForecaster;
import nyc.crime.training.evaluation.Forecaster;
import nyc.crime.training.evaluation.SavedModelForecaster;
import nyc.crime.training.evaluation.Scoreboard;
import nyc.crime.training.network.ResidualNetwork;
import nyc.crime.training.run.Samples;
import nyc.crime.training.run.Settings;
import nyc.crime.training.run.TrainingRun;

/** Writes a trained model, then reads it back and scores it as anyone else would. */
public final class ModelExport {

    private static final String NAME = "convlstm";
    /** Leads that models are scored at, where the counts reach back far enough. */
    public static final List<Integer> LEADS = List.of(1, 7, 14, 30, 60, 90, 120, 150);

    private ModelExport() {}

    /**
     * Writes {@code saved_model.pb} and {@code model.json}.
     *
     * @param created the time to note as the model's
     * @param folder made if missing
     * @return what model.json says
     */
    public static ModelDescription write(
            TrainingRun.Trained trained,
            Settings settings,
            GridData data,
            Samples samples,
            Instant created,
            Path folder)
            throws IOException {
        TensorSpec output = SavedModelWriter.write(trained.network(), trained.weights(), folder);
        DailyCounts counts = data.counts();
        List<TensorSpec> inputs = trained.network().inputs();
        List<String> outputs = new ArrayList<>(counts.groups());
        outputs.add(DailyCounts.ALL);
        try (SavedModelForecaster network = new SavedModelForecaster(
                NAME, folder, inputs, output, new ModelInputs(counts, data.mask(), data.holidays()))) {
            List<Forecaster> forecasters = new ArrayList<>();
            for (Baseline baseline : Baseline.values()) {
                forecasters.add(new BaselineForecaster(baseline, counts));
            }
            forecasters.add(network);
            Scoreboard scoreboard = Scoreboard.of(
                    forecasters,
                    Baseline.CLIMATOLOGY.id(),
                    counts,
                    data.mask(),
                    samples.validationFrom(),
                    samples.validationTo(),
                    samples.possible(LEADS));
            ModelDescription description = new ModelDescription(
                    NAME,
                    settings.preset(),
                    data.dataset(),
                    counts.groups(),
                    outputs,
                    data.grid(),
                    ModelInputs.LOOKBACK,
                    ModelInputs.MAX_LEAD,
                    ModelInputs.HISTORY_DAYS,
                    inputs,
                    output,
                    new ModelDescription.Training(
                            samples.firstTarget(),
                            samples.validationFrom(),
                            samples.validationTo(),
                            settings.seed(),
                            trained.bestEpoch(),
                            trained.steps(),
                            settings.batch(),
                            settings.learningRate(),
                            settings.averaging(),
                            settings.filters(),
                            trained.parameters(),
                            created),
                    level(trained.weights()),
                    scoreboard.rows().stream()
                            .filter(row -> row.offence().equals(DailyCounts.ALL))
                            .map(row -> new ModelDescription.Score(
                                    row.model(), row.lead(), row.mse(), row.rmse(), row.mae(), row.poissonDeviance()))
                            .toList(),
                    new TreeMap<>(Map.of(
                            "tensorflow",
                            TensorFlow.version(),
                            "java",
                            Runtime.version().toString())));
            JsonFiles.write(description, folder.resolve(ModelFolder.DESCRIPTION));
            return description;
        }
    }

    /** The weights of the level, of a network that has them. */
    private static ModelDescription.Level level(Map<String, float[]> weights) {
        float[] kernel = weights.get(ResidualNetwork.LEVEL_KERNEL);
        if (kernel == null) {
            return null;
        }
        List<Double> values = IntStream.range(0, kernel.length)
                .mapToObj(i -> (double) kernel[i])
                .toList();
        return new ModelDescription.Level(values, weights.get(ResidualNetwork.LEVEL_BIAS)[0]);
    }
}
