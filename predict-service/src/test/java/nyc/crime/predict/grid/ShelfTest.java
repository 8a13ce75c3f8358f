package nyc.crime.predict.grid;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

import org.junit.jupiter.api.Test;

import nyc.crime.predict.grid.Shelf.Kept;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class ShelfTest {

    private static final Instant START = Instant.parse("2015-07-01T12:00:00Z");
    private static final Duration HOUR = Duration.ofHours(1);

    private Instant now = START;
    private boolean down;
    private int fetches;

    private final Shelf shelf = new Shelf(
            new Clock() {
                @Override
                public ZoneId getZone() {
                    return ZoneOffset.UTC;
                }

                @Override
                public Clock withZone(ZoneId zone) {
                    return this;
                }

                @Override
                public Instant instant() {
                    return now;
                }
            },
            2);

    private Kept<Integer> get(String key) {
        return shelf.get(key, HOUR, () -> {
            if (down) {
                throw new GridUnavailable("down", null);
            }
            return shelf.fetched(++fetches, "files", false);
        });
    }

    @Test
    void aYoungValueIsNotFetchedAgainAndAnOldOneIs() {
        assertEquals(1, get("a").value());
        now = START.plus(HOUR).minusSeconds(1);
        assertEquals(1, get("a").value());
        now = START.plus(HOUR);
        assertNull(shelf.young("a", HOUR));
        assertEquals(2, get("a").value());
    }

    @Test
    void whatCannotBeFetchedAgainIsStaleUntilItCan() {
        get("a");
        down = true;
        now = START.plus(HOUR);
        Kept<Integer> stale = get("a");
        assertTrue(stale.stale());
        assertEquals(START, stale.fetchedAt());
        down = false;
        now = now.plusSeconds(29);
        assertTrue(get("a").stale());
        now = now.plusSeconds(1);
        assertFalse(get("a").stale());
        assertEquals(2, get("a").value());
    }

    @Test
    void nothingKeptIsNothingToGive() {
        down = true;
        assertThrows(GridUnavailable.class, () -> get("a"));
    }

    @Test
    void theOneAskedForLeastRecentlyGoes() {
        get("a");
        get("b");
        get("a");
        get("c");
        assertEquals(1, get("a").value());
        assertEquals(4, get("b").value());
    }
}
