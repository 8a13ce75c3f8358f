package nyc.crime.predict.grid;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

import org.jboss.logging.Logger;

/**
 * Keeps what was fetched. Young values are given as they are; older ones are fetched again and, where that fails, given
 * as stale, and asked for again soon. The values asked for least recently make room for new ones.
 */
final class Shelf {

    private static final Logger LOG = Logger.getLogger(Shelf.class);
    private static final Duration STALE_MAX_AGE = Duration.ofSeconds(30);

    private final Clock clock;
    private final Map<Object, Kept<?>> kept;

    /**
     * A value with where it comes from.
     *
     * @param askedAt when it was last asked for, whether or not a new one came
     * @param stale whether it is known to be out of date
     */
    record Kept<T>(T value, Instant fetchedAt, Instant askedAt, String source, boolean stale) {}

    /** @param most values kept at most */
    Shelf(Clock clock, int most) {
        this.clock = clock;
        this.kept = Collections.synchronizedMap(new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<Object, Kept<?>> eldest) {
                return size() > most;
            }
        });
    }

    /** A value that has just been fetched. */
    <T> Kept<T> fetched(T value, String source, boolean stale) {
        Instant now = clock.instant();
        return new Kept<>(value, now, now, source, stale);
    }

    /**
     * The value of a key: what is kept if it is young enough, else what is fetched.
     *
     * @throws GridUnavailable if nothing is kept and nothing can be fetched
     */
    <T> Kept<T> get(Object key, Duration maxAge, Supplier<Kept<T>> fetch) {
        Kept<T> young = young(key, maxAge);
        if (young != null) {
            return young;
        }
        try {
            Kept<T> fetched = fetch.get();
            kept.put(key, fetched);
            return fetched;
        } catch (GridUnavailable e) {
            @SuppressWarnings("unchecked")
            Kept<T> old = (Kept<T>) kept.get(key);
            if (old == null) {
                throw e;
            }
            LOG.warnf("serving what is kept of %s: %s", key, e.getMessage());
            Kept<T> stale = new Kept<>(old.value, old.fetchedAt, clock.instant(), old.source, true);
            kept.put(key, stale);
            return stale;
        }
    }

    /** What is kept under a key, or null where that is nothing or too old. */
    <T> Kept<T> young(Object key, Duration maxAge) {
        @SuppressWarnings("unchecked")
        Kept<T> known = (Kept<T>) kept.get(key);
        return known != null
                        && known.askedAt
                                .plus(known.stale ? STALE_MAX_AGE : maxAge)
                                .isAfter(clock.instant())
                ? known
                : null;
    }
}
