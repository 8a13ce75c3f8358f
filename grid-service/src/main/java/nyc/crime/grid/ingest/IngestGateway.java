package nyc.crime.grid.ingest;

import java.time.Duration;
import java.time.Year;
import java.time.YearMonth;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;

import io.smallrye.faulttolerance.api.CircuitBreakerName;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import org.eclipse.microprofile.faulttolerance.CircuitBreaker;
import org.eclipse.microprofile.faulttolerance.Retry;
import org.eclipse.microprofile.faulttolerance.Timeout;
import org.eclipse.microprofile.faulttolerance.exceptions.CircuitBreakerOpenException;
import org.eclipse.microprofile.rest.client.inject.RestClient;

/**
 * Asks ingest-service, patiently: retries what may pass, gives up after a time, and stops asking for a while when most
 * answers fail. All limits can be set as usual for SmallRye Fault Tolerance.
 */
@ApplicationScoped
public class IngestGateway {

    private static final String COLUMNS = "offence,precinct";

    private final IngestApi api;

    IngestGateway(@RestClient IngestApi api) {
        this.api = api;
    }

    /** A line of a year's stream: the month or what went wrong with it. */
    record Line(RecordMonth month, IngestProblem problem) {}

    /** The datasets, as ingest-service describes them. */
    @Timeout(value = 10, unit = ChronoUnit.SECONDS)
    @Retry(maxRetries = 1, delay = 200, jitter = 100)
    Uni<byte[]> datasets() {
        return api.datasets();
    }

    /** One month. Fails with what {@link #explain} understands. */
    @Timeout(value = 30, unit = ChronoUnit.SECONDS)
    @Retry(maxRetries = 2, delay = 200, jitter = 100, abortOn = IngestProblem.class)
    @CircuitBreaker(requestVolumeThreshold = 8, failureRatio = 0.75, delay = 5000, skipOn = IngestProblem.class)
    @CircuitBreakerName("ingest")
    Uni<RecordMonth> month(String dataset, YearMonth month) {
        return api.month(dataset, month.toString(), COLUMNS)
                .onFailure(IngestGateway::isFinal)
                .transform(e -> explain(month, e))
                .emitOn(Infrastructure.getDefaultExecutor())
                .map(RecordMonthReader::read);
    }

    /**
     * The months of a year as one stream, each read as it arrives, while the next is on its way.
     *
     * @param seen called with each line as it comes
     */
    @Timeout(value = 180, unit = ChronoUnit.SECONDS)
    @Retry(maxRetries = 1, delay = 500, jitter = 200, abortOn = IngestProblem.class)
    @CircuitBreaker(requestVolumeThreshold = 4, failureRatio = 0.75, delay = 5000, skipOn = IngestProblem.class)
    Uni<List<Line>> year(String dataset, Year year, Function<Line, Line> seen) {
        return api.year(dataset, year.toString(), COLUMNS, "identity")
                .onFailure(IngestGateway::isFinal)
                .transform(e -> explain(null, e))
                .emitOn(Infrastructure.getDefaultExecutor())
                .filter(line -> line.length > 0)
                .map(IngestGateway::line)
                .map(seen)
                .collect()
                .asList();
    }

    private static Line line(byte[] json) {
        try {
            return new Line(RecordMonthReader.read(json), null);
        } catch (IngestProblem e) {
            if (e.month() == null) {
                throw e;
            }
            return new Line(null, e);
        }
    }

    /** A 4xx other than 408 and 429 stays the same however often it is asked. */
    private static boolean isFinal(Throwable e) {
        if (e instanceof WebApplicationException answer) {
            int status = answer.getResponse().getStatus();
            return status >= 400 && status < 500 && status != 408 && status != 429;
        }
        return false;
    }

    /** What a failure means to our caller. */
    static IngestProblem explain(YearMonth month, Throwable e) {
        if (e instanceof IngestProblem problem) {
            return problem;
        }
        if (e instanceof CircuitBreakerOpenException) {
            return new IngestProblem(month, 503, "ingest-service keeps failing and is left alone for a while", null);
        }
        if (e instanceof org.eclipse.microprofile.faulttolerance.exceptions.TimeoutException
                || e instanceof TimeoutException) {
            return new IngestProblem(month, 504, "ingest-service did not answer in time", null);
        }
        if (e instanceof WebApplicationException answer) {
            Response response = answer.getResponse();
            String detail = RecordMonthReader.problemDetail(response.readEntity(String.class));
            return new IngestProblem(
                    month,
                    response.getStatus() == 429 ? 503 : response.getStatus(),
                    detail.isEmpty() ? "ingest-service answered " + response.getStatus() : detail,
                    seconds(response.getHeaderString(HttpHeaders.RETRY_AFTER)));
        }
        return new IngestProblem(month, 503, "ingest-service cannot be reached", null);
    }

    private static Duration seconds(String retryAfter) {
        return retryAfter != null && retryAfter.matches("\\d{1,6}")
                ? Duration.ofSeconds(Long.parseLong(retryAfter))
                : null;
    }
}
