package nyc.crime.grid.api;

import io.quarkiverse.resteasy.problem.HttpProblem;
import io.smallrye.mutiny.helpers.test.UniAssertSubscriber;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;

class BudgetTest {

    private final Budget budget = new Budget(10, 1);

    private UniAssertSubscriber<Budget.Share> take(long bytes) {
        return budget.take(bytes).subscribe().withSubscriber(UniAssertSubscriber.create());
    }

    @Test
    void whoDoesNotFitWaitsAndWhoComesThenIsRefused() {
        Budget.Share first = take(8).assertCompleted().getItem();
        UniAssertSubscriber<Budget.Share> second = take(5).assertNotTerminated();
        take(1).assertFailedWith(HttpProblem.class, "on their way");
        first.close();
        assertEquals(5, budget.used());
        Budget.Share held = second.assertCompleted().getItem();
        held.close();
        held.close();
        assertEquals(0, budget.used());
    }

    @Test
    void whoLeavesWhileWaitingMakesRoomInTheQueue() {
        Budget.Share first = take(10).assertCompleted().getItem();
        take(1).assertNotTerminated().cancel();
        UniAssertSubscriber<Budget.Share> next = take(1).assertNotTerminated();
        first.close();
        next.assertCompleted();
        assertEquals(1, budget.used());
    }

    @Test
    void whatIsLargerThanAllGetsInAlone() {
        Budget.Share large = take(100).assertCompleted().getItem();
        take(1).assertNotTerminated();
        large.close();
        assertEquals(1, budget.used());
    }
}
