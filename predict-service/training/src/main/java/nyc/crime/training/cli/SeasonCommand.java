package nyc.crime.training.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.zip.GZIPInputStream;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import nyc.crime.training.evaluation.SeasonStudy;

/** Learns from many years of daily totals how far to trust the season, and how far levels drift with the lead. */
@Command(
        name = "season",
        mixinStandardHelpOptions = true,
        description = {
            "Learns how far to trust the season of the year before, and how a level drifts with the lead.",
            "Prints what was learnt, and deviances and variances by lead."
        })
final class SeasonCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--totals",
            required = true,
            description = "CSV, gzipped or not, of date, offence, records of the whole city, with a head.")
    private Path totals;

    @Option(
            names = "--offence",
            required = true,
            split = ",",
            description = "Offences to learn from (default: ${DEFAULT-VALUE}).")
    private List<String> offences;

    @Option(names = "--to", description = "Last day to learn from (default: the last of the file).")
    private LocalDate to;

    @Override
    public Integer call() throws IOException {
        TreeMap<LocalDate, int[]> byDay = read();
        LocalDate first = byDay.firstKey();
        int days = (int) (byDay.lastKey().toEpochDay() - first.toEpochDay()) + 1;
        List<int[]> series = new ArrayList<>();
        for (int i = 0; i <= offences.size(); i++) {
            series.add(new int[days]);
        }
        byDay.forEach((date, counts) -> {
            int day = (int) (date.toEpochDay() - first.toEpochDay());
            for (int i = 0; i < counts.length; i++) {
                series.get(0)[day] += counts[i];
                series.get(i + 1)[day] = counts[i];
            }
        });
        SeasonStudy study = new SeasonStudy(series, first);
        PrintWriter out = spec.commandLine().getOut();
        out.print(study.markdown(study.learn()));
        out.flush();
        return 0;
    }

    private TreeMap<LocalDate, int[]> read() throws IOException {
        TreeMap<LocalDate, int[]> byDay = new TreeMap<>();
        try (InputStream file = Files.newInputStream(totals);
                BufferedReader lines = new BufferedReader(new InputStreamReader(
                        totals.toString().endsWith(".gz") ? new GZIPInputStream(file) : file,
                        StandardCharsets.UTF_8))) {
            lines.lines().skip(1).forEach(line -> {
                int after = line.indexOf(',');
                int before = line.lastIndexOf(',');
                int offence = offences.indexOf(line.substring(after + 1, before));
                LocalDate date = LocalDate.parse(line.substring(0, after));
                if (offence >= 0 && (to == null || !date.isAfter(to))) {
                    byDay.computeIfAbsent(date, day -> new int[offences.size()])[offence] +=
                            Integer.parseInt(line.substring(before + 1));
                }
            });
        }
        if (byDay.isEmpty()) {
            throw new IOException(
                    "no records of %s%s in %s".formatted(offences, to == null ? "" : " up to " + to, totals));
        }
        return byDay;
    }
}
