package nyc.crime.training.run;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import nyc.crime.predict.counts.Mask;
import nyc.crime.predict.inputs.ModelInputs.Target;
import nyc.crime.predict.scores.PointScores;
import nyc.crime.training.data.JsonFiles;
import nyc.crime.training.network.FrozenWeights;
import nyc.crime.training.network.Network;
import nyc.crime.training.network.Presets;
import nyc.crime.training.network.TrainingGraph;

/** Trains one network: epochs, progress, checkpoints, early stopping. */
public final class TrainingRun {

    private static final int FORECAST_BATCH = 4;

    private final Samples samples;
    private final Mask mask;
    private final Settings settings;
    private final PrintWriter progress;

    /**
     * What training gave.
     *
     * @param weights numbers of the frozen graph
     * @param epochs epochs trained
     * @param bestEpoch the epoch whose weights these are
     * @param validation one-day-lead scores after the last epoch, all offences together; null where a finished run was
     *     only read from its checkpoint
     */
    public record Trained(
            Network network,
            Map<String, float[]> weights,
            long parameters,
            int epochs,
            int bestEpoch,
            int steps,
            PointScores validation) {}

    /** @param progress where to report each epoch */
    public TrainingRun(Samples samples, Mask mask, Settings settings, PrintWriter progress) {
        this.samples = samples;
        this.mask = mask;
        this.settings = settings;
        this.progress = progress;
    }

    /**
     * Trains, going on from a checkpoint if there is one.
     *
     * @param checkpoint where to keep the state after each epoch, or null for nowhere
     * @throws IOException if the checkpoint cannot be read or written, or is of a run with other settings, or there is no
     *     model to start from
     * @throws IllegalArgumentException if the model to start from is of another form
     */
    public Trained train(Path checkpoint) throws IOException {
        Network network =
                Presets.of(settings.preset(), mask, samples.counts().groups().size(), settings.filters());
        try (TrainingGraph graph = new TrainingGraph(network, settings.seed(), settings.averaging())) {
            int epoch = 0;
            int bestEpoch = 0;
            double bestDeviance = Double.POSITIVE_INFINITY;
            if (settings.startFrom() != null) {
                graph.startFrom(FrozenWeights.read(settings.startFrom()));
            }
            Map<String, float[]> best = graph.exported();
            if (checkpoint != null && Files.isRegularFile(checkpoint)) {
                Checkpoint saved = JsonFiles.read(checkpoint, Checkpoint.class);
                if (!saved.settings().equals(identity())) {
                    throw new IOException("%s belongs to another run (%s): remove it or choose another folder"
                            .formatted(checkpoint, saved.settings()));
                }
                graph.restore(saved.state(), saved.steps());
                epoch = saved.epoch();
                bestEpoch = saved.bestEpoch();
                bestDeviance = saved.bestDeviance();
                best = saved.best();
                progress.printf("resumed after epoch %d%n", epoch);
            }
            PointScores validation = null;
            long begun = System.nanoTime();
            int begunAt = epoch;
            while (epoch < settings.epochs() && !outOfPatience(epoch, bestEpoch)) {
                epoch++;
                double loss = epoch(graph, network, epoch);
                validation = validate(graph, network);
                if (settings.patience() == 0 || validation.poissonDeviance() < bestDeviance) {
                    bestDeviance = validation.poissonDeviance();
                    bestEpoch = epoch;
                    best = graph.exported();
                }
                report(epoch, loss, validation, (System.nanoTime() - begun) / (epoch - begunAt));
                if (checkpoint != null) {
                    new Checkpoint(identity(), epoch, graph.steps(), bestEpoch, bestDeviance, best, graph.snapshot())
                            .write(checkpoint);
                }
            }
            return new Trained(network, best, graph.parameters(), epoch, bestEpoch, graph.steps(), validation);
        }
    }

    private boolean outOfPatience(int epoch, int bestEpoch) {
        return settings.patience() > 0 && epoch - bestEpoch >= settings.patience();
    }

    /** More epochs may be asked of the same run; everything else must be as it was. */
    private String identity() {
        return "%s maxLead=%d filters=%d batch=%d rate=%s halve=%d averaging=%s seed=%d days=%s..%s groups=%s start=%s"
                .formatted(
                        settings.preset(),
                        settings.maxLead(),
                        settings.filters(),
                        settings.batch(),
                        settings.learningRate(),
                        settings.halveEvery(),
                        settings.averaging(),
                        settings.seed(),
                        samples.firstTarget(),
                        samples.validationFrom(),
                        samples.counts().groups(),
                        settings.startFrom());
    }

    private double epoch(TrainingGraph graph, Network network, int epoch) {
        List<Target> targets = samples.epoch(settings.seed(), epoch, settings.maxLead());
        double sum = 0;
        int steps = 0;
        for (int from = 0; from + settings.batch() <= targets.size(); from += settings.batch()) {
            List<Target> batch = targets.subList(from, from + settings.batch());
            sum += graph.step(samples.inputs(network.inputs(), batch), samples.actual(batch), settings.rate(epoch));
            steps++;
        }
        return sum / steps;
    }

    private PointScores validate(TrainingGraph graph, Network network) {
        PointScores scores = new PointScores();
        List<Target> targets = samples.validation(1);
        for (int from = 0; from < targets.size(); from += FORECAST_BATCH) {
            List<Target> batch = targets.subList(from, Math.min(targets.size(), from + FORECAST_BATCH));
            float[] rates = graph.forecast(samples.inputs(network.inputs(), batch), batch.size());
            add(scores, samples.actual(batch), rates);
        }
        return scores;
    }

    /** Adds the sum over the groups of every cell inside the mask. */
    private void add(PointScores scores, float[] actual, float[] rates) {
        int groups = samples.counts().groups().size();
        int cells = mask.in().length;
        for (int i = 0; i < rates.length / groups; i++) {
            if (mask.in()[i % cells]) {
                double count = 0;
                double rate = 0;
                for (int g = 0; g < groups; g++) {
                    count += actual[i * groups + g];
                    rate += rates[i * groups + g];
                }
                scores.add(count, rate);
            }
        }
    }

    private void report(int epoch, double loss, PointScores validation, long nanosAnEpoch) {
        Duration left = Duration.ofNanos(nanosAnEpoch * (settings.epochs() - epoch));
        progress.printf(
                Locale.ROOT,
                "epoch %2d/%d  loss %.5f  validation mse %.5f deviance %.5f  rate %.2g  left %d:%02d%n",
                epoch,
                settings.epochs(),
                loss,
                validation.mse(),
                validation.poissonDeviance(),
                settings.rate(epoch),
                left.toMinutes(),
                left.toSecondsPart());
        progress.flush();
    }
}
