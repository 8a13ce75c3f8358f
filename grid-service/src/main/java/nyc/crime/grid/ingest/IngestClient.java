package nyc.crime.grid.ingest;

import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Year;
import java.time.YearMonth;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.Consumer;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import org.eclipse.microprofile.faulttolerance.CircuitBreaker;
import org.eclipse.microprofile.faulttolerance.Retry;
import org.eclipse.microprofile.faulttolerance.Timeout;
import org.eclipse.microprofile.faulttolerance.exceptions.CircuitBreakerOpenException;
import org.eclipse.microprofile.faulttolerance.exceptions.TimeoutException;
import org.eclipse.microprofile.rest.client.inject.RestClient;

import nyc.crime.city.CityProfile;
import nyc.crime.grid.ingest.IngestProblem.Details;

/**
 * Asks ingest-service, patiently and politely: tries again what may pass, gives up after a time, and stops asking for a
 * while when most answers fail. What ingest-service itself answers is final: a 4xx, and a time to come back. All limits
 * can be set as usual for SmallRye Fault Tolerance.
 */
@ApplicationScoped
@Timeout(value = 30, unit = ChronoUnit.SECONDS)
@Retry(maxRetries = 2, delay = 200, jitter = 100, abortOn = IngestProblem.class)
@CircuitBreaker(requestVolumeThreshold = 8, failureRatio = 0.75, delay = 5000, skipOn = IngestProblem.class)
public class IngestClient {

    private final IngestApi api;
    private final ObjectMapper json;
    private final List<String> categories;
    private final ObjectReader records;
    private final ObjectReader datasets;
    private final ObjectReader problems;

    IngestClient(@RestClient IngestApi api, ObjectMapper json, CityProfile city) {
        this.api = api;
        this.json = json;
        categories = city.categoryNames();
        records = json.readerFor(RecordsJson.class);
        datasets = json.readerFor(Datasets.class);
        problems = json.readerFor(Details.class);
    }

    /** A line of a year's stream: the month, or what went wrong with it. */
    record Line(YearMonth period, RecordMonth month, IngestProblem problem) {}

    /** The datasets there are. */
    Uni<Datasets> datasets() {
        return asked(api.datasets()).map(answer -> {
            Datasets read = read(datasets, answer);
            if (read.datasets() == null) {
                throw unreadable(null);
            }
            return new Datasets(read.datasets(), answer.json(), answer.freshness(read.source(), false));
        });
    }

    /** The areas of a kind. */
    public Uni<KeptAreas> areas(String kind) {
        return asked(api.areas(kind)).map(answer -> {
            try {
                return KeptAreas.read(answer, json);
            } catch (IOException | IllegalArgumentException | DateTimeException e) {
                throw unreadable(e);
            }
        });
    }

    /** One month. */
    Uni<RecordMonth> month(Publication of, YearMonth month) {
        return asked(api.month(of.dataset(), month.toString(), columns(of))).map(answer -> {
            Line line = line(answer);
            if (line.problem() != null) {
                throw line.problem();
            }
            return line.month();
        });
    }

    /**
     * The months of a year as one stream, each read as it arrives, while the next is on its way.
     *
     * @param seen called with each line as it comes
     */
    @Timeout(value = 180, unit = ChronoUnit.SECONDS)
    Uni<Void> year(Publication of, Year year, Consumer<Line> seen) {
        return api.year(of.dataset(), "%04d".formatted(year.getValue()), columns(of), "identity")
                .onFailure(WebApplicationException.class)
                .transform(this::answered)
                .emitOn(Infrastructure.getDefaultExecutor())
                .filter(line -> line.json().length > 0)
                .map(this::line)
                .invoke(seen)
                .onItem()
                .ignoreAsUni();
    }

    private static String columns(Publication of) {
        return of.timed() ? "offence,precinct,hour" : "offence,precinct";
    }

    /** Reads on another thread than the connections'. */
    private Uni<IngestAnswer> asked(Uni<IngestAnswer> question) {
        return question.onFailure(WebApplicationException.class)
                .transform(this::answered)
                .emitOn(Infrastructure.getDefaultExecutor());
    }

    private Line line(IngestAnswer answer) {
        RecordsJson json = read(records, answer);
        if (json.problem() != null && json.period() != null) {
            Details problem = json.problem();
            return new Line(
                    json.period(),
                    null,
                    IngestProblem.answered(problem.status(), problem, null).in(json.period()));
        }
        try {
            return new Line(json.period(), json.month(answer, categories), null);
        } catch (IllegalArgumentException e) {
            throw unreadable(e);
        }
    }

    private static IngestProblem unreadable(Exception cause) {
        return IngestProblem.trouble(502, "ingest-service gave an answer that could not be read", cause);
    }

    private <T> T read(ObjectReader as, IngestAnswer answer) {
        try {
            return as.readValue(answer.json());
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    /** What may pass stays as it is, to be tried again; the rest is final. */
    private Throwable answered(Throwable e) {
        Response response = ((WebApplicationException) e).getResponse();
        int status = response.getStatus();
        String retryAfter = response.getHeaderString(HttpHeaders.RETRY_AFTER);
        boolean comeBack = retryAfter != null && retryAfter.matches("\\d{1,6}");
        Details problem;
        try {
            problem = problems.readValue(response.readEntity(String.class));
        } catch (JsonProcessingException | IllegalArgumentException unreadable) {
            problem = new Details(status, null, null, null, null);
        }
        IngestProblem explained = IngestProblem.answered(
                status, problem, comeBack ? Duration.ofSeconds(Long.parseLong(retryAfter)) : null);
        return status < 500 || comeBack ? explained : new Passing(explained);
    }

    /** An answer that another try may mend. */
    private static final class Passing extends RuntimeException {

        private final IngestProblem problem;

        Passing(IngestProblem problem) {
            super(problem);
            this.problem = problem;
        }
    }

    /** What a failure of the methods above means to our caller. */
    static IngestProblem explained(Throwable e) {
        if (e instanceof IngestProblem problem) {
            return problem;
        }
        if (e instanceof Passing passing) {
            return passing.problem;
        }
        if (e instanceof CircuitBreakerOpenException) {
            return IngestProblem.trouble(503, "ingest-service keeps failing and is left alone for a while", e);
        }
        if (e instanceof TimeoutException || e instanceof java.util.concurrent.TimeoutException) {
            return IngestProblem.trouble(504, "ingest-service did not answer in time", e);
        }
        return IngestProblem.trouble(503, "ingest-service cannot be reached", e);
    }
}
