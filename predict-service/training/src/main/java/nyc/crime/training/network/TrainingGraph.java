package nyc.crime.training.network;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Gradients;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.core.Variable;
import org.tensorflow.types.TFloat32;

import nyc.crime.predict.inputs.TensorSpec;

/**
 * A network that learns: variables, gradients, Adam (Kingma and Ba, 2015) with the gradient's norm clipped, and an
 * exponential average of the weights (Polyak and Juditsky, 1992), which is what forecasts and what is exported.
 *
 * <p>All chance is Java's, seeded; with {@code TF_DETERMINISTIC_OPS=1} a run repeats itself. Not for several threads.
 */
public final class TrainingGraph implements AutoCloseable {

    private static final float BETA1 = 0.9f;
    private static final float BETA2 = 0.999f;
    private static final float EPSILON = 1e-7f;
    private static final float CLIP_NORM = 1f;
    /** What the names of the optimiser's own variables begin with. */
    private static final String ADAM = "adam-";

    private final Network network;
    private final Graph graph = new Graph();
    private final Session session;
    private final Ops tf = Ops.create(graph);
    private final Map<String, Stored> stored = new LinkedHashMap<>();
    private final Map<String, Placeholder<TFloat32>> inputs = new LinkedHashMap<>();
    private final Placeholder<TFloat32> actual = tf.placeholder(TFloat32.class);
    private final Placeholder<TFloat32> learningRate = scalar();
    private final Placeholder<TFloat32> beta1Power = scalar();
    private final Placeholder<TFloat32> beta2Power = scalar();
    private final Placeholder<TFloat32> averagingRate = scalar();
    private final List<Op> training = new ArrayList<>();
    private final Operand<TFloat32> loss;
    private final Operand<TFloat32> forecast;
    private final double averaging;
    private final long outputSize;
    private int steps;

    /** A variable, how to set it, and how it starts. */
    private record Stored(
            Variable<TFloat32> variable, Placeholder<TFloat32> value, Op assign, Weights.Start start, Shape shape) {}

    /**
     * Builds a network and gives every weight its start.
     *
     * @param seed of the weights' starts
     * @param averaging decay of the weights' average a step, 0 (none) to below 1
     */
    public TrainingGraph(Network network, long seed, double averaging) {
        this.network = network;
        this.averaging = averaging;
        for (TensorSpec input : network.inputs()) {
            inputs.put(input.name(), tf.placeholder(TFloat32.class, Placeholder.shape(Shape.of(input.sizes(-1)))));
        }
        VariableWeights weights = new VariableWeights();
        Network.Built built = network.build(tf, weights, Map.copyOf(inputs));
        this.loss = tf.math.add(network.loss(tf, built.rates(), actual), built.penalty());
        optimise(weights.trained);
        this.forecast =
                network.build(tf, new AveragedWeights(), Map.copyOf(inputs)).rates();
        long[] recent = network.inputs().get(0).sizes(1);
        this.outputSize = recent[2] * recent[3] * recent[4];
        this.session = new Session(graph);
        start(seed);
    }

    /** Optimiser steps so far. */
    public int steps() {
        return steps;
    }

    /** Trained numbers. */
    public long parameters() {
        return stored.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(VariableWeights.WEIGHT))
                .mapToLong(entry -> entry.getValue().shape().size())
                .sum();
    }

    /**
     * One optimiser step.
     *
     * @param batch inputs by name
     * @param counts actual counts of the targets [N, rows, cols, groups]
     * @return the loss before the step
     */
    public float step(Map<String, float[]> batch, float[] counts, double rate) {
        steps++;
        double decay = Math.min(averaging, (1.0 + steps) / (10.0 + steps));
        int n = Math.toIntExact(counts.length / outputSize);
        try (Feed feed = new Feed()) {
            feed.batch(batch, n);
            feed.scalar(learningRate, rate);
            feed.scalar(beta1Power, Math.pow(BETA1, steps));
            feed.scalar(beta2Power, Math.pow(BETA2, steps));
            feed.scalar(averagingRate, 1 - decay);
            long[] shape = network.inputs().get(0).sizes(n);
            feed.tensor(actual, Shape.of(shape[0], shape[2], shape[3], shape[4]), counts);
            feed.runner.fetch(loss);
            training.forEach(feed.runner::addTarget);
            try (Result result = feed.runner.run()) {
                return ((TFloat32) result.get(0)).getFloat();
            }
        }
    }

    /**
     * Expected counts with the averaged weights.
     *
     * @param batch inputs by name, for n targets
     * @return [n, rows, cols, groups]
     */
    public float[] forecast(Map<String, float[]> batch, int n) {
        try (Feed feed = new Feed()) {
            feed.batch(batch, n);
            try (Result result = feed.runner.fetch(forecast).run()) {
                return numbers(result.get(0));
            }
        }
    }

    /** The numbers of the frozen graph: averaged weights and states, by name. */
    public Map<String, float[]> exported() {
        Map<String, float[]> values = new LinkedHashMap<>();
        snapshot().forEach((name, numbers) -> {
            if (name.startsWith(VariableWeights.AVERAGE)) {
                values.put(name.substring(VariableWeights.AVERAGE.length()), numbers);
            } else if (name.startsWith(VariableWeights.STATE)) {
                values.put(name.substring(VariableWeights.STATE.length()), numbers);
            }
        });
        return values;
    }

    /** Everything that training knows, by name: weights, averages, states and Adam's moments. */
    public Map<String, float[]> snapshot() {
        Session.Runner runner = session.runner();
        stored.values().forEach(value -> runner.fetch(value.variable()));
        Map<String, float[]> values = new LinkedHashMap<>();
        try (Result result = runner.run()) {
            int i = 0;
            for (String name : stored.keySet()) {
                values.put(name, numbers(result.get(i++)));
            }
        }
        return values;
    }

    /**
     * Starts with a trained network's numbers instead of chance; grids of any size share them.
     *
     * @param numbers as {@link #exported} gave them
     * @throws IllegalArgumentException if they are of a network of another form
     */
    public void startFrom(Map<String, float[]> numbers) {
        stored.forEach((key, value) -> {
            if (key.startsWith(ADAM)) {
                return;
            }
            String name = key.substring(key.indexOf('/') + 1);
            float[] start = numbers.get(name);
            if (start == null || start.length != value.shape().size()) {
                throw new IllegalArgumentException(
                        ("The model to start from has %s numbers in %s, this network has %d: the number of offences, the"
                                        + " preset and the filters have to be the same")
                                .formatted(
                                        start == null ? "no" : start.length,
                                        name,
                                        value.shape().size()));
            }
            assign(key, start);
        });
    }

    /**
     * Goes on from where a snapshot was taken.
     *
     * @param steps optimiser steps taken by then
     * @throws IllegalArgumentException if the snapshot is of another network
     */
    public void restore(Map<String, float[]> snapshot, int steps) {
        if (!snapshot.keySet().equals(stored.keySet())) {
            throw new IllegalArgumentException("the checkpoint is of another network");
        }
        snapshot.forEach(this::assign);
        this.steps = steps;
    }

    @Override
    public void close() {
        session.close();
        graph.close();
    }

    private void optimise(Map<String, Variable<TFloat32>> trained) {
        List<Variable<TFloat32>> variables = List.copyOf(trained.values());
        Gradients gradients = tf.gradients(loss, variables);
        List<Operand<TFloat32>> squares = new ArrayList<>();
        for (int i = 0; i < variables.size(); i++) {
            Operand<TFloat32> flat = tf.reshape(gradients.<TFloat32>dy(i), tf.constant(new int[] {-1}));
            squares.add(tf.reshape(tf.sum(tf.math.square(flat), tf.constant(0)), tf.constant(new int[] {1})));
        }
        Operand<TFloat32> norm = tf.math.sqrt(tf.sum(tf.concat(squares, tf.constant(0)), tf.constant(0)));
        Operand<TFloat32> scale = tf.math.div(tf.constant(CLIP_NORM), tf.math.maximum(norm, tf.constant(CLIP_NORM)));
        int i = 0;
        for (Map.Entry<String, Variable<TFloat32>> weight : trained.entrySet()) {
            String name = weight.getKey();
            Shape shape = stored.get(VariableWeights.WEIGHT + name).shape();
            Operand<TFloat32> moved = tf.train.applyAdam(
                    weight.getValue(),
                    store(ADAM + "mean/" + name, Weights.Start.ZEROS, shape),
                    store(ADAM + "square/" + name, Weights.Start.ZEROS, shape),
                    beta1Power,
                    beta2Power,
                    learningRate,
                    tf.constant(BETA1),
                    tf.constant(BETA2),
                    tf.constant(EPSILON),
                    tf.math.mul(gradients.<TFloat32>dy(i++), scale));
            Variable<TFloat32> average = store(
                    VariableWeights.AVERAGE + name,
                    stored.get(VariableWeights.WEIGHT + name).start(),
                    shape);
            training.add(tf.assignAdd(average, tf.math.mul(tf.math.sub(moved, average), averagingRate)));
        }
    }

    private Variable<TFloat32> store(String name, Weights.Start start, Shape shape) {
        return stored.computeIfAbsent(name, key -> {
                    Variable<TFloat32> variable = tf.variable(shape, TFloat32.class);
                    Placeholder<TFloat32> value = tf.placeholder(TFloat32.class, Placeholder.shape(shape));
                    return new Stored(variable, value, tf.assign(variable, value), start, shape);
                })
                .variable();
    }

    private Placeholder<TFloat32> scalar() {
        return tf.placeholder(TFloat32.class, Placeholder.shape(Shape.scalar()));
    }

    private void start(long seed) {
        Random random = new Random(seed);
        Map<String, float[]> starts = new LinkedHashMap<>();
        stored.forEach((name, value) -> {
            boolean average = name.startsWith(VariableWeights.AVERAGE);
            String weight = average ? VariableWeights.WEIGHT + name.substring(VariableWeights.AVERAGE.length()) : name;
            starts.put(name, average ? starts.get(weight) : startOf(value.start(), value.shape(), random));
        });
        starts.forEach(this::assign);
    }

    private static float[] startOf(Weights.Start start, Shape shape, Random random) {
        float[] numbers = new float[Math.toIntExact(shape.size())];
        switch (start) {
            case ZEROS -> {}
            case ONES -> Arrays.fill(numbers, 1);
            case FORGET_GATE_OPEN -> Arrays.fill(numbers, numbers.length / 4, numbers.length / 2, 1);
            case GLOROT -> {
                long out = shape.get(-1);
                long in = shape.get(-2);
                long field = shape.size() / (in * out);
                double limit = Math.sqrt(6.0 / (field * (in + out)));
                for (int i = 0; i < numbers.length; i++) {
                    numbers[i] = (float) ((2 * random.nextDouble() - 1) * limit);
                }
            }
        }
        return numbers;
    }

    private void assign(String name, float[] numbers) {
        Stored value = stored.get(name);
        try (Feed feed = new Feed()) {
            feed.tensor(value.value(), value.shape(), numbers);
            feed.runner.addTarget(value.assign()).run().close();
        }
    }

    /** A tensor's numbers, in C order. */
    static float[] numbers(Tensor tensor) {
        float[] numbers = new float[Math.toIntExact(tensor.shape().size())];
        ((TFloat32) tensor).asRawTensor().data().asFloats().read(numbers);
        return numbers;
    }

    /** A run's inputs; their native memory is given back at its end and not when Java happens to notice. */
    private final class Feed implements AutoCloseable {

        private final Session.Runner runner = session.runner();
        private final List<TFloat32> tensors = new ArrayList<>();

        void batch(Map<String, float[]> batch, int n) {
            for (TensorSpec input : network.inputs()) {
                tensor(inputs.get(input.name()), Shape.of(input.sizes(n)), batch.get(input.name()));
            }
        }

        void scalar(Placeholder<TFloat32> placeholder, double value) {
            tensor(placeholder, Shape.scalar(), new float[] {(float) value});
        }

        void tensor(Placeholder<TFloat32> placeholder, Shape shape, float[] numbers) {
            TFloat32 tensor = TFloat32.tensorOf(shape, DataBuffers.of(numbers));
            tensors.add(tensor);
            runner.feed(placeholder, tensor);
        }

        @Override
        public void close() {
            tensors.forEach(TFloat32::close);
        }
    }

    /** Weights as variables; notes which of them are trained. */
    private final class VariableWeights implements Weights {

        private static final String WEIGHT = "weight/";
        private static final String AVERAGE = "average/";
        private static final String STATE = "state/";

        private final Map<String, Variable<TFloat32>> trained = new LinkedHashMap<>();

        @Override
        public Operand<TFloat32> get(String name, Start start, long... shape) {
            return trained.computeIfAbsent(name, key -> store(WEIGHT + key, start, Shape.of(shape)));
        }

        @Override
        public Operand<TFloat32> state(String name, Start start, long... shape) {
            return store(STATE + name, start, Shape.of(shape));
        }

        @Override
        public void update(String name, Operand<TFloat32> value) {
            training.add(tf.assign(stored.get(STATE + name).variable(), value));
        }

        @Override
        public boolean training() {
            return true;
        }
    }

    /** The averaged weights, for forecasts while training. */
    private final class AveragedWeights implements Weights {

        @Override
        public Operand<TFloat32> get(String name, Start start, long... shape) {
            return stored.get(VariableWeights.AVERAGE + name).variable();
        }

        @Override
        public Operand<TFloat32> state(String name, Start start, long... shape) {
            return stored.get(VariableWeights.STATE + name).variable();
        }
    }
}
