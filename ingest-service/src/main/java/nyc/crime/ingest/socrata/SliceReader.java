package nyc.crime.ingest.socrata;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import jakarta.enterprise.context.ApplicationScoped;

import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import org.jboss.logging.Logger;

import nyc.crime.ingest.IngestConfig;
import nyc.crime.ingest.socrata.UpstreamException.Kind;

/**
 * Reads every row of a slice, once. The count and as many pages as are likely go out together; the rest follow when the
 * count is there. Rows are whole when the distinct ids are as many as {@code count(*)}. If they are not, the count is
 * asked for again with the largest pages that Socrata gives: one such page holds a month, and a page cannot lose or
 * double rows within itself. Where even that takes several pages, what each reading saw is put together, as long as the
 * count stands still.
 */
@ApplicationScoped
public class SliceReader {

    private static final Logger LOG = Logger.getLogger(SliceReader.class);

    private final SocrataGateway gateway;
    private final SliceCounter counter;
    private final IngestConfig config;
    private final MeterRegistry metrics;
    private final RowCleaner cleaner;

    SliceReader(SocrataGateway gateway, SliceCounter counter, IngestConfig config, MeterRegistry metrics) {
        this.gateway = gateway;
        this.counter = counter;
        this.config = config;
        this.metrics = metrics;
        this.cleaner = new RowCleaner(config);
    }

    /**
     * All rows of the slice. Fails with an {@link UpstreamException}: {@code INCOMPLETE} if the rows do not come to agree
     * with the count, {@code OVER_CEILING} if there are more than the configured ceiling.
     */
    public Uni<SliceRows> read(IngestConfig.Dataset dataset, Slice slice) {
        int pageSize = config.upstream().pageSize();
        return new Reading(dataset, slice).run(1, pageSize, slice.expected(), null);
    }

    /** Whether Socrata says that the slice is as it was ("304") when the validators were given. */
    public Uni<Boolean> unchanged(IngestConfig.Dataset dataset, Slice slice, Validators known) {
        if (!known.known()) {
            return Uni.createFrom().item(false);
        }
        return counter.unchanged(dataset.dateColumn(), slice, known);
    }

    private record Counted(Answer<Integer> count, List<Page> rest) {}

    private record Round(int count, RowSet rows, Validators validators, String origin) {

        boolean whole() {
            return rows.size() == count;
        }
    }

    private final class Reading {

        private final IngestConfig.Dataset dataset;
        private final Slice slice;
        private final PageReader reader;

        Reading(IngestConfig.Dataset dataset, Slice slice) {
            this.dataset = dataset;
            this.slice = slice;
            this.reader = new PageReader(dataset, cleaner);
        }

        Uni<SliceRows> run(int reading, int pageSize, int expected, Round before) {
            return round(pageSize, expected, before).flatMap(round -> {
                if (round.whole()) {
                    metrics.counter("nyc.ingest.rows").increment(round.count());
                    return Uni.createFrom()
                            .item(new SliceRows(slice, round.rows().rows(), round.validators(), round.origin()));
                }
                String found = "%s rows of %s %s..%s, Socrata counts %s"
                        .formatted(round.rows().size(), slice.source(), slice.from(), slice.to(), round.count());
                if (reading >= config.upstream().readings()) {
                    return Uni.createFrom()
                            .failure(
                                    new UpstreamException(Kind.INCOMPLETE, found + ", after " + reading + " readings"));
                }
                LOG.warnf("reading %s: %s; reading again", reading, found);
                metrics.counter("nyc.ingest.rereads").increment();
                return run(reading + 1, config.upstream().largestPage(), round.count(), round);
            });
        }

        private Uni<Round> round(int pageSize, int expected, Round before) {
            int guessed = pagesFor(expected, pageSize);
            Uni<List<Page>> first = pages(0, guessed, pageSize);
            Uni<Counted> counted = count().flatMap(count ->
                    pages(guessed, pagesFor(count.body(), pageSize), pageSize).map(rest -> new Counted(count, rest)));
            return Uni.combine().all().unis(counted, first).with((answer, guesses) -> {
                int count = answer.count().body();
                boolean addUp = before != null
                        && pagesFor(count, pageSize) > 1
                        && before.count() == count
                        && before.rows().size() < count;
                RowSet rows = addUp ? before.rows() : new RowSet();
                rows.addAll(guesses);
                rows.addAll(answer.rest());
                return new Round(
                        count, rows, answer.count().validators(), answer.count().origin());
            });
        }

        private Uni<Answer<Integer>> count() {
            int ceiling = config.upstream().ceiling();
            return counter.count(dataset.dateColumn(), slice).invoke(count -> {
                if (count.body() > ceiling) {
                    throw new UpstreamException(
                            Kind.OVER_CEILING,
                            "%s..%s has %s rows, over the ceiling of %s (nyc.ingest.upstream.ceiling)"
                                    .formatted(slice.from(), slice.to(), count.body(), ceiling));
                }
            });
        }

        private Uni<List<Page>> pages(int from, int to, int pageSize) {
            if (from >= to) {
                return Uni.createFrom().item(List.of());
            }
            List<Uni<Page>> pages = new ArrayList<>();
            IntStream.range(from, to).forEach(i -> pages.add(page(i, pageSize)));
            return Uni.join().all(pages).andFailFast();
        }

        private Uni<Page> page(int index, int pageSize) {
            String select = String.join(
                    ",",
                    ":id",
                    dataset.dateColumn(),
                    dataset.categoryColumn(),
                    dataset.offenceColumn(),
                    dataset.precinctColumn(),
                    dataset.latitudeColumn(),
                    dataset.longitudeColumn());
            Query query = Query.page(
                    slice.source(),
                    select,
                    slice.where(dataset.dateColumn()),
                    dataset.dateColumn() + ",:id",
                    pageSize,
                    index * pageSize);
            return gateway.ask(() -> query, body -> reader.read(body, slice.month()))
                    .invoke(answer -> metrics.counter("nyc.ingest.pages").increment())
                    .map(Answer::body);
        }

        private static int pagesFor(int rows, int pageSize) {
            return (rows + pageSize - 1) / pageSize;
        }
    }
}
