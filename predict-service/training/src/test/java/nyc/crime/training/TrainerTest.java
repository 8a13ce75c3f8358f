package nyc.crime.training;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import com.sun.net.httpserver.HttpServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

import nyc.crime.training.cli.Trainer;
import nyc.crime.training.data.GridData;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class TrainerTest {

    private static final GridData DATA = SmallCity.data(1);

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void aModelIsTrainedAndEvaluatedFromFiles() throws IOException {
        Natives.required();
        List<String> source = SmallCity.files(folder, DATA);
        Path model = folder.resolve("model");
        assertEquals(0, run("train", source, "--epochs=1", "--filters=4", "--out=" + model), err::toString);
        assertTrue(out.toString().contains("epoch  1/1  loss "), out.toString());
        assertTrue(Files.isRegularFile(model.resolve("saved_model.pb")));

        Path further = folder.resolve("further");
        assertEquals(
                0,
                run("train", source, "--epochs=1", "--filters=4", "--start-from=" + model, "--out=" + further),
                err::toString);

        Path both = folder.resolve("both");
        assertEquals(
                0,
                run(
                        "evaluate",
                        source,
                        "--model=" + model,
                        "--model=" + further,
                        "--against=model",
                        "--leads=1",
                        "--out=" + both),
                err::toString);
        String paired = Files.readString(both.resolve("scoreboard.md"));
        assertTrue(paired.contains("minus model's"), paired);
        assertTrue(paired.contains("| ALL | 1 | further |"), paired);

        Path scores = folder.resolve("scores");
        assertEquals(0, run("evaluate", source, "--model=" + model, "--leads=1,14", "--out=" + scores), err::toString);
        String markdown = Files.readString(scores.resolve("scoreboard.md"));
        for (String name : List.of("convlstm", "climatology", "ha-global", "ha-weekday")) {
            assertTrue(markdown.contains("| ALL | 14 | " + name + " |"), markdown);
            assertTrue(markdown.contains("| ROBBERY | 1 | " + name + " |"), markdown);
        }
        assertTrue(Files.readString(scores.resolve("scoreboard.json")).contains("\"poissonDeviance\""));

        Path tuning = folder.resolve("tuning");
        assertEquals(
                0,
                run(
                        "tune",
                        source,
                        "--try-filters=2,4",
                        "--try-learning-rates=0.004",
                        "--folds=1",
                        "--fold-days=5",
                        "--epochs=1",
                        "--out=" + tuning),
                err::toString);
        assertEquals(
                2,
                Files.readString(tuning.resolve("tuning.md"))
                        .lines()
                        .filter(line -> line.contains("| 0.004 |"))
                        .count());
    }

    @Test
    void countsAreFetchedFromGridService() throws IOException {
        Natives.required();
        List<String> asked = new ArrayList<>();
        HttpServer grid = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        grid.createContext("/", exchange -> {
            asked.add(exchange.getRequestURI().toString());
            byte[] body = exchange.getRequestURI().getPath().equals("/v1/georef") ? georef() : SmallCity.counts(DATA);
            exchange.getResponseHeaders().add("X-Data-Source", "sample");
            exchange.sendResponseHeaders(200, body.length);
            try (OutputStream stream = exchange.getResponseBody()) {
                stream.write(body);
            }
        });
        grid.start();
        try {
            List<String> source = List.of(
                    "--grid-url", "http://127.0.0.1:" + grid.getAddress().getPort());
            assertEquals(
                    0,
                    run("train", source, "--epochs=1", "--filters=2", "--out=" + folder.resolve("model")),
                    err::toString);
        } finally {
            grid.stop(0);
        }
        assertTrue(
                asked.contains(
                        "/v1/counts/complaints?from=2014-01-01&to=2014-05-10&group=offence&offence=BURGLARY&offence=ROBBERY"),
                asked.toString());
        assertTrue(out.toString().contains("(sample)"), out.toString());
        assertTrue(out.toString().contains("in 25 cells"), out.toString());
    }

    @Test
    void whatIsLearntIsWhatTheCityForecasts() {
        var train = Trainer.commandLine().getSubcommands().get("train");
        for (String option : List.of("--dataset", "--offence")) {
            String expected =
                    option.equals("--dataset") ? "complaints" : "BURGLARY,FELONY ASSAULT,GRAND LARCENY,ROBBERY";
            assertEquals(expected, train.getCommandSpec().findOption(option).defaultValueString(false));
        }
        assertTrue(train.getUsageMessage().contains("(default: complaints)"), train.getUsageMessage());
        assertEquals(
                1,
                Trainer.commandLine()
                        .setErr(new PrintWriter(err))
                        .execute(
                                "train",
                                "--counts=a.npy",
                                "--mask=b.npy",
                                "--bounds=40,-74,41,-73",
                                "--to=2015-09-30",
                                "--out=" + folder));
        assertTrue(err.toString().contains("name --from and --to"), err.toString());
    }

    @Test
    void wrongUseIsSaidInOneLine() {
        assertEquals(2, run("train", List.of(), "--out=" + folder));
        assertTrue(err.toString().contains("--grid-url"), err.toString());
        assertEquals(
                1,
                run(
                        "train",
                        List.of("--counts=nowhere.npy", "--mask=nowhere.npy", "--bounds=40,-74,41,-73"),
                        "--out=" + folder));
        assertTrue(err.toString().contains("nowhere.npy"), err.toString());
        assertEquals(
                2,
                run(
                        "tune",
                        List.of("--counts=a", "--mask=b", "--bounds=40,-74,41,-73"),
                        "--try-filters=1,2,3,4,5,6,7",
                        "--try-learning-rates=1,2,3",
                        "--out=" + folder));
        assertTrue(err.toString().contains("42 runs are more than 36"), err.toString());
    }

    private int run(String command, List<String> source, String... options) {
        List<String> arguments = new ArrayList<>(List.of(command));
        arguments.addAll(source);
        arguments.addAll(List.of(options));
        arguments.addAll(List.of(
                "--offence=BURGLARY,ROBBERY",
                "--from=" + SmallCity.FIRST,
                "--validate-from=" + SmallCity.VALIDATE_FROM,
                "--to=" + SmallCity.VALIDATE_TO));
        CommandLine line = Trainer.commandLine();
        return line.setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments.toArray(String[]::new));
    }

    private static byte[] georef() {
        StringBuilder cells = new StringBuilder();
        for (boolean in : DATA.mask().in()) {
            cells.append(cells.isEmpty() ? "" : ",").append(in ? 1 : 0);
        }
        return """
                {"forecast":{"rows":%d,"cols":%d,"bounds":{"south":40,"west":-74,"north":41,"east":-73},"mask":[%s]}}
                """.formatted(SmallCity.ROWS, SmallCity.COLS, cells).getBytes(StandardCharsets.UTF_8);
    }
}
