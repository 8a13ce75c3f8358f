package nyc.crime.predict.api;

import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import jakarta.inject.Singleton;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.smallrye.mutiny.Uni;
import org.eclipse.microprofile.context.ManagedExecutor;

import nyc.crime.http.CachedResponse;
import nyc.crime.http.Freshness;
import nyc.crime.http.Problems;
import nyc.crime.predict.PredictConfig;
import nyc.crime.predict.cache.FreshCache;
import nyc.crime.predict.model.ConvLstm;
import nyc.crime.predict.model.ModelUnavailable;

/**
 * Keeps finished answers, encoded, while the data in them are fresh. What is kept is given at once, on the thread that
 * asks; the rest is computed as grid-service answers and memory allows, see {@link nyc.crime.predict.cache.Memory}.
 */
@Singleton
class ResponseCache {

    /** Each holds the months that it has fetched while it waits for memory: megabytes. */
    private static final int AT_ONCE = 4;

    private static final int WAITING = 64;
    private static final Duration AGAIN = Duration.ofSeconds(2);

    private final FreshCache<Question, CachedResponse> kept;
    private final ConvLstm network;
    private final ObjectMapper json;
    private final Duration wait;
    private final Duration patience;

    /** What is asked, and the version of the network that is to answer. */
    private record Question(Record asked, Optional<String> version) {}

    /** An answer before it is encoded. */
    record Answer(String type, Object value, Freshness freshness) {}

    ResponseCache(ConvLstm network, ObjectMapper json, PredictConfig config) {
        this.network = network;
        this.json = json;
        this.wait = config.inferenceWait();
        this.patience = config.patience();
        this.kept = new FreshCache<>(
                Caffeine.newBuilder()
                        .maximumWeight(config.responses().asLongValue())
                        .weigher((Question question, CachedResponse answer) -> answer.weight()),
                answer -> answer.freshness().freshUntil(),
                ManagedExecutor.builder().maxAsync(AT_ONCE).maxQueued(WAITING).build(),
                Clock.systemUTC());
    }

    /** The answer to a question: kept, under way, or computed as soon as its turn comes. */
    Uni<CachedResponse> get(Record question, Supplier<Answer> compute) {
        long asked = System.nanoTime();
        return Uni.createFrom()
                .completionStage(() -> {
                    try {
                        // a copy: a caller that leaves cancels its own wait, not the work that others wait for
                        return kept.get(new Question(question, network.current().version()), old -> {
                                    if (System.nanoTime() - asked > wait.toNanos()) {
                                        throw ModelUnavailable.busy();
                                    }
                                    return encode(compute.get());
                                })
                                .copy();
                    } catch (RejectedExecutionException e) {
                        throw ModelUnavailable.busy();
                    }
                })
                .onFailure(CompletionException.class)
                .transform(Throwable::getCause)
                .ifNoItem()
                .after(patience)
                .failWith(() -> Problems.passing(503, "this is still being computed: ask again", AGAIN));
    }

    private CachedResponse encode(Answer answer) {
        try {
            return CachedResponse.of(answer.type, json.writeValueAsBytes(answer.value), Map.of(), answer.freshness);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
