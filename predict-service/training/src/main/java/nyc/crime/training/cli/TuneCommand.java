package nyc.crime.training.cli;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import nyc.crime.training.data.GridData;
import nyc.crime.training.data.JsonFiles;
import nyc.crime.training.run.Tuning;

/** Compares settings by temporal cross-validation. */
@Command(
        name = "tune",
        mixinStandardHelpOptions = true,
        description = {
            "Trains a small grid of settings on several splits by time, all before --validate-from, which stays unseen.",
            "Writes tuning.json and tuning.md, best first."
        })
final class TuneCommand implements Callable<Integer> {

    private static final int MOST_RUNS = 36;

    @Spec
    private CommandSpec spec;

    @Mixin
    private DataOptions dataOptions;

    @Mixin
    private NetworkOptions networkOptions;

    @Option(
            names = "--try-filters",
            split = ",",
            defaultValue = "4,8,16",
            description = "Filters to try (default: ${DEFAULT-VALUE}).")
    private List<Integer> filters;

    @Option(
            names = "--try-learning-rates",
            split = ",",
            defaultValue = "0.002,0.004",
            description = "Rates to try (default: ${DEFAULT-VALUE}).")
    private List<Double> learningRates;

    @Option(names = "--folds", defaultValue = "2", description = "Splits by time (default: ${DEFAULT-VALUE}).")
    private int folds;

    @Option(
            names = "--fold-days",
            defaultValue = "91",
            description = "Days checked on in a split (default: ${DEFAULT-VALUE}).")
    private int foldDays;

    @Option(names = "--out", required = true, description = "Folder of the results; made if missing.")
    private Path out;

    @Override
    public Integer call() throws Exception {
        int runs = filters.size() * learningRates.size() * folds;
        if (runs > MOST_RUNS) {
            throw new ParameterException(
                    spec.commandLine(), "%d runs are more than %d: try fewer settings".formatted(runs, MOST_RUNS));
        }
        PrintWriter progress = spec.commandLine().getOut();
        GridData data = dataOptions.load();
        Tuning tuning = new Tuning(data, dataOptions.validateFrom(), folds, foldDays, progress);
        Tuning.Outcome outcome = tuning.run(networkOptions.settings(), filters, learningRates);
        Files.createDirectories(out);
        JsonFiles.write(outcome, out.resolve("tuning.json"));
        Files.writeString(out.resolve("tuning.md"), outcome.markdown());
        progress.print(outcome.markdown());
        progress.flush();
        return 0;
    }
}
