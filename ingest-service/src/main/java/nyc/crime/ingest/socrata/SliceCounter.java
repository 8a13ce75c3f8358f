package nyc.crime.ingest.socrata;

import java.io.IOException;
import java.io.InputStream;
import java.time.YearMonth;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;

/**
 * Asks how many rows slices have. Counts that wait for a place at the same time go out as one query, grouped by month:
 * the twelve months of a year then cost two or three counts, and the other places are left to pages.
 */
@ApplicationScoped
class SliceCounter {

    private final SocrataGateway gateway;
    private final Map<String, Batch> filling = new ConcurrentHashMap<>();
    private final SingleFlight<Batch, SodaResponse<Map<YearMonth, Integer>>> flights = new SingleFlight<>();

    SliceCounter(SocrataGateway gateway) {
        this.gateway = gateway;
    }

    /** The rows that Socrata counts in the slice, at some time after this is subscribed to. */
    Uni<SodaResponse<Integer>> count(String dateColumn, Slice slice) {
        return Uni.createFrom().deferred(() -> {
            Batch batch = filling.compute(
                    slice.source(),
                    (source, open) -> open != null && open.takes(slice) ? open : new Batch(source, dateColumn, slice));
            return flights.join(batch, () -> gateway.ask(batch::query, Batch::read))
                    .map(answer -> batch.isShared() ? rows(answer, slice).shared() : rows(answer, slice))
                    .onFailure(failure -> batch.isShared() && isRefusal(failure))
                    .recoverWithUni(() -> alone(dateColumn, slice, Validators.NONE));
        });
    }

    /** Whether Socrata says that the count of the slice is as it was ("304") when the validators were given. */
    Uni<Boolean> unchanged(String dateColumn, Slice slice, Validators known) {
        return alone(dateColumn, slice, known).map(SodaResponse::unchanged);
    }

    private Uni<SodaResponse<Integer>> alone(String dateColumn, Slice slice, Validators known) {
        SoqlQuery query = new Batch(slice.source(), dateColumn, slice).query().knowing(known);
        return gateway.ask(() -> query, Batch::read).map(answer -> rows(answer, slice));
    }

    private static SodaResponse<Integer> rows(SodaResponse<Map<YearMonth, Integer>> answer, Slice slice) {
        return answer.map(months -> months.getOrDefault(slice.month(), 0));
    }

    /** What one month is refused for must not become the trouble of those that were asked for with it. */
    private static boolean isRefusal(Throwable failure) {
        return failure instanceof UpstreamException trouble && trouble.kind() == UpstreamException.Kind.REFUSED;
    }

    /** Slices of one source, one a month, that are counted together. It takes more until its query is sent. */
    private static final class Batch {

        /** Keeps the URL under 4 kB, which every proxy takes. */
        private static final int MOST = 24;

        private static final int MONTH_LENGTH = 7;

        private final String source;
        private final String dateColumn;
        private final Map<YearMonth, Slice> slices = new TreeMap<>();
        private SoqlQuery query;

        Batch(String source, String dateColumn, Slice first) {
            this.source = source;
            this.dateColumn = dateColumn;
            slices.put(first.month(), first);
        }

        synchronized boolean takes(Slice slice) {
            if (query != null || slices.size() == MOST) {
                return false;
            }
            Slice same = slices.putIfAbsent(slice.month(), slice);
            return same == null || same.equals(slice);
        }

        synchronized boolean isShared() {
            return slices.size() > 1;
        }

        /** What to send. From the first call on, nothing more is taken. */
        synchronized SoqlQuery query() {
            if (query == null) {
                query = SoqlQuery.grouped(
                        source,
                        "date_trunc_ym(%s) as month,count(*) as rows".formatted(dateColumn),
                        slices.values().stream()
                                .map(slice -> '(' + slice.where(dateColumn) + ')')
                                .collect(Collectors.joining(" OR ")),
                        "month");
            }
            return query;
        }

        /** Months and their rows; a month without rows is absent. */
        static Map<YearMonth, Integer> read(InputStream body) throws IOException {
            return PageReader.aggregate(body).stream()
                    .collect(Collectors.toMap(
                            row -> YearMonth.parse(row.get("month").substring(0, MONTH_LENGTH)),
                            row -> Integer.valueOf(row.get("rows"))));
        }
    }
}
