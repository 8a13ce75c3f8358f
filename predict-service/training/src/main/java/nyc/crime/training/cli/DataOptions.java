package nyc.crime.training.cli;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;

import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

import nyc.crime.predict.inputs.Holidays;
import nyc.crime.training.data.GridData;
import nyc.crime.training.data.GridSource;
import nyc.crime.training.run.Samples;

/** What to learn from and what to check on; the same options for every command. */
final class DataOptions {

    /** Days of counts where the last complete ones are taken: 21 months, as the shipped network had. */
    private static final int HISTORY_DAYS = 638;
    /** The last of them, by which models are judged. */
    private static final int JUDGED_DAYS = 91;

    @ArgGroup(exclusive = true, multiplicity = "1")
    private Source source;

    @Option(names = "--dataset", required = true, description = "Dataset of grid-service (default: ${DEFAULT-VALUE}).")
    private String dataset;

    @Option(
            names = "--offence",
            required = true,
            split = ",",
            description =
                    "Offences to tell apart, in the order of the counts' last dimension (default: ${DEFAULT-VALUE}).")
    private List<String> offences;

    @Option(
            names = "--from",
            description = "First day of the counts (default: 21 months before --to, or the first that there is).")
    private LocalDate from;

    @Option(
            names = "--to",
            description = "Last day of the counts and of validation, inclusive (default: the last complete day).")
    private LocalDate to;

    @Option(
            names = "--validate-from",
            description = "First day that is checked on and not learnt from (default: the first of the last 91 days).")
    private LocalDate validateFrom;

    @Option(
            names = "--holidays",
            split = ",",
            description =
                    "The city's holidays, such as 12-25, 01-3-MON, 05-last-MON, 06-19/2021 (default: ${DEFAULT-VALUE}).")
    private List<String> holidays = List.of();

    /** One of the two places that counts come from. */
    private static final class Source {

        @Option(names = "--grid-url", required = true, description = "Address of grid-service.")
        private URI gridUrl;

        @ArgGroup(exclusive = false, multiplicity = "1")
        private Files files;
    }

    private static final class Files {

        @Option(
                names = "--counts",
                required = true,
                description = "Counts saved from grid-service: .npy int32 [days, rows, cols, offences].")
        private Path counts;

        @Option(
                names = "--mask",
                required = true,
                description = "Mask saved from grid-service (/v1/counts/mask): .npy uint8 [rows, cols].")
        private Path mask;

        @Option(
                names = "--bounds",
                required = true,
                description = "The grid's south,west,north,east, as in /v1/georef.")
        private String bounds;
    }

    /** Reads or fetches the counts: those of the last days that are complete, where no others are named. */
    GridData load() throws IOException, InterruptedException {
        if (from == null || to == null) {
            if (source.gridUrl == null) {
                throw new IOException("saved counts do not say of which days they are: name --from and --to");
            }
            GridSource.Days days = GridSource.days(source.gridUrl, dataset);
            to = to != null ? to : days.complete();
            LocalDate begin = to.minusDays(HISTORY_DAYS - 1L);
            from = from != null ? from : begin.isBefore(days.first()) ? days.first() : begin;
        }
        Holidays rest = Holidays.of(holidays);
        validateFrom = validateFrom != null ? validateFrom : to.minusDays(JUDGED_DAYS - 1L);
        return source.gridUrl != null
                ? GridSource.fetch(source.gridUrl, dataset, offences, from, to, rest)
                : GridSource.read(
                        source.files.counts, source.files.mask, source.files.bounds, dataset, offences, from, rest);
    }

    /** Splits counts by time as the options say. */
    Samples samples(GridData data) {
        return new Samples(data.counts(), data.mask(), data.holidays(), validateFrom, to);
    }

    LocalDate to() {
        return to;
    }

    LocalDate validateFrom() {
        return validateFrom;
    }
}
