package nyc.crime.training.run;

import java.nio.file.Path;

/**
 * How to train.
 *
 * @param preset the network's form, see {@link nyc.crime.training.network.Presets}
 * @param maxLead the largest lead to learn, in days
 * @param filters filters of each ConvLSTM layer
 * @param epochs at most so many passes over the training days
 * @param batch targets a step
 * @param learningRate Adam's rate at the start
 * @param halveEvery epochs after which the rate halves; 0: never
 * @param averaging decay of the weights' average a step
 * @param patience epochs without a better validation after which training stops and the best epoch is kept; 0: train
 *     all epochs and keep the last, so that validation decides nothing
 * @param seed of weights, order and leads
 * @param startFrom folder of the model whose weights are the start; null: weights start by chance
 */
public record Settings(
        String preset,
        int maxLead,
        int filters,
        int epochs,
        int batch,
        double learningRate,
        int halveEvery,
        double averaging,
        int patience,
        long seed,
        Path startFrom) {

    /** Adam's rate in an epoch, counted from 1. */
    public double rate(int epoch) {
        return halveEvery == 0 ? learningRate : learningRate * Math.pow(0.5, (epoch - 1) / halveEvery);
    }

    /** The same with other filters and another rate. */
    public Settings with(int otherFilters, double otherRate) {
        return new Settings(
                preset,
                maxLead,
                otherFilters,
                epochs,
                batch,
                otherRate,
                halveEvery,
                averaging,
                patience,
                seed,
                startFrom);
    }
}
