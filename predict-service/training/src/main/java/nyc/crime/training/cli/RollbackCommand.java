package nyc.crime.training.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.Callable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import nyc.crime.predict.models.ModelFolder;
import nyc.crime.predict.models.Promotion;
import nyc.crime.training.data.JsonFiles;

/** Goes back to a version that answered before. */
@Command(
        name = "rollback",
        mixinStandardHelpOptions = true,
        description = "Makes the version that answered before the current one again; a running service takes it over.")
final class RollbackCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Option(names = "--models", required = true, description = "Folder of the models.")
    private Path models;

    @Option(
            names = "--city",
            required = true,
            description = "Whose models: the name of their folder in --models (default: ${DEFAULT-VALUE}).")
    private String city;

    @Option(names = "--dataset", required = true, description = "Whose model (default: ${DEFAULT-VALUE}).")
    private String dataset;

    @Parameters(
            arity = "0..1",
            paramLabel = "VERSION",
            description = "The version to go back to (default: the one that the current one replaced).")
    private String wanted;

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        ModelFolder versions = new ModelFolder(models.resolve(city), dataset);
        String current = versions.current()
                .orElseThrow(() -> new IOException(
                        "there is no current model of %s in %s".formatted(dataset, models.resolve(city))));
        String version = wanted != null ? wanted : replaced(versions, current);
        if (version.equals(current)) {
            throw new IOException("%s answers already".formatted(version));
        }
        versions.makeCurrent(version);
        JsonFiles.write(
                new Promotion(
                        Promotion.ROLLED_BACK,
                        Instant.now(),
                        "went back from %s to %s".formatted(current, version),
                        version,
                        current,
                        null),
                versions.promotion());
        out.printf("%s answers in place of %s%n", version, current);
        out.flush();
        return 0;
    }

    private static String replaced(ModelFolder versions, String current) throws IOException {
        Path decision = versions.of(current).resolve(ModelFolder.PROMOTION);
        if (!decision.toFile().isFile()) {
            throw new IOException("%s has replaced no other version: name the one to go back to".formatted(current));
        }
        String previous = JsonFiles.read(decision, Promotion.class).previous();
        if (previous == null) {
            throw new IOException("%s was the first: there is none to go back to".formatted(current));
        }
        return previous;
    }
}
