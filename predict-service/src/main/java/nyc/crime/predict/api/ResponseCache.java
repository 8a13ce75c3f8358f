package nyc.crime.predict.api;

import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.smallrye.mutiny.Uni;
import org.eclipse.microprofile.context.ThreadContext;

import nyc.crime.http.CachedResponse;
import nyc.crime.http.Freshness;
import nyc.crime.http.Problems;
import nyc.crime.predict.PredictConfig;
import nyc.crime.predict.cache.FreshCache;
import nyc.crime.predict.grid.NotYet;
import nyc.crime.predict.model.ConvLstm;
import nyc.crime.predict.model.ModelUnavailable;

/**
 * Keeps finished answers, encoded, while the data in them are fresh. What is kept is given at once, on the thread that
 * asks; the rest is computed in turn, as memory allows, see {@link nyc.crime.predict.cache.Memory}. A question that all
 * who asked it have left before its turn is dropped, and one whose data take long gives its turn up until they are there.
 */
@Singleton
class ResponseCache {

    /** Each holds the months that it has fetched while it waits for memory: megabytes. */
    private static final int AT_ONCE = 4;

    private static final int WAITING = 64;
    private static final Duration AGAIN = Duration.ofSeconds(2);

    private final FreshCache<Question, CachedResponse> kept;
    private final ThreadPoolExecutor turns = new ThreadPoolExecutor(
            AT_ONCE,
            AT_ONCE,
            0,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> new Thread(task, "predict-turn"));
    private final ThreadContext contexts;
    private final ConvLstm network;
    private final ObjectMapper json;
    private final Duration wait;
    private final Duration patience;

    /** What is asked, and the version of the network that is to answer. */
    private record Question(Record asked, Optional<String> version) {}

    /** An answer before it is encoded. */
    record Answer(String type, Object value, Freshness freshness) {}

    ResponseCache(ConvLstm network, ObjectMapper json, PredictConfig config, ThreadContext contexts) {
        this.network = network;
        this.json = json;
        this.contexts = contexts;
        this.wait = config.inferenceWait();
        this.patience = config.patience();
        this.kept = new FreshCache<>(
                Caffeine.newBuilder()
                        .maximumWeight(config.responses().asLongValue())
                        .weigher((Question question, CachedResponse answer) -> answer.weight()),
                answer -> answer.freshness().freshUntil(),
                Clock.systemUTC());
    }

    @PreDestroy
    void stop() {
        turns.shutdownNow();
    }

    /** The answer to a question: kept, under way, or computed as soon as its turn comes. */
    Uni<CachedResponse> get(Record question, Supplier<Answer> compute) {
        return Uni.createFrom().deferred(() -> {
            Work work = join(new Question(question, network.current().version()), compute);
            return Uni.createFrom()
                    // a copy: a caller that leaves cancels its own wait, not the work that others wait for
                    .completionStage(work::copy)
                    .onFailure(CompletionException.class)
                    .transform(Throwable::getCause)
                    .ifNoItem()
                    .after(patience)
                    .failWith(() -> Problems.passing(503, "this is still being computed: ask again", AGAIN))
                    // who has lost patience has not left, and is to find the answer when it asks again
                    .onCancellation()
                    .invoke(work::leave);
        });
    }

    private Work join(Question question, Supplier<Answer> compute) {
        Work work;
        do {
            work = (Work) kept.get(question, old -> {
                if (turns.getQueue().size() >= WAITING) {
                    throw ModelUnavailable.busy();
                }
                return new Work(compute).queue();
            });
        } while (!work.enter());
        return work;
    }

    /** An answer under way, or kept. */
    private final class Work extends CompletableFuture<CachedResponse> {

        /** Null when it is done: it holds on to the request. */
        private volatile Runnable turn;

        private volatile long queuedAt;
        private boolean hasTurn;
        private int callers;

        Work(Supplier<Answer> compute) {
            turn = contexts.contextualRunnable(() -> run(compute));
        }

        Work queue() {
            queuedAt = System.nanoTime();
            turns.execute(turn);
            return this;
        }

        /** Waits for it too, if it was not dropped. */
        synchronized boolean enter() {
            callers++;
            return !isCancelled();
        }

        synchronized void leave() {
            callers--;
            dropIfForNobody();
        }

        private synchronized void dropIfForNobody() {
            if (callers == 0 && !hasTurn) {
                cancel(false);
                turns.remove(turn);
            }
        }

        private synchronized boolean takeTurn() {
            hasTurn = !isCancelled();
            return hasTurn;
        }

        private synchronized void giveUpTurn() {
            hasTurn = false;
            dropIfForNobody();
        }

        private void run(Supplier<Answer> compute) {
            if (!takeTurn()) {
                return;
            }
            try {
                if (System.nanoTime() - queuedAt > wait.toNanos()) {
                    throw ModelUnavailable.busy();
                }
                complete(encode(compute.get()));
                turn = null;
            } catch (NotYet e) {
                giveUpTurn();
                e.awaited().whenComplete((found, failure) -> {
                    if (failure == null) {
                        queue();
                    } else {
                        completeExceptionally(failure);
                    }
                });
            } catch (Throwable e) {
                completeExceptionally(e);
            }
        }
    }

    private CachedResponse encode(Answer answer) {
        try {
            return CachedResponse.of(answer.type, json.writeValueAsBytes(answer.value), Map.of(), answer.freshness);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
