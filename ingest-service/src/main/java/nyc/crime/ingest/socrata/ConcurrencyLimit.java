package nyc.crime.ingest.socrata;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Supplier;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;

/**
 * The one limit on requests in the air: first come, first served, and no thread waits. Whoever goes away while waiting
 * leaves the queue; whoever goes away while asking gives the place back.
 */
final class ConcurrencyLimit {

    private final Deque<Place> queue = new ArrayDeque<>();
    private final int limit;
    private int used;

    ConcurrencyLimit(int limit) {
        this.limit = limit;
    }

    /** Runs the action when a place is free, and frees it when the action ends, fails or is cancelled. */
    <T> Uni<T> with(Supplier<Uni<T>> action) {
        return Uni.createFrom().deferred(() -> {
            Place place = new Place();
            return Uni.createFrom()
                    .<Void>emitter(emitter -> enter(place, emitter))
                    .flatMap(entered -> action.get())
                    .onTermination()
                    .invoke(() -> leave(place));
        });
    }

    /** Places taken now. */
    synchronized int used() {
        return used;
    }

    /** Requests that wait for a place now. */
    synchronized int waiting() {
        return queue.size();
    }

    private void enter(Place place, UniEmitter<? super Void> emitter) {
        synchronized (this) {
            place.emitter = emitter;
            if (used >= limit) {
                queue.addLast(place);
                return;
            }
            used++;
            place.held = true;
        }
        emitter.complete(null);
    }

    private void leave(Place place) {
        Place next;
        synchronized (this) {
            if (!place.held) {
                queue.remove(place);
                return;
            }
            place.held = false;
            next = queue.pollFirst();
            if (next == null) {
                used--;
                return;
            }
            next.held = true;
        }
        // A waiter that is cancelled just now still holds its place, and its own leave() passes it on.
        next.emitter.complete(null);
    }

    private static final class Place {
        private UniEmitter<? super Void> emitter;
        private boolean held;
    }
}
