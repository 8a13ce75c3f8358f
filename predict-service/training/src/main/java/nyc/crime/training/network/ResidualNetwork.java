package nyc.crime.training.network;

import java.util.List;
import java.util.Map;

import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Sum;
import org.tensorflow.types.TFloat32;

import nyc.crime.predict.counts.Mask;
import nyc.crime.predict.inputs.ModelInputs;
import nyc.crime.predict.inputs.TensorSpec;
import nyc.crime.training.network.Weights.Start;

/**
 * A small heterogeneous ConvLSTM over a mixture of histories, in three factors: how much the city gets on a day, where,
 * and of which offence.
 *
 * <ul>
 *   <li>Level: the city's expected count × exp(context · weights), ridge-penalised: a year has few days to learn from.
 *   <li>Place: a positive sum of the histories in {@code maps} × exp(correction), normalised over the cells.
 *   <li>Offence: for each cell a positive sum of the offence's own histories and its part of the place mixture ×
 *       exp(correction), normalised over the offences.
 * </ul>
 *
 * The corrections come from two ConvLSTM stacks (last days; same weekday of the last weeks), each reading counts and
 * counts − climatology, through a 1×1 head that also sees the logarithm of the place mixture and the lead. The head's
 * last layer starts at zero: an untrained network forecasts an even mixture of histories. Poisson loss.
 */
public final class ResidualNetwork extends Network {

    /** Names of the weights of the city's level. */
    public static final String LEVEL_KERNEL = "level/kernel";

    public static final String LEVEL_BIAS = "level/bias";

    static final String PRESET = "residual";

    private static final int HEAD = 16;
    /** Weighs about as much as a day or two of the year; a year has only twelve firsts of a month. */
    private static final float LEVEL_RIDGE = 5e-4f;
    /** Keeps corrections small. With a thirtieth of it they followed the training days' chance and did harm out of time. */
    private static final float CORRECTION_PENALTY = 10;
    /** Adam moves every weight by about its rate a step; a share has to be able to go from even to none in a few epochs. */
    private static final float MIXTURE_PACE = 10;

    private static final float LEAST_RATE = 1e-6f;

    ResidualNetwork(Mask mask, int groups, int filters) {
        super(mask, groups, filters);
    }

    @Override
    public List<TensorSpec> inputs() {
        return ModelInputs.specs(mask.rows(), mask.cols(), groups);
    }

    @Override
    public Built build(Ops tf, Weights weights, Map<String, Operand<TFloat32>> inputs) {
        Operand<TFloat32> climatology = inputs.get("climatology");
        Operand<TFloat32> maps = tf.reshape(
                inputs.get("maps"),
                tf.constant(new int[] {-1, mask.rows(), mask.cols(), ModelInputs.MAPS, groups + 1}));
        List<? extends Operand<TFloat32>> apart = tf.splitV(
                        maps, tf.constant(new int[] {groups, 1}), tf.constant(4), 2L)
                .output();

        Operand<TFloat32> expectedByOffence = sumOverCells(tf, climatology);
        // Every map of a channel sums to the city's expected count; the longest history is never empty.
        Operand<TFloat32> expected = sumOverCells(
                tf,
                map(
                        tf,
                        tf.slice(apart.get(1), tf.constant(new int[] {0, 0, 0, 0, 0}), tf.constant(new int[] {
                            -1, -1, -1, 1, -1
                        })),
                        1));
        Operand<TFloat32> even = tf.math.mul(
                expected,
                tf.math.exp(tf.math.add(
                        tf.math.mul(weights.get("place/even", Start.ZEROS, 1), tf.constant(MIXTURE_PACE)),
                        tf.constant((float) -Math.log(100.0 * mask.count())))));
        Operand<TFloat32> place = tf.math.mul(
                tf.math.add(
                        tf.math.add(
                                mixture(
                                        tf,
                                        weights.get("place/shares", Start.ZEROS, ModelInputs.MAPS, 1),
                                        apart.get(1),
                                        1),
                                even),
                        tf.constant(LEAST_RATE)),
                inside(tf));

        Operand<TFloat32> correction = correction(tf, weights, inputs, place);
        Operand<TFloat32> where = tf.math.mul(place, tf.math.exp(channels(tf, correction, 0, 1)));
        Operand<TFloat32> share = tf.math.div(where, sumOverCells(tf, where));
        Operand<TFloat32> total = tf.math.mul(share, tf.math.mul(expected, level(tf, weights, inputs.get("context"))));

        Operand<TFloat32> pooled = tf.math.mul(
                tf.math.mul(
                        place,
                        tf.math.div(
                                expectedByOffence,
                                tf.math.add(
                                        tf.sum(expectedByOffence, tf.constant(3), Sum.keepDims(true)),
                                        tf.constant(LEAST_RATE)))),
                tf.math.exp(tf.math.add(
                        tf.math.mul(weights.get("offence/pooled", Start.ZEROS, groups), tf.constant(MIXTURE_PACE)),
                        tf.constant((float) -Math.log(ModelInputs.MAPS)))));
        Operand<TFloat32> own = tf.math.add(
                mixture(tf, weights.get("offence/shares", Start.ZEROS, ModelInputs.MAPS, groups), apart.get(0), groups),
                tf.math.add(pooled, tf.constant(LEAST_RATE / 10)));
        Operand<TFloat32> which = tf.math.mul(own, tf.math.exp(channels(tf, correction, 1, groups)));
        Operand<TFloat32> rates =
                tf.math.mul(total, tf.math.div(which, tf.sum(which, tf.constant(3), Sum.keepDims(true))));
        return new Built(rates, weights.training() ? penalty(tf, weights, correction) : tf.constant(0f));
    }

    @Override
    public Operand<TFloat32> loss(Ops tf, Operand<TFloat32> rates, Operand<TFloat32> actual) {
        Operand<TFloat32> likelihood =
                tf.math.sub(rates, tf.math.mul(actual, tf.math.log(tf.math.add(rates, tf.constant(LEAST_RATE)))));
        return tf.math.mul(meanInside(tf, likelihood), tf.constant((float) groups));
    }

    private Operand<TFloat32> penalty(Ops tf, Weights weights, Operand<TFloat32> correction) {
        // A difference from zero, because the gradient of Square crashes in TensorFlow's C++ where its input is a
        // variable.
        Operand<TFloat32> ridge = tf.math.mean(
                tf.math.squaredDifference(levelWeights(weights), tf.constant(0f)), tf.constant(new int[] {0, 1}));
        return tf.math.add(
                tf.math.mul(ridge, tf.constant(LEVEL_RIDGE * ModelInputs.CONTEXT_LEAD)),
                tf.math.mul(
                        meanInside(tf, tf.math.squaredDifference(correction, tf.constant(0f))),
                        tf.constant(CORRECTION_PENALTY)));
    }

    /** Mean over batch, cells of the city, and channels. */
    private Operand<TFloat32> meanInside(Ops tf, Operand<TFloat32> values) {
        float share = (float) mask.in().length / mask.count();
        return tf.math.mul(
                tf.math.mean(tf.math.mul(values, inside(tf)), tf.constant(new int[] {0, 1, 2, 3})), tf.constant(share));
    }

    /** A positive sum of histories [N, rows, cols, maps, channels]. */
    private Operand<TFloat32> mixture(Ops tf, Operand<TFloat32> logShares, Operand<TFloat32> histories, int channels) {
        Operand<TFloat32> even = tf.constant((float) -Math.log(ModelInputs.MAPS));
        Operand<TFloat32> shares = tf.math.exp(tf.math.add(tf.math.mul(logShares, tf.constant(MIXTURE_PACE)), even));
        return map(tf, tf.sum(tf.math.mul(histories, shares), tf.constant(3)), channels);
    }

    private static Operand<TFloat32> channels(Ops tf, Operand<TFloat32> map, int from, int count) {
        return tf.slice(map, tf.constant(new int[] {0, 0, 0, from}), tf.constant(new int[] {-1, -1, -1, count}));
    }

    private Operand<TFloat32> correction(
            Ops tf, Weights weights, Map<String, Operand<TFloat32>> inputs, Operand<TFloat32> place) {
        Operand<TFloat32> climatology = inputs.get("climatology");
        Operand<TFloat32> logPlace = tf.math.log(tf.math.add(place, tf.constant(1e-3f)));
        Operand<TFloat32> lead = tf.math.mul(
                tf.reshape(
                        tf.slice(
                                inputs.get("context"),
                                tf.constant(new int[] {0, ModelInputs.CONTEXT_LEAD}),
                                tf.constant(new int[] {-1, 1})),
                        tf.constant(new int[] {-1, 1, 1, 1})),
                inside(tf));
        Operand<TFloat32> features = tf.concat(
                List.of(
                        stack(tf, weights, "recent", inputs.get("recent"), climatology),
                        stack(tf, weights, "weekly", inputs.get("weekly"), climatology),
                        tf.math.mul(tf.math.add(logPlace, tf.constant(3f)), tf.constant(0.5f)),
                        lead),
                tf.constant(3));
        Operand<TFloat32> hidden = tf.math.tanh(tf.nn.biasAdd(
                pointwise(tf, features, weights.get("head/kernel", Start.GLOROT, 1, 1, 2L * filters + 2, HEAD)),
                weights.get("head/bias", Start.ZEROS, HEAD)));
        return pointwise(tf, hidden, weights.get("correction/kernel", Start.ZEROS, 1, 1, HEAD, groups + 1L));
    }

    private Operand<TFloat32> level(Ops tf, Weights weights, Operand<TFloat32> context) {
        return tf.reshape(
                tf.math.exp(tf.math.add(
                        tf.linalg.matMul(
                                tf.slice(context, tf.constant(new int[] {0, 0}), tf.constant(new int[] {
                                    -1, ModelInputs.CONTEXT_LEAD
                                })),
                                levelWeights(weights)),
                        weights.get(LEVEL_BIAS, Start.ZEROS, 1))),
                tf.constant(new int[] {-1, 1, 1, 1}));
    }

    private Operand<TFloat32> levelWeights(Weights weights) {
        return weights.get(LEVEL_KERNEL, Start.ZEROS, ModelInputs.CONTEXT_LEAD, 1);
    }

    private Operand<TFloat32> stack(
            Ops tf, Weights weights, String name, Operand<TFloat32> counts, Operand<TFloat32> climatology) {
        Operand<TFloat32> anomaly = tf.math.sub(counts, tf.reshape(climatology, tf.constant(new int[] {
            -1, 1, mask.rows(), mask.cols(), groups
        })));
        Operand<TFloat32> both = tf.concat(List.of(counts, anomaly), tf.constant(4));
        return last(convLstm(tf, weights, name, both, 2 * groups));
    }

    private static Operand<TFloat32> sumOverCells(Ops tf, Operand<TFloat32> map) {
        return tf.sum(map, tf.constant(new int[] {1, 2}), Sum.keepDims(true));
    }
}
