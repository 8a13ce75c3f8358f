package nyc.crime.training.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import nyc.crime.predict.inputs.ModelDescription;
import nyc.crime.predict.inputs.ModelInputs;
import nyc.crime.predict.models.ModelFolder;
import nyc.crime.predict.models.Promotion;
import nyc.crime.predict.models.Promotion.Comparison;
import nyc.crime.predict.models.Promotion.Trial;
import nyc.crime.predict.models.Promotion.TrialScore;
import nyc.crime.training.data.GridData;
import nyc.crime.training.data.JsonFiles;
import nyc.crime.training.evaluation.SavedModelForecaster;
import nyc.crime.training.export.ModelExport;
import nyc.crime.training.promotion.Contest;
import nyc.crime.training.run.Samples;
import nyc.crime.training.run.Settings;
import nyc.crime.training.run.TrainingRun;

/** Trains a candidate and makes it the current model if it is better by more than chance. */
@Command(
        name = "promote",
        mixinStandardHelpOptions = true,
        description = {
            "Trains a candidate on the complete days, scores it beside the current model and every baseline on the last of them,",
            "which none has learnt from, and makes it current if its deviance is lower than each of theirs by more than chance.",
            "Prints the scores and the decision, and writes them into promotion.json beside the models."
        })
final class PromoteCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private DataOptions dataOptions;

    @Mixin
    private NetworkOptions networkOptions;

    @Option(
            names = "--models",
            required = true,
            description = "Folder of the models, a folder for each city and dataset's versions; made if missing.")
    private Path models;

    @Option(
            names = "--city",
            required = true,
            description = "Whose models: the name of their folder in --models (default: ${DEFAULT-VALUE}).")
    private String city;

    @Option(
            names = "--shipped",
            description = "Folder of models whose current one is copied into --models where that has none.")
    private Path shipped;

    @Option(
            names = "--candidate",
            description =
                    "Folder of a model to judge, or, if it holds none, to train one into (default: a temporary one).")
    private Path candidate;

    /** A model with what it is. */
    private record Model(Path folder, ModelDescription description, String version) {

        static Model read(Path folder) throws IOException {
            ModelDescription description =
                    JsonFiles.read(folder.resolve(ModelFolder.DESCRIPTION), ModelDescription.class);
            return new Model(
                    folder,
                    description,
                    description.version(
                            Files.readAllBytes(folder.resolve(ModelFolder.NETWORK)),
                            Files.readAllBytes(folder.resolve(ModelFolder.DESCRIPTION))));
        }

        boolean fits(GridData data) {
            return description.dataset().equals(data.dataset())
                    && description.groups().equals(data.counts().groups())
                    && description.grid().fits(data.grid());
        }
    }

    @Override
    public Integer call() throws Exception {
        Settings settings = networkOptions.settings();
        if (settings.patience() > 0) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--patience lets the days decide that the candidate is judged by: leave it out");
        }
        GridData data = dataOptions.load();
        Samples samples = dataOptions.samples(data);
        ModelFolder versions = new ModelFolder(models.resolve(city), data.dataset());
        Optional<Model> current = current(versions, data);
        if (current.isPresent()) {
            requireUnseen(current.get(), samples);
        }
        Model own = candidate(data, samples, settings);
        requireUnseen(own, samples);
        Trial trial = trial(own, current.filter(model -> model.fits(data)), data, samples);
        decide(versions, own, current, trial);
        return 0;
    }

    private Model candidate(GridData data, Samples samples, Settings settings) throws IOException {
        Path folder = candidate != null ? candidate : Files.createTempDirectory("candidate");
        if (!Files.exists(folder.resolve(ModelFolder.DESCRIPTION))) {
            PrintWriter out = spec.commandLine().getOut();
            Files.createDirectories(folder);
            TrainingRun.Trained trained =
                    new TrainingRun(samples, data.mask(), settings, out).train(folder.resolve("checkpoint.json"));
            ModelExport.write(trained, settings, data, samples, Instant.now(), folder);
        }
        Model model = Model.read(folder);
        if (!model.fits(data)) {
            throw new IOException(
                    "the candidate in %s is of another dataset, grid or other offences".formatted(folder));
        }
        return model;
    }

    /** The model that answers now; the shipped one from now on is one of the folder's own versions. */
    private Optional<Model> current(ModelFolder versions, GridData data) throws IOException {
        if (versions.current().isEmpty()) {
            List<Path> older = shipped == null ? List.of(models) : List.of(models, shipped);
            Optional<ModelFolder.Place> first = ModelFolder.current(older, city, data.dataset());
            if (first.isPresent()) {
                String version = Model.read(first.get().folder()).version;
                versions.add(version, first.get().folder());
                versions.makeCurrent(version);
            }
        }
        Optional<String> version = versions.current();
        return version.isPresent() ? Optional.of(Model.read(versions.of(version.get()))) : Optional.empty();
    }

    private static Trial trial(Model own, Optional<Model> current, GridData data, Samples samples) {
        ModelInputs inputs = new ModelInputs(data.counts(), data.mask(), data.holidays());
        try (SavedModelForecaster network = forecaster(Contest.CANDIDATE, own, inputs);
                SavedModelForecaster other = current.map(model -> forecaster(Contest.CURRENT, model, inputs))
                        .orElse(null)) {
            return Contest.run(
                    network,
                    other,
                    current.map(Model::version).orElse(null),
                    data,
                    samples.validationFrom(),
                    samples.validationTo(),
                    samples.possible(ModelExport.LEADS));
        }
    }

    private static SavedModelForecaster forecaster(String name, Model model, ModelInputs inputs) {
        return new SavedModelForecaster(
                name, model.folder, model.description.inputs(), model.description.output(), inputs);
    }

    private static void requireUnseen(Model model, Samples samples) throws IOException {
        if (model.description.training().validationFrom().isAfter(samples.validationFrom())) {
            throw new IOException("%s learnt from days up to %s, and is not to be judged by those from %s"
                    .formatted(
                            model.version,
                            model.description.training().validationFrom().minusDays(1),
                            samples.validationFrom()));
        }
    }

    private void decide(ModelFolder versions, Model own, Optional<Model> current, Trial trial) throws IOException {
        List<String> unbeaten = trial.comparisons().stream()
                .filter(other -> !other.beaten())
                .map(Comparison::model)
                .toList();
        boolean adopted = unbeaten.isEmpty();
        Promotion decision = new Promotion(
                adopted ? Promotion.ADOPTED : Promotion.KEPT,
                Instant.now(),
                adopted
                        ? "its deviance is lower than that of each other by more than chance"
                        : "its deviance is not lower by more than chance than that of " + String.join(", ", unbeaten),
                own.version,
                current.map(Model::version).orElse(null),
                trial);
        JsonFiles.write(decision, own.folder.resolve(ModelFolder.PROMOTION));
        Files.createDirectories(versions.promotion().getParent());
        if (adopted) {
            versions.add(own.version, own.folder);
            JsonFiles.write(decision, versions.of(own.version).resolve(ModelFolder.PROMOTION));
        }
        JsonFiles.write(decision, versions.promotion());
        if (adopted) {
            versions.makeCurrent(own.version);
        }
        PrintWriter out = spec.commandLine().getOut();
        out.print(markdown(decision));
        out.flush();
    }

    private static String markdown(Promotion decision) {
        Trial trial = decision.trial();
        List<String> models = new ArrayList<>(
                trial.scores().stream().map(TrialScore::model).distinct().toList());
        StringBuilder text = new StringBuilder(
                "Every day from %s to %s, %d cells, all offences together; MSE / Poisson deviance.%n%n| lead | %s |%n|---|%s%n"
                        .formatted(
                                trial.from(),
                                trial.to(),
                                trial.cells(),
                                String.join(" | ", models),
                                "---|".repeat(models.size())));
        for (int lead : trial.leads()) {
            text.append(models.stream()
                    .map(model -> trial.scores().stream()
                            .filter(score ->
                                    score.lead() == lead && score.model().equals(model))
                            .map(score ->
                                    String.format(Locale.ROOT, "%.5f / %.5f", score.mse(), score.poissonDeviance()))
                            .findFirst()
                            .orElseThrow())
                    .collect(Collectors.joining(" | ", "| " + lead + " | ", " |\n")));
        }
        text.append(
                "%n| the candidate against | deviance lower by | %.0f %% interval | by more than chance |%n|---|---|---|---|%n"
                        .formatted(100 * trial.test().level()));
        for (Comparison other : trial.comparisons()) {
            text.append(String.format(
                    Locale.ROOT,
                    "| %s | %.6f | %.6f to %.6f | %s |%n",
                    other.version() == null ? other.model() : other.model() + " " + other.version(),
                    other.difference(),
                    other.low(),
                    other.high(),
                    other.beaten() ? "yes" : "no"));
        }
        return text.append("%n%s (blocks of %d days, %d resamples, seed %d)%n%s: %s is %s%n"
                        .formatted(
                                trial.test().method(),
                                trial.test().blockDays(),
                                trial.test().resamples(),
                                trial.test().seed(),
                                decision.candidate(),
                                decision.reason(),
                                decision.decision().equals(Promotion.ADOPTED)
                                        ? "adopted"
                                        : "not adopted, %s goes on"
                                                .formatted(
                                                        decision.previous() == null
                                                                ? "no network"
                                                                : decision.previous())))
                .toString();
    }
}
