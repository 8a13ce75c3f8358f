package nyc.crime.predict.api;

import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
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
import nyc.crime.predict.model.ConvLstm;
import nyc.crime.predict.model.ModelUnavailable;

/**
 * Keeps finished answers, encoded, while the data in them are fresh. What is kept is given at once, on the thread that
 * asks; the rest is computed in {@link Turns}, as memory allows, see {@link nyc.crime.predict.cache.Memory}.
 */
@Singleton
class ResponseCache {

    private static final Duration AGAIN = Duration.ofSeconds(2);
    /** Each holds the months that it has fetched while it waits for memory: megabytes. */
    private static final int AT_ONCE = 4;
    /** Windows of the scoreboard that are under way: evaluated one after the other, a year takes seconds. */
    private static final int WINDOWS = 3;
    /** Which wait for the evaluation of their window. */
    private static final int PARTS = 6;

    private final FreshCache<Question, CachedResponse> kept;
    private final Turns turns;
    private final Turns partTurns;
    /** So many parts of each window are under way. */
    private final Map<Record, Integer> windows = new HashMap<>();

    private final ConvLstm network;
    private final ObjectMapper json;
    private final Duration patience;

    /** What is asked, and the version of the network that is to answer. */
    private record Question(Record asked, Optional<String> version) {}

    /** An answer before it is encoded. */
    record Answer(String type, Object value, Freshness freshness) {}

    ResponseCache(ConvLstm network, ObjectMapper json, PredictConfig config, ThreadContext contexts) {
        this.network = network;
        this.json = json;
        this.turns = new Turns(AT_ONCE, contexts, config.inferenceWait());
        this.partTurns = new Turns(WINDOWS * PARTS, contexts, config.inferenceWait());
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
        turns.stop();
        partTurns.stop();
    }

    /** The answer to a question: kept, under way, or computed as soon as its turn comes. */
    Uni<CachedResponse> get(Record question, Supplier<Answer> compute) {
        return answer(question, () -> turns.take(() -> encode(compute.get())));
    }

    /**
     * The answer to a question about a window, whose evaluation is dear, and is made once for all of its parts. It takes no turn
     * from what is not dear. Beyond a few windows it is refused at once, a further part of one of them never is.
     */
    Uni<CachedResponse> get(Record question, Record window, Supplier<Answer> compute) {
        return answer(question, () -> {
            begin(window);
            try {
                Turns.Turn<CachedResponse> turn = partTurns.take(() -> encode(compute.get()));
                turn.whenComplete((answer, failure) -> end(window));
                return turn;
            } catch (ModelUnavailable e) {
                end(window);
                throw e;
            }
        });
    }

    private synchronized void begin(Record window) {
        if (!windows.containsKey(window) && windows.size() == WINDOWS) {
            throw ModelUnavailable.busy();
        }
        windows.merge(window, 1, Integer::sum);
    }

    private synchronized void end(Record window) {
        windows.computeIfPresent(window, (any, parts) -> parts == 1 ? null : parts - 1);
    }

    private Uni<CachedResponse> answer(Record question, Supplier<Turns.Turn<CachedResponse>> taken) {
        return Uni.createFrom().deferred(() -> {
            Turns.Turn<CachedResponse> turn =
                    join(new Question(question, network.current().version()), taken);
            return Uni.createFrom()
                    // a copy: a caller that leaves cancels its own wait, not the work that others wait for
                    .completionStage(turn::copy)
                    .onFailure(CompletionException.class)
                    .transform(Throwable::getCause)
                    .ifNoItem()
                    .after(patience)
                    .failWith(() -> Problems.passing(503, "this is still being computed: ask again", AGAIN))
                    // who has lost patience has not left, and is to find the answer when it asks again
                    .onCancellation()
                    .invoke(turn::leave);
        });
    }

    private Turns.Turn<CachedResponse> join(Question question, Supplier<Turns.Turn<CachedResponse>> taken) {
        Turns.Turn<CachedResponse> turn;
        do {
            turn = (Turns.Turn<CachedResponse>) kept.get(question, old -> taken.get());
        } while (!turn.enter());
        return turn;
    }

    private CachedResponse encode(Answer answer) {
        try {
            return CachedResponse.of(answer.type, json.writeValueAsBytes(answer.value), Map.of(), answer.freshness);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
