package nyc.crime.ingest.socrata;

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import io.smallrye.mutiny.subscription.UniEmitter;

/**
 * Joins callers that want the same thing at the same time: the work runs once, all get its result, and it is cancelled
 * when the last of them has gone away. Nothing is kept after it ends.
 */
public final class SingleFlight<K, V> {

    private final Map<K, Flight> flights = new ConcurrentHashMap<>();

    /** The result of the work for the key, which is started only if it is not under way. */
    public Uni<V> join(K key, Supplier<Uni<V>> work) {
        return Uni.createFrom().emitter(emitter -> {
            Flight flight;
            do {
                flight = flights.computeIfAbsent(key, Flight::new);
            } while (!flight.board(emitter));
            Flight boarded = flight;
            emitter.onTermination(() -> boarded.leave(emitter));
            boarded.start(work);
        });
    }

    private final class Flight {
        private final K key;
        private final Set<UniEmitter<? super V>> waiting = new LinkedHashSet<>();
        private boolean started;
        private boolean ended;
        private Cancellable running;

        Flight(K key) {
            this.key = key;
        }

        synchronized boolean board(UniEmitter<? super V> emitter) {
            return !ended && waiting.add(emitter);
        }

        void start(Supplier<Uni<V>> work) {
            synchronized (this) {
                if (started) {
                    return;
                }
                started = true;
            }
            Cancellable subscription = Uni.createFrom()
                    .<V>deferred(work::get)
                    .subscribe()
                    .with(item -> end().forEach(e -> e.complete(item)), failure -> end().forEach(e -> e.fail(failure)));
            synchronized (this) {
                running = subscription;
                if (!ended || !waiting.isEmpty()) {
                    return;
                }
            }
            subscription.cancel();
        }

        void leave(UniEmitter<? super V> emitter) {
            Cancellable toCancel;
            synchronized (this) {
                waiting.remove(emitter);
                if (ended || !waiting.isEmpty()) {
                    return;
                }
                ended = true;
                toCancel = running;
            }
            flights.remove(key, this);
            if (toCancel != null) {
                toCancel.cancel();
            }
        }

        private Set<UniEmitter<? super V>> end() {
            flights.remove(key, this);
            synchronized (this) {
                ended = true;
                Set<UniEmitter<? super V>> all = new LinkedHashSet<>(waiting);
                waiting.clear();
                return all;
            }
        }
    }
}
