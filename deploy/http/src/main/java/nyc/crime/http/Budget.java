package nyc.crime.http;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;

/**
 * So many units, of bytes or of requests in the air, for whoever needs some: first come, first served, and no thread
 * waits; beyond the queue it is a 503 at once. Whoever goes away while waiting leaves the queue; whoever goes away while working gives the units back.
 */
public final class Budget {

    private static final Duration SOON = Duration.ofSeconds(2);

    private final String name;
    private final long limit;
    private final int longestQueue;
    private final Deque<Share> queue = new ArrayDeque<>();
    private final Map<Object, Shared> shared = new IdentityHashMap<>();
    private long used;
    private int impatient;

    /** Units without end to the queue. */
    public Budget(String name, long limit) {
        this(name, limit, Integer.MAX_VALUE);
    }

    /**
     * Units with a queue that ends.
     *
     * @param name in words, for whoever is refused
     * @param limit units that may be used at once
     * @param longestQueue how many may wait, those not counted that have been admitted elsewhere
     */
    public Budget(String name, long limit, int longestQueue) {
        this.name = name;
        this.limit = limit;
        this.longestQueue = longestQueue;
    }

    /** Runs the action when so many units are free, and frees them when it ends, fails or is cancelled. */
    public <T> Uni<T> with(long units, Supplier<Uni<T>> action) {
        return with(units, false, action);
    }

    /**
     * The same.
     *
     * @param admitted whether the caller has been admitted elsewhere: it waits however long the queue is
     */
    public <T> Uni<T> with(long units, boolean admitted, Supplier<Uni<T>> action) {
        return Uni.createFrom().deferred(() -> {
            Share share = new Share(units, admitted, new Shared(0));
            return Uni.createFrom()
                    .<Void>emitter(emitter -> enter(share, emitter))
                    .flatMap(entered -> action.get())
                    .onTermination()
                    .invoke(() -> leave(share));
        });
    }

    /** So many units, as soon as they are free; they are in use until what is given is run. */
    public Uni<Runnable> take(long units) {
        return Uni.createFrom().deferred(() -> share(new Object(), units, 0));
    }

    /**
     * So many units, as soon as they are free, for something that several may hold at once: its units are in use once, from
     * the first until the last of them runs what is given.
     *
     * @param what the same object for all that hold it
     * @param units that it takes
     * @param own what each takes besides
     */
    public Uni<Runnable> share(Object what, long units, long own) {
        return Uni.createFrom().deferred(() -> {
            Share share = new Share(own, false, join(what, units));
            AtomicBoolean left = new AtomicBoolean();
            Runnable giveBack = () -> {
                if (!left.getAndSet(true)) {
                    leave(share);
                    part(what);
                }
            };
            return Uni.createFrom()
                    .<Void>emitter(emitter -> enter(share, emitter))
                    .onFailure()
                    .invoke(giveBack)
                    .onCancellation()
                    .invoke(giveBack)
                    .replaceWith(giveBack);
        });
    }

    private synchronized Shared join(Object what, long units) {
        Shared all = shared.computeIfAbsent(what, first -> new Shared(units));
        all.callers++;
        return all;
    }

    private synchronized void part(Object what) {
        if (--shared.get(what).callers == 0) {
            shared.remove(what);
        }
    }

    /** Units in use now. */
    public synchronized long used() {
        return used;
    }

    /** How many wait now. */
    public synchronized int waiting() {
        return queue.size();
    }

    private void enter(Share share, UniEmitter<? super Void> emitter) {
        boolean refused = false;
        synchronized (this) {
            share.emitter = emitter;
            if (queue.isEmpty() && fits(share)) {
                take(share);
            } else if (share.admitted || impatient < longestQueue) {
                queue.addLast(share);
                impatient += share.admitted ? 0 : 1;
                return;
            } else {
                refused = true;
            }
        }
        if (refused) {
            emitter.fail(
                    Problems.passing(503, "there is more to do than " + name + " allows; try again shortly", SOON));
        } else {
            emitter.complete(null);
        }
    }

    private void leave(Share share) {
        List<Share> next = new ArrayList<>();
        synchronized (this) {
            if (share.held) {
                share.held = false;
                share.shared.holders--;
                used -= share.takes();
            } else if (queue.remove(share)) {
                impatient -= share.admitted ? 0 : 1;
            }
            while (!queue.isEmpty() && fits(queue.peekFirst())) {
                Share first = queue.pollFirst();
                impatient -= first.admitted ? 0 : 1;
                take(first);
                next.add(first);
            }
        }
        // One that is cancelled just now still holds its units, and its own leave() gives them back.
        next.forEach(first -> first.emitter.complete(null));
    }

    /** What is larger than all there is fits when nothing else is there. */
    private boolean fits(Share share) {
        return used == 0 || used + share.takes() <= limit;
    }

    private void take(Share share) {
        used += share.takes();
        share.shared.holders++;
        share.held = true;
    }

    /** What several may hold: its units are in use while one of them does. */
    private static final class Shared {
        private final long units;
        /** Those that hold it or wait to. */
        private int callers;
        /** Those that hold it. */
        private int holders;

        Shared(long units) {
            this.units = units;
        }
    }

    private static final class Share {
        private final long own;
        private final boolean admitted;
        private final Shared shared;
        private UniEmitter<? super Void> emitter;
        private boolean held;

        Share(long own, boolean admitted, Shared shared) {
            this.own = own;
            this.admitted = admitted;
            this.shared = shared;
        }

        /** Units that it adds, or frees, besides what others hold of it. */
        long takes() {
            return own + (shared.holders == 0 ? shared.units : 0);
        }
    }
}
