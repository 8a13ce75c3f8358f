package nyc.crime.predict.cache;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import nyc.crime.predict.PredictConfig;
import nyc.crime.predict.model.ModelUnavailable;

/**
 * Admits work by the memory that it takes: a forecast holds two years of counts while it is computed, a scoreboard three.
 * Who does not fit waits a little for others to end, in the order of asking, and is then told to come back. Work that is
 * larger than all there is runs by itself.
 */
@Singleton
public class Memory {

    private static final int UNIT = 1 << 20;
    private static final int MOST_WAITING = 16;

    private final int units;
    private final Semaphore free;
    private final long waitMillis;

    @Inject
    Memory(PredictConfig config) {
        this(
                (long) (Runtime.getRuntime().maxMemory() * config.memoryShare()),
                config.inferenceWait().toMillis());
    }

    /**
     * @param bytes that work may take together
     */
    Memory(long bytes, long waitMillis) {
        this.units = (int) Math.max(1, bytes / UNIT);
        this.free = new Semaphore(units, true);
        this.waitMillis = waitMillis;
    }

    /**
     * Does work as soon as its memory is free.
     *
     * @param bytes that it takes at most
     * @throws ModelUnavailable if too many wait, or that does not come about in time
     */
    public <T> T with(long bytes, Supplier<T> work) {
        int wanted = (int) Math.min(units, bytes / UNIT + 1);
        if (free.getQueueLength() >= MOST_WAITING || !acquire(wanted)) {
            throw ModelUnavailable.busy();
        }
        try {
            return work.get();
        } finally {
            free.release(wanted);
        }
    }

    private boolean acquire(int wanted) {
        try {
            return free.tryAcquire(wanted, waitMillis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
