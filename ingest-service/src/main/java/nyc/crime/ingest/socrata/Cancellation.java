package nyc.crime.ingest.socrata;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;

/** Carries a caller's going away through the guard, which by itself does not pass cancellations on. */
final class Cancellation<T> {

    private UniEmitter<? super T> current;
    private boolean gone;

    /** The work, or null as soon as the caller leaves; the work is then cancelled. */
    Uni<T> orElse(Uni<T> work) {
        return Uni.combine().any().of(Uni.createFrom().<T>emitter(this::watch), work);
    }

    void leave() {
        UniEmitter<? super T> watching;
        synchronized (this) {
            gone = true;
            watching = current;
        }
        if (watching != null) {
            watching.complete(null);
        }
    }

    private void watch(UniEmitter<? super T> emitter) {
        boolean already;
        synchronized (this) {
            current = emitter;
            already = gone;
        }
        if (already) {
            emitter.complete(null);
        }
    }
}
