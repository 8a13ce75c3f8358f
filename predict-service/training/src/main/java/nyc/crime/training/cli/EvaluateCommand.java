package nyc.crime.training.cli;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import nyc.crime.predict.baseline.Baseline;
import nyc.crime.predict.inputs.ModelDescription;
import nyc.crime.predict.inputs.ModelInputs;
import nyc.crime.predict.models.ModelFolder;
import nyc.crime.training.data.GridData;
import nyc.crime.training.data.JsonFiles;
import nyc.crime.training.evaluation.BaselineForecaster;
import nyc.crime.training.evaluation.Forecaster;
import nyc.crime.training.evaluation.SavedModelForecaster;
import nyc.crime.training.evaluation.Scoreboard;

/** Scores an exported model against every baseline. */
@Command(
        name = "evaluate",
        mixinStandardHelpOptions = true,
        description =
                "Rolling-origin scores of a model and of every baseline, from --validate-from to --to: scoreboard.json and .md.")
final class EvaluateCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private DataOptions dataOptions;

    @Option(
            names = "--model",
            required = true,
            description = "Folder of a SavedModel and its model.json; of several, each goes by its folder's name.")
    private List<Path> models;

    @Option(
            names = "--against",
            defaultValue = "climatology",
            description = "The model that all are compared with, paired by day (default: ${DEFAULT-VALUE}).")
    private String reference;

    @Option(
            names = "--leads",
            split = ",",
            defaultValue = "1,7,14,30,60,90,120,150",
            description = "Days from the last known day to the forecast day (default: ${DEFAULT-VALUE}).")
    private List<Integer> leads;

    @Option(names = "--out", required = true, description = "Folder of the scoreboard; made if missing.")
    private Path out;

    @Override
    public Integer call() throws Exception {
        PrintWriter progress = spec.commandLine().getOut();
        GridData data = dataOptions.load();
        ModelInputs inputs = new ModelInputs(data.counts(), data.mask(), data.holidays());
        List<Forecaster> forecasters = new ArrayList<>();
        for (Baseline baseline : Baseline.values()) {
            forecasters.add(new BaselineForecaster(baseline, data.counts()));
        }
        List<SavedModelForecaster> networks = new ArrayList<>();
        try {
            for (Path model : models) {
                ModelDescription description =
                        JsonFiles.read(model.resolve(ModelFolder.DESCRIPTION), ModelDescription.class);
                networks.add(new SavedModelForecaster(
                        models.size() == 1
                                ? description.name()
                                : model.toRealPath().getFileName().toString(),
                        model,
                        description.inputs(),
                        description.output(),
                        inputs));
            }
            forecasters.addAll(networks);
            Scoreboard scoreboard = Scoreboard.of(
                    forecasters,
                    reference,
                    data.counts(),
                    data.mask(),
                    dataOptions.validateFrom(),
                    dataOptions.to(),
                    leads);
            Files.createDirectories(out);
            JsonFiles.write(scoreboard, out.resolve("scoreboard.json"));
            Files.writeString(out.resolve("scoreboard.md"), scoreboard.markdown());
            progress.print(scoreboard.markdown());
            progress.flush();
        } finally {
            networks.forEach(SavedModelForecaster::close);
        }
        return 0;
    }
}
