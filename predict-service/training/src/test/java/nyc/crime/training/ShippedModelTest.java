package nyc.crime.training;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;

import nyc.crime.predict.baseline.Baseline;
import nyc.crime.predict.counts.DailyCounts;
import nyc.crime.predict.counts.Mask;
import nyc.crime.predict.inputs.ModelDescription;
import nyc.crime.predict.inputs.ModelDescription.Score;
import nyc.crime.predict.inputs.ModelInputs;
import nyc.crime.predict.inputs.ModelInputs.Target;
import nyc.crime.predict.models.ModelFolder;
import nyc.crime.training.data.JsonFiles;
import nyc.crime.training.evaluation.SavedModelForecaster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class ShippedModelTest {

    private static final ModelFolder.Place PLACE = place();
    private static final Path MODEL = PLACE.folder();
    private static final long MOST_BYTES = 5_000_000;

    private final ModelDescription description = read();

    @Test
    void itBeatsEveryBaselineInBothScoresOrIsNotTheDefault() {
        for (int lead : List.of(1, 7, 14, 30, 60, 90, 120, 150)) {
            Score network = score(description.name(), lead);
            for (Baseline baseline : Baseline.values()) {
                Score other = score(baseline.id(), lead);
                assertTrue(network.mse() < other.mse(), "MSE at lead " + lead + " against " + other);
                assertTrue(
                        network.poissonDeviance() < other.poissonDeviance(),
                        "deviance at lead " + lead + " against " + other);
            }
        }
        assertTrue(score(description.name(), 1).mse()
                <= 0.993 * score(Baseline.HA_GLOBAL.id(), 1).mse());
    }

    @Test
    void itLearntNothingOfTheDaysItIsJudgedBy() {
        assertEquals(LocalDate.of(2015, 7, 1), description.training().validationFrom());
        assertTrue(description.training().from().isBefore(description.training().validationFrom()));
    }

    @Test
    void itIsSmall() throws IOException {
        assertTrue(Files.size(MODEL.resolve("saved_model.pb")) < MOST_BYTES);
    }

    @Test
    void itForecastsAboutWhatTheCitySees() {
        Natives.required();
        ModelDescription.Grid grid = description.grid();
        Random random = new Random(1);
        int groups = description.groups().size();
        int cells = grid.rows() * grid.cols();
        int[] values = new int[400 * cells * groups];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextInt(20) / 19;
        }
        LocalDate first = LocalDate.of(2014, 1, 1);
        boolean[] everywhere = new boolean[cells];
        Arrays.fill(everywhere, true);
        ModelInputs inputs = new ModelInputs(
                DailyCounts.of(first, 400, grid.rows(), grid.cols(), description.groups(), values),
                new Mask(grid.rows(), grid.cols(), everywhere),
                SmallCity.HOLIDAYS);
        try (SavedModelForecaster model =
                new SavedModelForecaster("shipped", MODEL, description.inputs(), description.output(), inputs)) {
            float[] all = model.expected(List.of(new Target(first.plusDays(390), 3)), groups)
                    .get(0);
            double total = 0;
            int inside = 0;
            for (float rate : all) {
                assertTrue(rate >= 0, "rate " + rate);
                total += rate;
                inside += rate > 0 ? 1 : 0;
            }
            assertEquals(grid.maskedIn(), inside);
            double expected = 0.05 * groups * cells;
            assertTrue(total > 0.6 * expected && total < 1.6 * expected, total + " of about " + expected);
        }
    }

    private Score score(String model, int lead) {
        return description.scores().stream()
                .filter(score -> score.model().equals(model) && score.lead() == lead)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void itsFolderIsNamedAfterItsContent() throws IOException {
        assertEquals(
                PLACE.version(),
                description.version(
                        Files.readAllBytes(MODEL.resolve(ModelFolder.NETWORK)),
                        Files.readAllBytes(MODEL.resolve(ModelFolder.DESCRIPTION))));
    }

    private static ModelFolder.Place place() {
        try {
            return ModelFolder.current(List.of(Path.of("..", "model")), "nyc", "complaints")
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ModelDescription read() {
        try {
            return JsonFiles.read(MODEL.resolve(ModelFolder.DESCRIPTION), ModelDescription.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
