package nyc.crime.ingest;

import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import nyc.crime.ingest.FakeSocrata.Call;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

/** Months of more rows than SODA 2.0 gives in one page, by the service's own page sizes. */
@QuarkusTest
@TestProfile(LargeMonthTest.LargeMonths.class)
class LargeMonthTest {

    private static final String DATASET = "qgea-i56i";

    FakeSocrata socrata;

    /** An application of its own. */
    public static class LargeMonths implements QuarkusTestProfile {
        @Override
        public List<TestResourceEntry> testResources() {
            return List.of(new TestResourceEntry(LargeSocrata.class));
        }
    }

    /** A Socrata with large months. */
    public static class LargeSocrata extends FakeSocrataResource {
        @Override
        public Map<String, String> start() {
            Map<String, String> config = super.start();
            config.keySet().removeIf(name -> name.matches(".*(page-size|largest-page|ceiling)"));
            config.put("quarkus.rest-client.socrata.read-timeout", "60000");
            fill(YearMonth.of(2012, 7), 60_000);
            fill(YearMonth.of(2012, 8), 110_000);
            fill(YearMonth.of(2012, 9), 60_000);
            fill(YearMonth.of(2012, 10), 60_000);
            return config;
        }

        private void fill(YearMonth month, int rows) {
            socrata.addAll(
                    DATASET,
                    IntStream.range(0, rows)
                            .mapToObj(i -> FakeSocrata.complaint(
                                    "row-%s-%06d".formatted(month, i), month.atDay(1 + i % 28), null))
                            .toList());
        }
    }

    @AfterEach
    void behave() {
        socrata.behave();
    }

    @Test
    void aMonthThatHasToBeMendedIsReadInPagesOfUpToAHundredThousand() {
        loseAPage(Integer.MAX_VALUE);
        month("2012-07", 60_000);
        assertThat(mended()).extracting(Call::limit).containsExactly(61_000);
        socrata.behave();
        loseAPage(Integer.MAX_VALUE);
        month("2012-08", 110_000);
        assertThat(mended()).extracting(Call::limit).containsExactly(100_000, 100_000);
        assertThat(mended()).extracting(Call::offset).containsExactlyInAnyOrder(0, 100_000);
    }

    @Test
    void aHostThatGivesFewerIsAskedForTheRest() {
        loseAPage(50_000);
        month("2012-09", 60_000);
        assertThat(mended()).extracting(Call::offset).containsExactly(0, 50_000);
    }

    @Test
    void aHostThatRefusesSoLargePagesIsAskedForTheUsualOnes() {
        AtomicBoolean refused = new AtomicBoolean();
        AtomicBoolean lost = new AtomicBoolean();
        socrata.misbehave(call -> {
            if (call.isPage() && call.limit() > 50_000) {
                refused.set(true);
                return FakeSocrata.error(400, "{\"code\":\"query.limit\",\"message\":\"length must be <= 50000\"}");
            }
            return call.isPage() && call.offset() == 8_000 && lost.compareAndSet(false, true)
                    ? FakeSocrata.page(socrata.select(call.page(8_000, 0)))
                    : null;
        });
        month("2012-10", 60_000);
        assertThat(refused).isTrue();
    }

    /** The first reading gets its first page twice in place of the second; no page has more rows than that. */
    private void loseAPage(int most) {
        AtomicBoolean lost = new AtomicBoolean();
        socrata.misbehave(call -> {
            if (!call.isPage()) {
                return null;
            }
            if (call.offset() == 8_000 && lost.compareAndSet(false, true)) {
                return FakeSocrata.page(socrata.select(call.page(8_000, 0)));
            }
            return call.limit() > most ? FakeSocrata.page(socrata.select(call.page(most, call.offset()))) : null;
        });
    }

    /** The pages of the second reading. */
    private List<Call> mended() {
        return socrata.calls().stream()
                .filter(call -> call.isPage() && call.limit() != 8_000)
                .toList();
    }

    private static void month(String month, int rows) {
        given().get("/v1/records/complaints/" + month)
                .then()
                .statusCode(200)
                .body("rows", equalTo(rows))
                .header("X-Data-Verified", rows + "/" + rows);
    }
}
