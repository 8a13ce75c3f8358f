package nyc.crime.training.cli;

import java.nio.file.Path;

import picocli.CommandLine.Option;

import nyc.crime.training.run.Settings;

/** How to train; the same options for {@code train} and {@code tune}. */
final class NetworkOptions {

    @Option(
            names = "--preset",
            defaultValue = "residual",
            description = "residual, or original: the published dual-stack network (default: ${DEFAULT-VALUE}).")
    private String preset;

    @Option(
            names = "--max-lead",
            defaultValue = "160",
            description = "The largest lead to learn, in days, at most 160 (default: ${DEFAULT-VALUE}).")
    private int maxLead;

    @Option(
            names = "--filters",
            description = "Filters of each ConvLSTM layer (default: 8 for residual, 128 for original).")
    private Integer filters;

    @Option(
            names = "--epochs",
            defaultValue = "6",
            description = "Passes over the training days; 0: none (default: ${DEFAULT-VALUE}).")
    private int epochs;

    @Option(names = "--batch", defaultValue = "4", description = "Targets a step (default: ${DEFAULT-VALUE}).")
    private int batch;

    @Option(
            names = "--learning-rate",
            description = "Adam's rate at the start (default: 0.004 for residual, 0.0003 for original).")
    private Double learningRate;

    @Option(
            names = "--halve-every",
            defaultValue = "2",
            description = "Epochs after which the rate halves; 0: never (default: ${DEFAULT-VALUE}).")
    private int halveEvery;

    @Option(
            names = "--averaging",
            defaultValue = "0.99",
            description = "Decay of the weights' average a step; the average is exported (default: ${DEFAULT-VALUE}).")
    private double averaging;

    @Option(
            names = "--patience",
            defaultValue = "0",
            description = {
                "Stop after so many epochs without a better validation and keep the best epoch;",
                "0: train all epochs and keep the last, so that validation decides nothing (default: ${DEFAULT-VALUE})."
            })
    private int patience;

    @Option(names = "--seed", defaultValue = "1", description = "Seed of all chance (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(
            names = "--start-from",
            description = {
                "Folder of a model to start from: its weights, learnt on further. Its grid may be another; offences stand",
                "for each other by their order and must be as many; preset and filters must be the same."
            })
    private Path startFrom;

    /** The settings, with the preset's own defaults where nothing was said. */
    Settings settings() {
        boolean original = preset.equals("original");
        return new Settings(
                preset,
                maxLead,
                filters != null ? filters : original ? 128 : 8,
                epochs,
                batch,
                learningRate != null ? learningRate : original ? 3e-4 : 4e-3,
                halveEvery,
                averaging,
                patience,
                seed,
                startFrom);
    }
}
