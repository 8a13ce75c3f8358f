package nyc.crime.grid.ingest;

import java.time.Duration;

import io.smallrye.config.SmallRyeConfigBuilder;
import org.junit.jupiter.api.Test;

import nyc.crime.grid.GridConfig;
import nyc.crime.grid.NewYork;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

/** Areas that stay as they are. */
class AreaStoreTest {

    private final AreaStore store = new AreaStore(
            null,
            new SmallRyeConfigBuilder()
                    .addDefaultInterceptors()
                    .addDiscoveredConverters()
                    .withMapping(GridConfig.class)
                    .build()
                    .getConfigMapping(GridConfig.class),
            NewYork.city(),
            NewYork.profile());

    /** Whoever asks first may be an event loop, which all other connections wait for. */
    @Test
    void theIndexIsMadeByAnotherThreadThanThatWhichAsks() {
        Thread made = store.areas(AreaStore.Kind.BOROUGHS)
                .map(known -> {
                    assertEquals(5, known.areas().areas().size());
                    return Thread.currentThread();
                })
                .await()
                .atMost(Duration.ofMinutes(2));
        assertNotEquals(Thread.currentThread(), made);
    }
}
