package nyc.crime.predict.cache;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;

import nyc.crime.predict.model.ModelUnavailable;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class MemoryTest {

    private static final long MEGABYTE = 1 << 20;

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void workThatDoesNotFitIsToldToComeBackAndFitsLater() {
        Memory memory = new Memory(100 * MEGABYTE, 1);
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        CompletableFuture<String> large = CompletableFuture.supplyAsync(() -> memory.with(70 * MEGABYTE, () -> {
            running.countDown();
            await(end);
            return "done";
        }));
        await(running);
        assertEquals("small", memory.with(20 * MEGABYTE, () -> "small"));
        assertTrue(assertThrows(ModelUnavailable.class, () -> memory.with(40 * MEGABYTE, () -> "no"))
                .isPassing());
        end.countDown();
        assertEquals("done", large.join());
        assertEquals("yes", memory.with(40 * MEGABYTE, () -> "yes"));
    }

    @Test
    void workLargerThanAllRunsByItself() {
        Memory memory = new Memory(10 * MEGABYTE, 1);
        AtomicInteger refused = new AtomicInteger();
        memory.with(1000 * MEGABYTE, () -> {
            assertThrows(ModelUnavailable.class, () -> memory.with(1, () -> 1));
            return refused.incrementAndGet();
        });
        assertEquals(1, refused.get());
    }

    @Test
    void workThatFailsGivesItsMemoryBack() {
        Memory memory = new Memory(10 * MEGABYTE, 1);
        for (int i = 0; i < 3; i++) {
            assertThrows(
                    IllegalStateException.class,
                    () -> memory.with(9 * MEGABYTE, () -> {
                        throw new IllegalStateException();
                    }));
        }
        assertEquals(1, memory.with(9 * MEGABYTE, () -> 1));
    }
}
