package nyc.crime.grid.api;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;

import nyc.crime.http.Problems;

import static java.time.Duration.ofSeconds;

/**
 * So many bytes for whoever needs some: first come, first served, a short queue, and beyond it 503 at once. No thread
 * waits. What is larger than all there is gets in when nothing else is there.
 */
final class Budget {

    private final long limit;
    private final int longestQueue;
    private final Deque<Share> queue = new ArrayDeque<>();
    private long used;

    /**
     * @param limit bytes that may be in use at once
     * @param longestQueue how many may wait for some
     */
    Budget(long limit, int longestQueue) {
        this.limit = limit;
        this.longestQueue = longestQueue;
    }

    /** Some of the bytes, from when they were given until they are given back. */
    final class Share implements AutoCloseable {

        private final long bytes;
        private UniEmitter<? super Share> emitter;
        private boolean held;

        private Share(long bytes) {
            this.bytes = bytes;
        }

        /** Gives them back, or leaves the queue; more than once does no harm. */
        @Override
        public void close() {
            leave(this);
        }
    }

    /** So many bytes, as soon as they are free; whoever goes away while waiting leaves the queue. */
    Uni<Share> take(long bytes) {
        return Uni.createFrom().deferred(() -> {
            Share share = new Share(bytes);
            return Uni.createFrom()
                    .<Share>emitter(emitter -> enter(share, emitter))
                    .onCancellation()
                    .invoke(share::close);
        });
    }

    /** Bytes in use. */
    synchronized long used() {
        return used;
    }

    private void enter(Share share, UniEmitter<? super Share> emitter) {
        synchronized (this) {
            share.emitter = emitter;
            if (queue.isEmpty() && fits(share)) {
                hold(share);
            } else if (queue.size() < longestQueue) {
                queue.addLast(share);
                return;
            }
        }
        if (share.held) {
            emitter.complete(share);
        } else {
            emitter.fail(Problems.passing(503, "too many large answers are on their way", ofSeconds(2)));
        }
    }

    private void leave(Share share) {
        List<Share> next = new ArrayList<>();
        synchronized (this) {
            if (share.held) {
                share.held = false;
                used -= share.bytes;
            } else {
                queue.remove(share);
            }
            while (!queue.isEmpty() && fits(queue.peekFirst())) {
                Share first = queue.pollFirst();
                hold(first);
                next.add(first);
            }
        }
        next.forEach(first -> first.emitter.complete(first));
    }

    private boolean fits(Share share) {
        return used == 0 || used + share.bytes <= limit;
    }

    private void hold(Share share) {
        used += share.bytes;
        share.held = true;
    }
}
