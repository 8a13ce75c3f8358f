package nyc.crime.standin;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Map;
import java.util.concurrent.Callable;

import io.quarkus.picocli.runtime.annotations.TopCommand;
import io.quarkus.runtime.Quarkus;
import org.jboss.logging.Logger;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import nyc.crime.standin.data.DataFiles;
import nyc.crime.standin.data.Dataset;
import nyc.crime.standin.data.Segment;
import nyc.crime.standin.faults.FaultInjector;
import nyc.crime.standin.faults.FaultSettings;
import nyc.crime.standin.http.Catalog;
import nyc.crime.standin.sample.SampleCity;

/** The command line. */
@TopCommand
@Command(
        name = "standin",
        mixinStandardHelpOptions = true,
        description = "Speaks SODA 2.x in place of NYC Open Data: for development and tests without a network.")
public class StandIn implements Callable<Integer> {

    private static final Logger LOG = Logger.getLogger(StandIn.class);

    @Spec
    CommandSpec spec;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "serve DIR/<dataset-id>*.csv.gz and *.ndjson.gz (default: a synthetic sample city)")
    Path data;

    @Option(
            names = "--seed",
            defaultValue = "1",
            description = "seed of the sample city and of the faults (default: 1)")
    long seed;

    @Option(names = "--latency", paramLabel = "MS", description = "milliseconds from request to answer")
    int latency;

    @Option(names = "--jitter", paramLabel = "MS", description = "up to so many milliseconds more")
    int jitter;

    @Option(names = "--fault-429", paramLabel = "P", description = "probability of a 429")
    double p429;

    @Option(
            names = "--retry-after",
            paramLabel = "SECONDS",
            defaultValue = "none",
            description = "Retry-After of a 429, or none (default: none)")
    String retryAfter;

    @Option(names = "--fault-202", paramLabel = "P", description = "probability of a 202")
    double p202;

    @Option(names = "--fault-5xx", paramLabel = "P", description = "probability of a 500, 502 or 503")
    double p5xx;

    @Option(names = "--fault-truncate", paramLabel = "P", description = "probability of a body that ends too early")
    double pTruncate;

    @Option(names = "--fault-reset", paramLabel = "P", description = "probability of a connection reset")
    double pReset;

    @Option(names = "--fault-slow-body", paramLabel = "P", description = "probability of a body that trickles in")
    double pSlowBody;

    @Option(names = "--unstable-order", description = "rows that $order leaves equal change places each time")
    boolean unstableOrder;

    @Option(names = "--app-token", paramLabel = "T", description = "the only X-App-Token accepted (default: any)")
    String appToken;

    private final Catalog catalog;
    private final FaultInjector faults;

    StandIn(Catalog catalog, FaultInjector faults) {
        this.catalog = catalog;
        this.faults = faults;
    }

    @Override
    public Integer call() {
        try {
            faults.settings(new FaultSettings(
                    latency,
                    jitter,
                    p429,
                    retryAfter.equals("none") ? null : Integer.valueOf(retryAfter),
                    p202,
                    p5xx,
                    pTruncate,
                    pReset,
                    pSlowBody,
                    unstableOrder,
                    seed));
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
        if (data != null && !Files.isDirectory(data)) {
            throw new ParameterException(spec.commandLine(), "--data: no such folder: " + data);
        }
        Map<String, Dataset> datasets =
                data == null ? SampleCity.datasets(seed, LocalDate.now()) : DataFiles.read(data);
        catalog.open(datasets, appToken);
        datasets.forEach((id, dataset) -> LOG.infof(
                "%s: %,d rows",
                id, dataset.segments().stream().mapToLong(Segment::rows).sum()));
        Quarkus.waitForExit();
        return 0;
    }
}
