package nyc.crime.predict.grid;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;

import io.quarkiverse.resteasy.problem.HttpProblem;
import org.junit.jupiter.api.Test;

import nyc.crime.http.Freshness;
import nyc.crime.http.Problems;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class StaleIfErrorCacheTest {

    private static final Instant START = Instant.parse("2015-07-01T12:00:00Z");
    private static final Duration HOUR = Duration.ofHours(1);

    private volatile Instant now = START;
    private volatile int failure;
    private volatile boolean brief;
    private int fetches;

    private final InstantSource time = () -> now;
    private final StaleIfErrorCache cache =
            new StaleIfErrorCache(10, value -> 1, ForkJoinPool.commonPool(), time.withZone(ZoneOffset.UTC));

    private Sourced<Integer> get(String key) {
        return cache.get(key, this::fetch).join();
    }

    private Sourced<Integer> fetch(boolean asksBriefly) {
        brief = asksBriefly;
        if (failure != 0) {
            throw failure == 404 ? Problems.notFound("dataset", "down") : Problems.passing(failure, "down", HOUR);
        }
        return new Sourced<>(++fetches, new Freshness("files", now, now.plus(HOUR), false));
    }

    @Test
    void aFreshValueIsNotFetchedAgainAndAnOldOneIs() {
        assertEquals(1, get("a").value());
        now = START.plus(HOUR).minusSeconds(1);
        assertEquals(1, get("a").value());
        now = START.plus(HOUR);
        assertEquals(2, get("a").value());
    }

    @Test
    void whatCannotBeFetchedAgainIsStaleUntilItCan() {
        get("a");
        failure = 503;
        now = START.plus(HOUR);
        Sourced<Integer> stale = get("a");
        assertTrue(stale.freshness().stale());
        assertEquals(START, stale.freshness().answeredAt());
        failure = 0;
        now = now.plusSeconds(9);
        assertTrue(get("a").freshness().stale());
        now = now.plusSeconds(1);
        assertFalse(get("a").freshness().stale());
        assertEquals(2, get("a").value());
    }

    @Test
    void whoHasACopyDoesNotWaitForLong() {
        get("a");
        assertFalse(brief);
        now = START.plus(HOUR);
        get("a");
        assertTrue(brief);
        get("b");
        assertFalse(brief);
    }

    @Test
    void nothingKeptIsNothingToGive() {
        failure = 503;
        assertInstanceOf(
                HttpProblem.class,
                assertThrows(CompletionException.class, () -> get("a")).getCause());
        failure = 0;
        assertEquals(1, get("a").value());
    }

    @Test
    void aQuestionThatIsWrongIsNotAnsweredByACopy() {
        get("a");
        failure = 404;
        now = START.plus(HOUR);
        assertThrows(CompletionException.class, () -> get("a"));
    }

    @Test
    void theSameQuestionIsNotUnderWayTwice() throws InterruptedException {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch answer = new CountDownLatch(1);
        CompletableFuture<Sourced<Integer>> first = cache.get("a", asksBriefly -> {
            asked.countDown();
            try {
                answer.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return fetch(asksBriefly);
        });
        asked.await();
        CompletableFuture<Sourced<Integer>> second = cache.get("a", this::fetch);
        answer.countDown();
        assertSame(first.join(), second.join());
        assertEquals(1, fetches);
    }
}
