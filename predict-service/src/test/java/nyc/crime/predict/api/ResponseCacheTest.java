package nyc.crime.predict.api;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import jakarta.inject.Inject;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkiverse.resteasy.problem.HttpProblem;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.mutiny.helpers.test.UniAssertSubscriber;
import org.eclipse.microprofile.context.ThreadContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import nyc.crime.http.CachedResponse;
import nyc.crime.http.Freshness;
import nyc.crime.http.Problems;
import nyc.crime.predict.FakeGrid;
import nyc.crime.predict.PredictConfig;
import nyc.crime.predict.grid.NotYet;
import nyc.crime.predict.model.ConvLstm;
import nyc.crime.predict.model.ModelUnavailable;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Who gets a turn, and who is in the way of whom. */
@QuarkusTest
@WithTestResource(FakeGrid.class)
class ResponseCacheTest {

    private static final int TURNS = 4;
    private static final int PLACES = 64;

    @Inject
    ResponseCache responses;

    @Inject
    ConvLstm network;

    @Inject
    ObjectMapper json;

    @Inject
    ThreadContext contexts;

    private final CountDownLatch end = new CountDownLatch(1);
    private final AtomicInteger computed = new AtomicInteger();

    private record Question(Object about, int number) {}

    @AfterEach
    void nobodyIsLeftWaiting() {
        end.countDown();
    }

    private ResponseCache.Answer answer() {
        computed.incrementAndGet();
        return new ResponseCache.Answer(
                "application/json", List.of(), new Freshness("sample", Instant.now(), Instant.MAX, false));
    }

    private static UniAssertSubscriber<CachedResponse> ask(
            ResponseCache responses, Record question, Supplier<ResponseCache.Answer> compute) {
        return responses.get(question, compute).subscribe().withSubscriber(UniAssertSubscriber.create());
    }

    private UniAssertSubscriber<CachedResponse> ask(String about, int number) {
        return ask(responses, new Question(about, number), this::answer);
    }

    /** Takes every turn until the end. */
    private List<UniAssertSubscriber<CachedResponse>> takeTurns(ResponseCache responses) throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(TURNS);
        List<UniAssertSubscriber<CachedResponse>> asked = new ArrayList<>();
        for (int i = 0; i < TURNS; i++) {
            asked.add(ask(responses, new Question(end, i), () -> {
                begun.countDown();
                await(end);
                return answer();
            }));
        }
        begun.await();
        return asked;
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void whoHasLeftTakesNoPlace() throws InterruptedException {
        List<UniAssertSubscriber<CachedResponse>> begun = takeTurns(responses);
        for (int i = 0; i < 3 * PLACES; i++) {
            ask("abandoned", i).cancel();
        }
        UniAssertSubscriber<CachedResponse> visitor = ask("abandoned", 0);
        begun.get(0).cancel();
        end.countDown();
        visitor.awaitItem();
        // what has begun goes on
        begun.subList(1, TURNS).forEach(UniAssertSubscriber::awaitItem);
        ask(responses, new Question(end, 0), () -> {
                    throw new AssertionError("computed anew");
                })
                .awaitItem();
        assertEquals(TURNS + 1, computed.get());
    }

    @Test
    void thePlacesEnd() throws InterruptedException {
        takeTurns(responses);
        List<UniAssertSubscriber<CachedResponse>> waiting = new ArrayList<>();
        for (int i = 0; i < PLACES; i++) {
            waiting.add(ask("waiting", i));
        }
        assertInstanceOf(
                ModelUnavailable.class, ask("one too many", 0).awaitFailure().getFailure());
        waiting.get(0).cancel();
        UniAssertSubscriber<CachedResponse> visitor = ask("now there is one", 0);
        end.countDown();
        visitor.awaitItem();
        waiting.get(1).awaitItem();
    }

    @Test
    void aQuestionStaysWhileOneOfItsCallersWaits() throws InterruptedException {
        List<UniAssertSubscriber<CachedResponse>> begun = takeTurns(responses);
        UniAssertSubscriber<CachedResponse> first = ask("shared", 0);
        UniAssertSubscriber<CachedResponse> second = ask("shared", 0);
        UniAssertSubscriber<CachedResponse> third = ask("shared", 0);
        first.cancel();
        third.cancel();
        end.countDown();
        second.awaitItem();
        begun.forEach(UniAssertSubscriber::awaitItem);
        assertEquals(TURNS + 1, computed.get());
    }

    @Test
    void whoHasLostPatienceHasNotLeft() throws InterruptedException {
        ResponseCache impatient = new ResponseCache(
                network,
                json,
                new SmallRyeConfigBuilder()
                        .addDiscoveredConverters()
                        .withMapping(PredictConfig.class)
                        .withDefaultValue("nyc.predict.patience", "1ms")
                        .build()
                        .getConfigMapping(PredictConfig.class),
                contexts);
        takeTurns(impatient);
        Record question = new Question("asked again", 0);
        CountDownLatch answered = new CountDownLatch(1);
        ask(impatient, question, () -> {
                    answered.countDown();
                    return answer();
                })
                .awaitFailure()
                .assertFailedWith(HttpProblem.class, "still being computed");
        end.countDown();
        answered.await();
        impatient.stop();
    }

    @Test
    void whatWaitsForGridServiceHoldsNoTurn() {
        CompletableFuture<Void> grid = new CompletableFuture<>();
        List<UniAssertSubscriber<CachedResponse>> waiting = new ArrayList<>();
        for (int i = 0; i < 2 * TURNS; i++) {
            waiting.add(ask(responses, new Question("of a frozen grid", i), () -> {
                if (!grid.isDone()) {
                    throw new NotYet(grid);
                }
                return answer();
            }));
        }
        ask("of what is known", 0).awaitItem();
        waiting.forEach(UniAssertSubscriber::assertNotTerminated);
        grid.complete(null);
        waiting.forEach(UniAssertSubscriber::awaitItem);
    }

    @Test
    void whatGridServiceFailsToGiveFails() {
        CompletableFuture<Void> grid = new CompletableFuture<>();
        UniAssertSubscriber<CachedResponse> waiting = ask(responses, new Question("of a broken grid", 0), () -> {
            throw new NotYet(grid);
        });
        ask("of what is known by then", 0).awaitItem();
        grid.completeExceptionally(Problems.lasting(502, "it broke"));
        waiting.awaitFailure().assertFailedWith(HttpProblem.class, "it broke");
    }

    private UniAssertSubscriber<CachedResponse> askPart(int window, String part) {
        Record asked = new Question("window", window);
        return responses
                .get(new Question(part + asked, 0), asked, () -> {
                    await(end);
                    return answer();
                })
                .subscribe()
                .withSubscriber(UniAssertSubscriber.create());
    }

    private static boolean refused(UniAssertSubscriber<CachedResponse> asked) {
        return asked.getFailure() instanceof ModelUnavailable;
    }

    @Test
    void oneWindowTooManyIsRefusedAtOnceAndNoPartOfTheOthers() {
        List<UniAssertSubscriber<CachedResponse>> parts = new ArrayList<>();
        for (String part : List.of("scores", "series", "cells")) {
            for (int window = 0; window < 3; window++) {
                parts.add(askPart(window, part));
            }
        }
        assertTrue(refused(askPart(3, "scores").awaitFailure()));
        ask("no window", 0).awaitItem();
        parts.forEach(UniAssertSubscriber::assertNotTerminated);
        end.countDown();
        parts.forEach(UniAssertSubscriber::awaitItem);
        // whoever has the last answer may be a moment before the place is free
        UniAssertSubscriber<CachedResponse> next = askPart(3, "scores");
        while (refused(next)) {
            next = askPart(3, "scores");
        }
        next.awaitItem();
    }
}
