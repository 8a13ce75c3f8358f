package nyc.crime.predict.grid;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import io.quarkiverse.resteasy.problem.HttpProblem;

import nyc.crime.http.Problems;

/** grid-service is asked and takes long. Who holds a turn meanwhile gives it up, and asks again when the answer is there. */
public final class NotYet extends HttpProblem {

    private final transient CompletableFuture<?> awaited;

    /**
     * Of an answer under way.
     *
     * @param awaited ends when the answer is there, or fails as it does
     */
    public NotYet(CompletableFuture<?> awaited) {
        super(HttpProblem.builder(
                Problems.passing(503, "grid-service has not answered yet: ask again", Duration.ofSeconds(2))));
        this.awaited = awaited;
    }

    /** Ends when the answer is there, or fails as it does. */
    public CompletableFuture<?> awaited() {
        return awaited;
    }
}
