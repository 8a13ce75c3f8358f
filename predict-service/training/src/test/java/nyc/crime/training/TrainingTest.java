package nyc.crime.training;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import ai.djl.Model;
import ai.djl.inference.Predictor;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.translate.NoBatchifyTranslator;
import ai.djl.translate.TranslatorContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import nyc.crime.predict.inputs.CityLevels;
import nyc.crime.predict.inputs.ModelDescription;
import nyc.crime.predict.inputs.ModelInputs;
import nyc.crime.predict.inputs.ModelInputs.Target;
import nyc.crime.predict.inputs.TensorSpec;
import nyc.crime.predict.models.ModelFolder;
import nyc.crime.training.data.GridData;
import nyc.crime.training.data.JsonFiles;
import nyc.crime.training.evaluation.SavedModelForecaster;
import nyc.crime.training.export.ModelExport;
import nyc.crime.training.export.SavedModelWriter;
import nyc.crime.training.network.Network;
import nyc.crime.training.network.Presets;
import nyc.crime.training.network.TrainingGraph;
import nyc.crime.training.run.Samples;
import nyc.crime.training.run.Settings;
import nyc.crime.training.run.TrainingRun;
import nyc.crime.training.run.TrainingRun.Trained;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class TrainingTest {

    private static final GridData DATA = SmallCity.data(1);
    private static final Samples SAMPLES = SmallCity.samples(DATA);
    private static final List<Target> BATCH =
            List.of(new Target(SmallCity.VALIDATE_FROM, 1), new Target(SmallCity.VALIDATE_FROM, 14));

    @TempDir
    private Path folder;

    @BeforeAll
    static void natives() {
        Natives.required();
    }

    /** The level's weights alone give the city totals of the whole network. */
    private void assertCityTotals(ModelDescription read) {
        CityLevels city = new CityLevels(DATA.counts(), DATA.mask().cells(), DATA.holidays());
        try (SavedModelForecaster network =
                new SavedModelForecaster("network", folder, read.inputs(), read.output(), inputs())) {
            for (int lead : new int[] {1, 9}) {
                Target target = new Target(SmallCity.VALIDATE_FROM.minusDays(lead), lead);
                double total = 0;
                for (float rate : network.expected(List.of(target), 2).get(0)) {
                    total += rate;
                }
                int origin = DATA.counts().day(target.origin());
                assertEquals(total, city.expected(origin, lead, 2, read.level()), 1e-3 * total);
                assertNotEquals(0, read.level().bias());
            }
        }
    }

    @Test
    void aTrainedNetworkForecastsTheSameThroughDjlAndThroughTensorFlow() throws Exception {
        Trained trained = train(SmallCity.SETTINGS, null);
        ModelDescription written = ModelExport.write(trained, SmallCity.SETTINGS, DATA, SAMPLES, Instant.EPOCH, folder);
        ModelDescription read = JsonFiles.read(folder.resolve(ModelFolder.DESCRIPTION), ModelDescription.class);
        assertEquals(written, read);
        assertEquals(List.of("BURGLARY", "ROBBERY", "ALL"), read.outputs());
        assertCityTotals(read);

        Map<String, float[]> inputs = SAMPLES.inputs(read.inputs(), BATCH);
        float[] direct;
        try (SavedModelForecaster session =
                new SavedModelForecaster("direct", folder, read.inputs(), read.output(), inputs())) {
            direct = session.run(inputs, BATCH.size());
        }
        float[] djl = djl(read, inputs);
        assertEquals(BATCH.size() * SmallCity.ROWS * SmallCity.COLS * 3, direct.length);
        assertArrayEquals(direct, djl, 1e-5f);

        for (int i = 0; i < direct.length; i += 3) {
            boolean inside = DATA.mask().in()[i / 3 % DATA.mask().in().length];
            assertEquals(inside, direct[i + 2] > 0, "cell " + i / 3);
            assertEquals(direct[i] + direct[i + 1], direct[i + 2], 1e-6f);
        }
    }

    @Test
    void theFrozenGraphIsTheOneThatLearnt() throws IOException {
        for (String preset : Presets.NAMES) {
            Network network = Presets.of(preset, DATA.mask(), 2, 4);
            try (TrainingGraph graph = new TrainingGraph(network, 3, 0.9)) {
                Map<String, float[]> inputs = SAMPLES.inputs(network.inputs(), BATCH);
                for (int step = 0; step < 3; step++) {
                    float loss = graph.step(inputs, SAMPLES.actual(BATCH), 1e-2);
                    assertTrue(Float.isFinite(loss), preset + " loss " + loss);
                }
                float[] learnt = graph.forecast(inputs, BATCH.size());
                Path out = folder.resolve(preset);
                TensorSpec output = SavedModelWriter.write(network, graph.exported(), out);
                try (SavedModelForecaster frozen =
                        new SavedModelForecaster(preset, out, network.inputs(), output, inputs())) {
                    float[] rates = frozen.run(inputs, BATCH.size());
                    for (int i = 0; i < learnt.length; i++) {
                        assertEquals(learnt[i], rates[i / 2 * 3 + i % 2], 1e-5f, preset + " value " + i);
                    }
                }
            }
        }
    }

    @Test
    void stepsLowerTheLossOfTheSameBatch() {
        for (String preset : Presets.NAMES) {
            Network network = Presets.of(preset, DATA.mask(), 2, 4);
            try (TrainingGraph graph = new TrainingGraph(network, 3, 0.9)) {
                Map<String, float[]> inputs = SAMPLES.inputs(network.inputs(), BATCH);
                float[] actual = SAMPLES.actual(BATCH);
                float first = graph.step(inputs, actual, 1e-2);
                float last = first;
                for (int step = 0; step < 30; step++) {
                    last = graph.step(inputs, actual, 1e-2);
                }
                assertTrue(last < first - 0.01, preset + ": " + first + " to " + last);
            }
        }
    }

    @Test
    void aResumedRunEqualsAnUninterruptedOne() throws IOException {
        Trained whole = train(SmallCity.SETTINGS, null);
        Path checkpoint = folder.resolve("checkpoint.json");
        Settings half = epochs(1);
        Trained first = train(half, checkpoint);
        Trained rest = train(SmallCity.SETTINGS, checkpoint);
        assertEquals(1, first.epochs());
        assertEquals(2, rest.epochs());
        assertEquals(whole.steps(), rest.steps());
        whole.weights().forEach((name, numbers) -> {
            assertArrayEquals(numbers, rest.weights().get(name), name);
        });
        assertFalse(Arrays.equals(
                whole.weights().get("head/kernel"), first.weights().get("head/kernel")));
    }

    @Test
    void aFinishedRunExportsAgainFromItsCheckpoint() throws IOException {
        Path checkpoint = folder.resolve("checkpoint.json");
        Trained first = train(epochs(1), checkpoint);
        Trained again = train(epochs(1), checkpoint);
        first.weights()
                .forEach((name, numbers) ->
                        assertArrayEquals(numbers, again.weights().get(name), name));
        assertEquals(first.steps(), again.steps());
    }

    @Test
    void aCheckpointOfOtherSettingsIsRefused() throws IOException {
        Path checkpoint = folder.resolve("checkpoint.json");
        train(epochs(1), checkpoint);
        IOException refused =
                assertThrows(IOException.class, () -> train(SmallCity.SETTINGS.with(4, 1e-4), checkpoint));
        assertTrue(refused.getMessage().contains("another run"), refused.getMessage());
    }

    @Test
    void trainingStopsWhenValidationGetsNoBetter() throws IOException {
        Settings wild = new Settings("residual", 14, 4, 30, 4, 0.3, 0, 0, 2, 7, null);
        Trained trained = train(wild, null);
        assertTrue(trained.epochs() < 30, "epochs " + trained.epochs());
        assertEquals(trained.epochs() - 2, trained.bestEpoch());
        assertTrue(Files.notExists(folder.resolve("checkpoint.json")));
    }

    @Test
    void anotherCitysModelIsTheStartOnAGridOfAnotherSize() throws IOException {
        Trained first = train(SmallCity.SETTINGS, null);
        ModelExport.write(first, SmallCity.SETTINGS, DATA, SAMPLES, Instant.EPOCH, folder);
        GridData other = SmallCity.data(2, SmallCity.ROWS + 3, SmallCity.COLS + 1, List.of("THEFT", "ROBBERY"));

        Trained asItIs = train(other, epochs(0, folder));
        assertEquals(first.weights().keySet(), asItIs.weights().keySet());
        first.weights()
                .forEach((name, numbers) ->
                        assertArrayEquals(numbers, asItIs.weights().get(name), name));
        assertEquals(0, asItIs.steps());

        Trained tuned = train(other, epochs(1, folder));
        Trained untaught = train(other, epochs(1, null));
        for (Trained taught : List.of(asItIs, untaught)) {
            assertFalse(Arrays.equals(
                    taught.weights().get("place/shares"), tuned.weights().get("place/shares")));
        }
    }

    @Test
    void aModelOfAnotherFormIsRefusedInASentence() throws IOException {
        ModelExport.write(
                train(epochs(1), null), SmallCity.SETTINGS, DATA, SAMPLES, Instant.EPOCH, folder.resolve("two"));
        GridData three = SmallCity.data(2, SmallCity.ROWS, SmallCity.COLS, List.of("ARSON", "BURGLARY", "ROBBERY"));
        String misfit = assertThrows(
                        IllegalArgumentException.class, () -> train(three, epochs(1, folder.resolve("two"))))
                .getMessage();
        assertTrue(misfit.contains("the number of offences"), misfit);
        String absent = assertThrows(IOException.class, () -> train(DATA, epochs(1, folder.resolve("none"))))
                .getMessage();
        assertEquals("There is no saved_model.pb in " + folder.resolve("none"), absent);
    }

    private static Settings epochs(int epochs) {
        return epochs(epochs, null);
    }

    private static Settings epochs(int epochs, Path startFrom) {
        Settings all = SmallCity.SETTINGS;
        return new Settings(
                all.preset(),
                all.maxLead(),
                all.filters(),
                epochs,
                all.batch(),
                all.learningRate(),
                all.halveEvery(),
                all.averaging(),
                all.patience(),
                all.seed(),
                startFrom);
    }

    private static ModelInputs inputs() {
        return new ModelInputs(DATA.counts(), DATA.mask(), DATA.holidays());
    }

    private static Trained train(Settings settings, Path checkpoint) throws IOException {
        return new TrainingRun(SAMPLES, DATA.mask(), settings, new PrintWriter(new StringWriter())).train(checkpoint);
    }

    private static Trained train(GridData city, Settings settings) throws IOException {
        return new TrainingRun(SmallCity.samples(city), city.mask(), settings, new PrintWriter(new StringWriter()))
                .train(null);
    }

    private float[] djl(ModelDescription description, Map<String, float[]> inputs) throws Exception {
        try (Model model = Model.newInstance("convlstm", "TensorFlow")) {
            model.load(folder);
            try (Predictor<Map<String, float[]>, float[]> predictor =
                    model.newPredictor(new NamedArrays(description.inputs()))) {
                return predictor.predict(inputs);
            }
        }
    }

    /** Binds arrays by name, as DJL's engine demands: unnamed ones would be bound in the signature's order. */
    private record NamedArrays(List<TensorSpec> specs) implements NoBatchifyTranslator<Map<String, float[]>, float[]> {

        @Override
        public NDList processInput(TranslatorContext context, Map<String, float[]> inputs) {
            NDList list = new NDList();
            for (TensorSpec spec : specs) {
                long[] shape = spec.shape().stream().mapToLong(Long::longValue).toArray();
                shape[0] = BATCH.size();
                NDArray array = context.getNDManager().create(inputs.get(spec.name()), new Shape(shape));
                array.setName(spec.name());
                list.add(array);
            }
            return list;
        }

        @Override
        public float[] processOutput(TranslatorContext context, NDList list) {
            return list.singletonOrThrow().toFloatArray();
        }
    }
}
