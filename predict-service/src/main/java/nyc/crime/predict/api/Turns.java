package nyc.crime.predict.api;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import org.eclipse.microprofile.context.ThreadContext;

import nyc.crime.predict.grid.NotYet;
import nyc.crime.predict.model.ModelUnavailable;

/**
 * Few answers are computed at once, and not many wait. One that all who asked for it have left before its turn is dropped,
 * and one whose data take long gives its turn up until they are there.
 */
final class Turns {

    private static final int WAITING = 64;

    private final ThreadPoolExecutor threads;
    private final ThreadContext contexts;
    private final Duration wait;

    /**
     * @param atOnce how many are computed at once
     * @param contexts what the thread that asks has, the one that computes has too
     * @param wait the longest that a question waits for its turn
     */
    Turns(int atOnce, ThreadContext contexts, Duration wait) {
        this.threads = new ThreadPoolExecutor(
                atOnce,
                atOnce,
                0,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                task -> new Thread(task, "predict-turn"));
        this.contexts = contexts;
        this.wait = wait;
    }

    void stop() {
        threads.shutdownNow();
    }

    /**
     * A turn for this work, which may throw {@link NotYet}: it is then done again as soon as what it waits for is there.
     *
     * @throws ModelUnavailable if too many wait
     */
    <T> Turn<T> take(Supplier<T> compute) {
        if (threads.getQueue().size() >= WAITING) {
            throw ModelUnavailable.busy();
        }
        return new Turn<>(compute).queue();
    }

    /** What is computed in a turn, for all that have entered and not left. */
    final class Turn<T> extends CompletableFuture<T> {

        /** Null when it is done: it holds on to the request. */
        private volatile Runnable work;

        private volatile long queuedAt;
        private boolean hasTurn;
        private int callers;

        private Turn(Supplier<T> compute) {
            work = contexts.contextualRunnable(() -> run(compute));
        }

        private Turn<T> queue() {
            queuedAt = System.nanoTime();
            threads.execute(work);
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
                threads.remove(work);
            }
        }

        private synchronized boolean begin() {
            hasTurn = !isCancelled();
            return hasTurn;
        }

        private synchronized void giveUp() {
            hasTurn = false;
            dropIfForNobody();
        }

        private void run(Supplier<T> compute) {
            if (!begin()) {
                return;
            }
            try {
                if (System.nanoTime() - queuedAt > wait.toNanos()) {
                    throw ModelUnavailable.busy();
                }
                complete(compute.get());
                work = null;
            } catch (NotYet e) {
                giveUp();
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
}
