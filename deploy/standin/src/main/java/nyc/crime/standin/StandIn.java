package nyc.crime.standin;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.concurrent.Callable;

import io.quarkus.picocli.runtime.annotations.TopCommand;
import io.quarkus.runtime.Quarkus;
import org.jboss.logging.Logger;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import nyc.crime.standin.data.DataFileException;
import nyc.crime.standin.data.DataFolder;
import nyc.crime.standin.faults.FaultInjector;
import nyc.crime.standin.faults.FaultSettings;
import nyc.crime.standin.http.Catalog;
import nyc.crime.standin.http.Protocol;
import nyc.crime.standin.http.ProtocolSettings;
import nyc.crime.standin.publication.FilePortal;
import nyc.crime.standin.publication.Portal;
import nyc.crime.standin.sample.SampleCity;

/** The command line. */
@TopCommand
@Command(
        name = "standin",
        mixinStandardHelpOptions = true,
        description = "Speaks SODA 2 and 3 in place of NYC Open Data: for development and tests without a network.")
public class StandIn implements Callable<Integer> {

    private static final Logger LOG = Logger.getLogger(StandIn.class);

    @Spec
    CommandSpec spec;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description =
                    "serve DIR's .csv, .ndjson and .geojson files, perhaps with .gz (default: a synthetic sample city)")
    Path data;

    @Option(names = "--check", description = "say what each file of --data is taken for, and end")
    boolean check;

    @Option(
            names = "--as-of",
            paramLabel = "DATE",
            description = "answer as the portal would have on that day (default: with all there is)")
    LocalDate asOf;

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

    @Option(
            names = "--soda2-status",
            paramLabel = "STATUS",
            description = "refuse SODA 2 with this status, such as 410")
    int soda2Status;

    @Option(names = "--out-of-date", description = "say X-SODA2-Data-Out-Of-Date: true")
    boolean outOfDate;

    @Option(names = "--deprecated", paramLabel = "DATE", description = "say Deprecation in SODA 2's answers")
    LocalDate deprecated;

    @Option(names = "--sunset", paramLabel = "DATE", description = "say Sunset in SODA 2's answers")
    LocalDate sunset;

    @Option(
            names = "--max-limit",
            paramLabel = "N",
            defaultValue = "50000",
            description = "largest $limit of SODA 2, 0 for any as in SODA 2.1 (default: 50000)")
    int maxLimit;

    @Option(names = "--row-cap", paramLabel = "N", description = "give at most N rows, whatever was asked for")
    int rowCap;

    @Option(names = "--app-token", paramLabel = "T", description = "the only X-App-Token accepted (default: any)")
    String appToken;

    private final Catalog catalog;
    private final Protocol protocol;
    private final FaultInjector faults;

    StandIn(Catalog catalog, Protocol protocol, FaultInjector faults) {
        this.catalog = catalog;
        this.protocol = protocol;
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
                    0,
                    0,
                    0,
                    0,
                    0,
                    unstableOrder,
                    seed));
            protocol.settings(new ProtocolSettings(soda2Status, outOfDate, deprecated, sunset, maxLimit, rowCap));
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
        if (data != null && !Files.isDirectory(data)) {
            throw new ParameterException(spec.commandLine(), "--data: no such folder: " + data);
        }
        Portal portal;
        try {
            portal = data == null ? new SampleCity(seed, Clock.system(SampleCity.ZONE)) : files();
        } catch (DataFileException e) {
            spec.commandLine().getErr().println("--data " + data + ": " + e.getMessage());
            return 1;
        }
        if (check) {
            return 0;
        }
        catalog.open(portal, asOf, appToken);
        catalog.datasets().forEach((id, dataset) -> LOG.infof("%s: %,d rows", id, dataset.rows()));
        Quarkus.waitForExit();
        return 0;
    }

    private Portal files() {
        DataFolder folder = DataFolder.read(data);
        PrintWriter err = spec.commandLine().getErr();
        folder.notes().forEach(err::println);
        folder.warnings().forEach(warning -> err.println("warning: " + warning));
        return new FilePortal(folder.datasets(), seed);
    }
}
