package nyc.crime.training.cli;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;

import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

import nyc.crime.training.data.GridData;
import nyc.crime.training.data.GridSource;
import nyc.crime.training.run.Samples;

/** What to learn from and what to check on; the same options for every command. */
final class DataOptions {

    @ArgGroup(exclusive = true, multiplicity = "1")
    private Source source;

    @Option(
            names = "--dataset",
            defaultValue = "complaints",
            description = "Dataset of grid-service (default: ${DEFAULT-VALUE}).")
    private String dataset;

    @Option(
            names = "--offence",
            defaultValue = "BURGLARY,FELONY ASSAULT,GRAND LARCENY,ROBBERY",
            split = ",",
            description =
                    "Offences to tell apart, in the order of the counts' last dimension (default: ${DEFAULT-VALUE}).")
    private List<String> offences;

    @Option(
            names = "--from",
            defaultValue = "2014-01-01",
            description = "First day of the counts (default: ${DEFAULT-VALUE}).")
    private LocalDate from;

    @Option(
            names = "--to",
            defaultValue = "2015-09-30",
            description = "Last day of the counts and of validation, inclusive (default: ${DEFAULT-VALUE}).")
    private LocalDate to;

    @Option(
            names = "--validate-from",
            defaultValue = "2015-07-01",
            description = "First day that is checked on and not learnt from (default: ${DEFAULT-VALUE}).")
    private LocalDate validateFrom;

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

    /** Reads or fetches the counts. */
    GridData load() throws IOException, InterruptedException {
        return source.gridUrl != null
                ? GridSource.fetch(source.gridUrl, dataset, offences, from, to)
                : GridSource.read(source.files.counts, source.files.mask, source.files.bounds, dataset, offences, from);
    }

    /** Splits counts by time as the options say. */
    Samples samples(GridData data) {
        return new Samples(data.counts(), data.mask(), validateFrom, to);
    }

    LocalDate to() {
        return to;
    }

    LocalDate validateFrom() {
        return validateFrom;
    }
}
