package nyc.crime.predict.inputs;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

import nyc.crime.predict.counts.ForecastGrid;

/**
 * What {@code model.json} beside a SavedModel says about it: enough to feed it, to judge it, and to know where it came
 * from. Written by the trainer, read by the service.
 *
 * @param name the model's name in the API
 * @param preset the network's form: {@code residual} or {@code original}
 * @param dataset the dataset it was trained on
 * @param groups the offences of the count channels, in order
 * @param outputs the output's channels in order: the groups, then {@code ALL}, their sum
 * @param grid the forecast grid, as grid-service stated it at training
 * @param lookback days in the {@code recent} input and weeks in the {@code weekly} input
 * @param maxLead the largest lead time in days
 * @param historyDays days before (and with) the origin that the inputs want; fewer are accepted down to
 *     {@link ModelInputs#MIN_HISTORY_DAYS}
 * @param inputs the signature's inputs
 * @param output the signature's only output, expected counts [N, rows, cols, groups + 1], 0 outside the mask
 * @param training how it was trained
 * @param level how the network moves the city's level; null where it is not known
 * @param scores scores of this model and of each baseline on the validation days, on the same cells
 * @param versions versions of what trained it
 */
public record ModelDescription(
        String name,
        String preset,
        String dataset,
        List<String> groups,
        List<String> outputs,
        Grid grid,
        int lookback,
        int maxLead,
        int historyDays,
        List<TensorSpec> inputs,
        TensorSpec output,
        Training training,
        Level level,
        List<Score> scores,
        Map<String, String> versions) {

    private static final int HASH_BYTES = 4;

    /**
     * The version of a model: the last day that it learnt from, and a hash of its content, so that an answer can be made
     * again by what its version names.
     *
     * @param content the bytes of saved_model.pb and of model.json
     */
    public String version(byte[]... content) {
        try {
            MessageDigest hash = MessageDigest.getInstance("SHA-256");
            for (byte[] part : content) {
                hash.update(part);
            }
            return DateTimeFormatter.BASIC_ISO_DATE.format(training.validationFrom.minusDays(1)) + "-"
                    + HexFormat.of().formatHex(hash.digest(), 0, HASH_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /**
     * A grid, row 0 in the north.
     *
     * @param maskedIn cells inside the city
     */
    public record Grid(int rows, int cols, double south, double west, double north, double east, int maskedIn) {

        private static final double TOLERANCE = 1e-6;

        /** A forecast grid as the description of a model states it. */
        public static Grid of(ForecastGrid grid) {
            ForecastGrid.Bounds bounds = grid.bounds();
            return new Grid(
                    grid.rows(),
                    grid.cols(),
                    bounds.south(),
                    bounds.west(),
                    bounds.north(),
                    bounds.east(),
                    grid.mask().count());
        }

        /** Whether a model of this grid can forecast on another one. */
        public boolean fits(Grid other) {
            return rows == other.rows
                    && cols == other.cols
                    && maskedIn == other.maskedIn
                    && isSame(north, other.north)
                    && isSame(south, other.south)
                    && isSame(east, other.east)
                    && isSame(west, other.west);
        }

        private static boolean isSame(double degrees, double others) {
            return Math.abs(degrees - others) <= TOLERANCE;
        }
    }

    /**
     * A training run. Target days run from {@code from} up to, not including, {@code validationFrom}; validation from
     * there to {@code validationTo}, inclusive.
     *
     * @param steps optimiser steps in all
     * @param averaging decay of the exponential average of the weights; the average is what is exported
     * @param parameters trained numbers in the network
     */
    public record Training(
            LocalDate from,
            LocalDate validationFrom,
            LocalDate validationTo,
            long seed,
            int epochs,
            int steps,
            int batch,
            double learningRate,
            double averaging,
            int filters,
            long parameters,
            Instant created) {}

    /**
     * The network's city total is the expected one × exp(context · weights + bias); so its residuals before an origin can
     * be had without running it.
     *
     * @param weights of the context's entries, but for the lead
     */
    public record Level(List<Double> weights, double bias) {}

    /** Scores of one model at one lead over the validation days, all offences together, every in-city cell. */
    public record Score(String model, int lead, double mse, double rmse, double mae, double poissonDeviance) {}
}
