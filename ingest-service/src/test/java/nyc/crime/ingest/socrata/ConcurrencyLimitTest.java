package nyc.crime.ingest.socrata;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ConcurrencyLimitTest {

    private final ConcurrencyLimit limit = new ConcurrencyLimit(1);
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

    private Cancellable ask(String name, CompletableFuture<String> result) {
        return limit.with(() -> {
                    started.add(name);
                    return Uni.createFrom().completionStage(result);
                })
                .subscribe()
                .with(item -> {}, failure -> {});
    }
}
