package nyc.crime.training.cli;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.Callable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import nyc.crime.training.data.GridData;
import nyc.crime.training.export.ModelExport;
import nyc.crime.training.run.Samples;
import nyc.crime.training.run.Settings;
import nyc.crime.training.run.TrainingRun;

/** Trains a network and writes it as a SavedModel with its description. */
@Command(
        name = "train",
        mixinStandardHelpOptions = true,
        description = "Trains a network; writes saved_model.pb, model.json, and a checkpoint after every epoch.")
final class TrainCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private DataOptions dataOptions;

    @Mixin
    private NetworkOptions networkOptions;

    @Option(names = "--out", required = true, description = "Folder of the model; made if missing.")
    private Path out;

    @Option(
            names = "--checkpoint",
            description = "Where to keep the run's state, and to resume from (default: checkpoint.json in --out).")
    private Path checkpoint;

    @Override
    public Integer call() throws Exception {
        PrintWriter progress = spec.commandLine().getOut();
        GridData data = dataOptions.load();
        Samples samples = dataOptions.samples(data);
        Settings settings = networkOptions.settings();
        progress.printf(
                "%d days of %s (%s), %d records in %d cells; learning from %s to %s, checking on %s to %s%n",
                data.counts().days(),
                data.dataset(),
                data.source(),
                data.counts().total(),
                data.mask().count(),
                samples.firstTarget(),
                samples.validationFrom().minusDays(1),
                samples.validationFrom(),
                samples.validationTo());
        progress.flush();
        Files.createDirectories(out);
        Path state = checkpoint != null ? checkpoint : out.resolve("checkpoint.json");
        TrainingRun.Trained trained = new TrainingRun(samples, data.mask(), settings, progress).train(state);
        ModelExport.write(trained, settings, data, samples, Instant.now(), out);
        progress.printf("wrote %s%n", out);
        progress.flush();
        return 0;
    }
}
