package nyc.crime.ingest.admission;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.quarkiverse.resteasy.problem.HttpProblem;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import org.junit.jupiter.api.Test;

import nyc.crime.http.Budget;

import static org.assertj.core.api.Assertions.assertThat;

class BudgetTest {

    private final Budget limit = new Budget("places", 1);
    private final List<String> started = new ArrayList<>();

    @Test
    void firstComeFirstServed() {
        CompletableFuture<String> a = new CompletableFuture<>();
        CompletableFuture<String> b = new CompletableFuture<>();
        ask("a", a);
        ask("b", b);
        ask("c", new CompletableFuture<>());
        assertThat(started).containsExactly("a");
        assertThat(limit.waiting()).isEqualTo(2);
        a.complete("");
        assertThat(started).containsExactly("a", "b");
        b.completeExceptionally(new IllegalStateException("failed"));
        assertThat(started).containsExactly("a", "b", "c");
        assertThat(limit.used()).isEqualTo(1);
    }

    @Test
    void whoGoesAwayFreesThePlace() {
        Cancellable asking = ask("a", new CompletableFuture<>());
        Cancellable waiting = ask("b", new CompletableFuture<>());
        ask("c", new CompletableFuture<>());
        waiting.cancel();
        assertThat(limit.waiting()).isEqualTo(1);
        asking.cancel();
        assertThat(started).containsExactly("a", "c");
        assertThat(limit.used()).isEqualTo(1);
    }

    @Test
    void whatFitsIsLetInAndWhoFindsALongQueueIsRefusedAtOnce() {
        Budget bytes = new Budget("bytes", 10, 1);
        CompletableFuture<String> six = new CompletableFuture<>();
        List<Throwable> refused = new ArrayList<>();
        take(bytes, 6, false, six, refused);
        take(bytes, 4, false, new CompletableFuture<>(), refused);
        take(bytes, 1, false, new CompletableFuture<>(), refused);
        take(bytes, 1, false, new CompletableFuture<>(), refused);
        assertThat(bytes.used()).isEqualTo(10);
        assertThat(refused).hasSize(1).allMatch(HttpProblem.class::isInstance);
        // who has been admitted elsewhere waits behind the others
        take(bytes, 5, true, new CompletableFuture<>(), refused);
        assertThat(refused).hasSize(1);
        assertThat(bytes.waiting()).isEqualTo(2);
        six.complete("");
        assertThat(bytes.used()).isEqualTo(4 + 1 + 5);
        assertThat(bytes.waiting()).isZero();
    }

    @Test
    void whatIsLargerThanAllIsDoneAlone() {
        Budget bytes = new Budget("bytes", 10, 5);
        CompletableFuture<String> huge = new CompletableFuture<>();
        take(bytes, 100, false, huge, new ArrayList<>());
        take(bytes, 1, false, new CompletableFuture<>(), new ArrayList<>());
        assertThat(bytes.used()).isEqualTo(100);
        huge.complete("");
        assertThat(bytes.used()).isEqualTo(1);
    }

    private static void take(
            Budget budget, long units, boolean admitted, CompletableFuture<String> work, List<Throwable> refused) {
        budget.with(units, admitted, () -> Uni.createFrom().completionStage(work))
                .subscribe()
                .with(done -> {}, refused::add);
    }

    private Cancellable ask(String name, CompletableFuture<String> result) {
        return limit.with(1, () -> {
                    started.add(name);
                    return Uni.createFrom().completionStage(result);
                })
                .subscribe()
                .with(item -> {}, failure -> {});
    }

    @Test
    void whatSeveralHoldCountsOnceUntilTheLastHasLeft() {
        Budget bytes = new Budget("bytes", 100, 1);
        Object answer = new Object();
        Runnable first = bytes.share(answer, 80, 5).await().indefinitely();
        Runnable second = bytes.share(answer, 80, 5).await().indefinitely();
        assertThat(bytes.used()).isEqualTo(90);
        first.run();
        first.run();
        assertThat(bytes.used()).as("who stays holds it still").isEqualTo(85);
        second.run();
        assertThat(bytes.used()).isZero();
        bytes.share(answer, 80, 5).await().indefinitely();
        assertThat(bytes.used()).as("from the start").isEqualTo(85);
    }

    @Test
    void whoWaitsForWhatAnotherHoldsGetsItWhenThatOneLeaves() {
        Budget bytes = new Budget("bytes", 100, 1);
        Object answer = new Object();
        Runnable first = bytes.share(answer, 180, 5).await().indefinitely();
        CompletableFuture<Runnable> second = bytes.share(answer, 180, 5).subscribeAsCompletionStage();
        assertThat(second).isNotDone();
        first.run();
        assertThat(second).isCompleted();
        assertThat(bytes.used()).isEqualTo(185);
        second.join().run();
        assertThat(bytes.used()).isZero();
    }
}
