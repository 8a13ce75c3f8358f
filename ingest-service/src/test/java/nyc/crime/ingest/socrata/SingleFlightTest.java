package nyc.crime.ingest.socrata;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SingleFlightTest {

    private final SingleFlight<String, String> flights = new SingleFlight<>();
    private final AtomicInteger started = new AtomicInteger();
    private final AtomicBoolean cancelled = new AtomicBoolean();
    private final List<String> results = new ArrayList<>();
    private CompletableFuture<String> work = new CompletableFuture<>();

    @Test
    void workRunsOnceForAllAndAgainForLaterOnes() {
        join();
        join();
        work.complete("one");
        assertThat(results).containsExactly("one", "one");
        work = CompletableFuture.completedFuture("two");
        join();
        assertThat(results).containsExactly("one", "one", "two");
        assertThat(started.get()).isEqualTo(2);
    }

    @Test
    void failureReachesAll() {
        join();
        join();
        work.completeExceptionally(new IllegalStateException("no"));
        assertThat(results).containsExactly("failed: no", "failed: no");
    }

    @Test
    void workStopsWhenTheLastCallerHasGone() {
        Cancellable a = join();
        Cancellable b = join();
        a.cancel();
        assertThat(cancelled).isFalse();
        b.cancel();
        assertThat(cancelled).isTrue();
        work = CompletableFuture.completedFuture("again");
        join();
        assertThat(results).containsExactly("again");
    }

    private Cancellable join() {
        return flights.join("key", () -> {
                    started.incrementAndGet();
                    return Uni.createFrom()
                            .completionStage(work)
                            .onCancellation()
                            .invoke(() -> cancelled.set(true));
                })
                .subscribe()
                .with(results::add, failure -> results.add("failed: " + failure.getMessage()));
    }
}
