package nyc.crime.training;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import nyc.crime.predict.inputs.ModelDescription;
import nyc.crime.predict.models.ModelFolder;
import nyc.crime.predict.models.Promotion;
import nyc.crime.predict.models.Promotion.Comparison;
import nyc.crime.predict.models.Promotion.TrialScore;
import nyc.crime.training.cli.Trainer;
import nyc.crime.training.data.GridData;
import nyc.crime.training.data.JsonFiles;
import nyc.crime.training.export.ModelExport;
import nyc.crime.training.network.KnowingNetwork;
import nyc.crime.training.run.Samples;
import nyc.crime.training.run.TrainingRun;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Candidates against what answers, in a city whose judged days are the other way round than those before. */
class PromoteTest {

    private static final LocalDate JUDGED_FROM = LocalDate.of(2014, 4, 30);
    private static final LocalDate LAST = LocalDate.of(2014, 5, 20);

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final GridData data = SmallCity.data(1);
    private List<String> source;
    private Path models;
    private ModelFolder complaints;

    @BeforeEach
    void write() throws IOException {
        Natives.required();
        short[] values = data.counts().values();
        int width = data.counts().width();
        for (int day = data.counts().day(JUDGED_FROM); day < data.counts().days(); day++) {
            // the first row is water
            for (int i = SmallCity.COLS * 2, j = width - 1; i < j; i++, j--) {
                short count = values[day * width + i];
                values[day * width + i] = values[day * width + j];
                values[day * width + j] = count;
            }
        }
        source = SmallCity.files(folder, data);
        models = folder.resolve("models");
        complaints = new ModelFolder(models.resolve("nyc"), "complaints");
    }

    /** A model that expects the judged days' own means times a factor, and has learnt from the days before one. */
    private Path model(String name, double factor, LocalDate learntBefore) throws IOException {
        int width = data.counts().width();
        int first = data.counts().day(JUDGED_FROM);
        int[] sums = data.counts().sum(first, data.counts().days(), 1);
        float[] rates = new float[width];
        for (int i = 0; i < width; i++) {
            rates[i] = (float) (factor * sums[i] / (data.counts().days() - first));
        }
        Path model = folder.resolve(name);
        ModelExport.write(
                new TrainingRun.Trained(new KnowingNetwork(data.mask(), 2, rates), Map.of(), 0, 1, 1, 1, null),
                SmallCity.SETTINGS,
                data,
                new Samples(data.counts(), data.mask(), data.holidays(), learntBefore, LAST),
                Instant.EPOCH,
                model);
        return model;
    }

    private static String version(Path model) throws IOException {
        return JsonFiles.read(model.resolve(ModelFolder.DESCRIPTION), ModelDescription.class)
                .version(
                        Files.readAllBytes(model.resolve(ModelFolder.NETWORK)),
                        Files.readAllBytes(model.resolve(ModelFolder.DESCRIPTION)));
    }

    private int run(String... arguments) {
        return Trainer.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }

    private int promote(String... options) {
        List<String> arguments = new ArrayList<>(List.of(
                "promote",
                "--models=" + models,
                "--offence=BURGLARY,ROBBERY",
                "--from=" + SmallCity.FIRST,
                "--validate-from=" + JUDGED_FROM,
                "--to=" + LAST));
        arguments.addAll(source);
        arguments.addAll(List.of(options));
        return run(arguments.toArray(String[]::new));
    }

    private Promotion decision() throws IOException {
        return JsonFiles.read(complaints.promotion(), Promotion.class);
    }

    @Test
    void aBetterOneIsAdoptedAWorseOneNotAndOneCanGoBack() throws IOException {
        Path good = model("good", 1, JUDGED_FROM);
        Path bad = model("bad", 3, JUDGED_FROM);
        Path shipped = folder.resolve("shipped");
        ModelFolder first = new ModelFolder(shipped, "complaints");
        first.add(version(bad), bad);
        first.makeCurrent(version(bad));

        assertEquals(0, promote("--shipped=" + shipped, "--candidate=" + good), err::toString);
        assertEquals(Optional.of(version(good)), complaints.current());
        Promotion adopted = decision();
        assertEquals(Promotion.ADOPTED, adopted.decision());
        assertEquals(version(good), adopted.candidate());
        assertEquals(version(bad), adopted.previous());
        assertEquals(adopted, JsonFiles.read(good.resolve(ModelFolder.PROMOTION), Promotion.class));
        assertEquals(JUDGED_FROM, adopted.trial().from());
        assertEquals(LAST, adopted.trial().to());
        assertEquals(25, adopted.trial().cells());
        assertEquals(List.of(1, 7, 14, 30), adopted.trial().leads());
        assertEquals(
                List.of("current", "ha-global", "ha-weekday", "climatology"),
                adopted.trial().comparisons().stream().map(Comparison::model).toList());
        for (Comparison other : adopted.trial().comparisons()) {
            assertTrue(other.beaten() && other.low() > 0 && other.low() < other.difference(), other::toString);
        }
        assertEquals(
                mean(adopted, "current") - mean(adopted, "candidate"),
                adopted.trial().comparisons().get(0).difference(),
                1e-9);
        assertTrue(out.toString().contains("| current " + version(bad) + " | "), out::toString);

        assertEquals(0, promote("--candidate=" + bad), err::toString);
        assertEquals(Optional.of(version(good)), complaints.current());
        assertEquals(Promotion.KEPT, decision().decision());
        assertTrue(decision().reason().contains("current"), decision().reason());
        assertTrue(out.toString().contains(version(good) + " goes on"), out::toString);

        // Itself is not better than itself.
        assertEquals(0, promote("--candidate=" + good), err::toString);
        assertEquals(Promotion.KEPT, decision().decision());
        assertEquals(0, decision().trial().comparisons().get(0).difference());

        assertEquals(0, run("rollback", "--models=" + models), err::toString);
        assertEquals(Optional.of(version(bad)), complaints.current());
        assertEquals(Promotion.ROLLED_BACK, decision().decision());
        assertEquals(version(good), decision().previous());
        assertEquals(1, run("rollback", "--models=" + models));
        assertTrue(err.toString().contains("name the one to go back to"), err::toString);
        assertEquals(0, run("rollback", "--models=" + models, version(good)), err::toString);
        assertEquals(Optional.of(version(good)), complaints.current());
        assertEquals(1, run("rollback", "--models=" + models, version(good)));
        assertTrue(err.toString().contains("answers already"), err::toString);
        assertEquals(1, run("rollback", "--models=" + models, "20140101-00000000"));
        assertEquals(Optional.of(version(good)), complaints.current());
    }

    @Test
    void anotherCityHasModelsOfItsOwnInTheSameFolder() throws IOException {
        Path good = model("good", 1, JUDGED_FROM);
        complaints.add(version(good), good);
        complaints.makeCurrent(version(good));
        assertEquals(0, promote("--city=windy", "--shipped=" + models, "--candidate=" + good), err::toString);
        ModelFolder windy = new ModelFolder(models.resolve("windy"), "complaints");
        assertNull(JsonFiles.read(windy.promotion(), Promotion.class).previous());
        assertEquals(Optional.of(version(good)), windy.current());
        assertTrue(Files.notExists(complaints.promotion()));
        assertEquals(1, run("rollback", "--city=windy", "--models=" + models));
        assertEquals(1, run("rollback", "--city=calm", "--models=" + models));
        assertTrue(err.toString().contains("there is no current model"), err::toString);
    }

    private static double mean(Promotion decision, String model) {
        return decision.trial().scores().stream()
                .filter(score -> score.model().equals(model))
                .mapToDouble(TrialScore::poissonDeviance)
                .average()
                .orElseThrow();
    }

    @Test
    void aCandidateIsTrainedWhereNoneIsGiven() throws IOException {
        Path candidate = folder.resolve("candidate");
        assertEquals(
                0, promote("--candidate=" + candidate, "--epochs=1", "--filters=2", "--max-lead=14"), err::toString);
        assertTrue(out.toString().contains("epoch  1/1"), out::toString);
        Promotion decision = decision();
        assertEquals(version(candidate), decision.candidate());
        assertNull(decision.previous());
        boolean better = decision.trial().comparisons().stream().allMatch(Comparison::beaten);
        assertEquals(better ? Promotion.ADOPTED : Promotion.KEPT, decision.decision());
        assertEquals(better ? Optional.of(version(candidate)) : Optional.empty(), complaints.current());
    }

    @Test
    void theFirstOneHasToBeatTheBaselines() throws IOException {
        Path bad = model("bad", 3, JUDGED_FROM);
        assertEquals(0, promote("--candidate=" + bad), err::toString);
        assertEquals(Promotion.KEPT, decision().decision());
        assertTrue(
                decision().reason().contains("ha-global, ha-weekday, climatology"),
                decision().reason());
        assertEquals(Optional.empty(), complaints.current());
        assertTrue(out.toString().contains("no network goes on"), out::toString);
    }

    @Test
    void nobodyIsJudgedByDaysThatItLearntFrom() throws IOException {
        Path late = model("late", 1, JUDGED_FROM.plusDays(1));
        assertEquals(1, promote("--candidate=" + late));
        assertTrue(err.toString().contains("learnt from days up to 2014-04-30"), err::toString);
        complaints.add(version(late), late);
        complaints.makeCurrent(version(late));
        assertEquals(1, promote("--candidate=" + model("good", 1, JUDGED_FROM)));
        assertTrue(Files.notExists(complaints.promotion()));
        assertEquals(2, promote("--patience=1"));
    }
}
