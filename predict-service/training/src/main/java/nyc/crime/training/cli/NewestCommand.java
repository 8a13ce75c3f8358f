package nyc.crime.training.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import nyc.crime.predict.counts.DailyCounts;
import nyc.crime.predict.counts.Npy;
import nyc.crime.training.data.GridData;
import nyc.crime.training.evaluation.NewestDays;

/** Tells what the newest, incomplete days are worth to a forecast. */
@Command(
        name = "newest",
        mixinStandardHelpOptions = true,
        description = {
            "Scores forecasts from counts as they were at past publications: with the newest, incomplete days left out,",
            "taken as they are, and corrected by the delays that the publication before shows."
        })
final class NewestCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private DataOptions dataOptions;

    @Option(
            names = "--state",
            required = true,
            description = {
                "FILE.npy=DAY, twice or more, oldest first: counts saved from grid-service as of a publication, int32",
                "[days, rows, cols, offences] from --from on, and the last complete day that it told."
            })
    private Map<Path, LocalDate> states = new LinkedHashMap<>();

    @Override
    public Integer call() throws IOException, InterruptedException {
        GridData data = dataOptions.load();
        List<NewestDays.State> known = new ArrayList<>();
        for (Map.Entry<Path, LocalDate> state : states.entrySet()) {
            known.add(new NewestDays.State(read(state.getKey(), data.counts()), state.getValue()));
        }
        if (known.size() < 2) {
            throw new IOException("delays are learnt from two publications at least: name --state twice");
        }
        spec.commandLine()
                .getOut()
                .print(NewestDays.of(known, data.counts().merged(), data.mask()).markdown());
        spec.commandLine().getOut().flush();
        return 0;
    }

    private static DailyCounts read(Path file, DailyCounts like) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            Npy.Ints counts = Npy.readInts(in);
            int[] shape = counts.shape();
            if (shape.length != 4
                    || shape[1] != like.rows()
                    || shape[2] != like.cols()
                    || shape[3] != like.groups().size()) {
                throw new IOException(file + " is not of the same cells and offences");
            }
            return DailyCounts.of(like.first(), shape[0], shape[1], shape[2], like.groups(), counts.values())
                    .merged();
        }
    }
}
