package nyc.crime.ingest.socrata;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import jakarta.enterprise.context.ApplicationScoped;

import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import org.jboss.logging.Logger;

import nyc.crime.city.CityProfile;
import nyc.crime.ingest.IngestConfig;
import nyc.crime.ingest.socrata.UpstreamException.Kind;

/**
 * Reads every row of a slice, once, and verifies it: here a month's rows become "verified". The count and as many pages
 * as are likely go out together; the rest follow when the count is there. Rows are whole when the distinct ids are as
 * many as {@code count(*)} and the count and all pages are of one state of the dataset, by its Last-Modified. If they are
 * not, the count is asked for again with pages so large that one holds the month, for a page cannot lose or double rows
 * within itself. Where even that takes several pages, what each reading saw is put together, as long as the count and the
 * state stand still and are known to.
 */
@ApplicationScoped
public class SliceReader {

    private static final Logger LOG = Logger.getLogger(SliceReader.class);

    private static final int ROOM = 1000;

    private final SocrataGateway gateway;
    private final SliceCounter counter;
    private final IngestConfig config;
    private final MeterRegistry metrics;
    private final RowCleaner cleaner;

    SliceReader(
            SocrataGateway gateway,
            SliceCounter counter,
            IngestConfig config,
            CityProfile city,
            MeterRegistry metrics) {
        this.gateway = gateway;
        this.counter = counter;
        this.config = config;
        this.metrics = metrics;
        this.cleaner = new RowCleaner(config, city);
    }

    /**
     * All rows of the slice. Fails with an {@link UpstreamException}: {@code INCOMPLETE} if the rows do not come to agree
     * with the count, {@code OVER_CEILING} if there are more than the configured ceiling.
     */
    public Uni<SliceRows> read(CityProfile.Dataset dataset, Slice slice) {
        int pageSize = config.upstream().pageSize();
        return new Reading(dataset, slice).run(1, pageSize, slice.expected(), null);
    }

    /** Whether Socrata says that the slice is as it was ("304") when the validators were given. */
    public Uni<Boolean> unchanged(CityProfile.Dataset dataset, Slice slice, Validators known) {
        if (!known.known()) {
            return Uni.createFrom().item(false);
        }
        return counter.unchanged(dataset.dateColumn(), slice, known);
    }

    private record Chunk(int offset, int limit, Page rows, String lastModified, boolean outOfDate) {

        /** Whether Socrata gave less than was asked for, though there is more. */
        boolean isShort(int count) {
            return rows.size() > 0 && rows.size() < limit && offset + rows.size() < count;
        }
    }

    /** A count, and the pages that it shows to be wanted beside those that were asked for at once. */
    private record Counted(SodaResponse<Integer> count, List<Chunk> rest) {}

    private record Round(SodaResponse<Integer> counted, Set<String> states, boolean outOfDate, DistinctRows rows) {

        int count() {
            return counted.body();
        }

        boolean isOfOneState() {
            return states.size() <= 1;
        }

        boolean isWhole() {
            return isOfOneState() && rows.size() == count();
        }
    }

    private final class Reading {

        private final CityProfile.Dataset dataset;
        private final Slice slice;
        private final PageReader reader;

        Reading(CityProfile.Dataset dataset, Slice slice) {
            this.dataset = dataset;
            this.slice = slice;
            this.reader = new PageReader(dataset, cleaner);
        }

        Uni<SliceRows> run(int reading, int pageSize, int expected, Round before) {
            int usual = config.upstream().pageSize();
            Uni<Round> read = round(pageSize, expected, before)
                    // SODA 2.0 gives no pages over 50,000 rows
                    .onFailure(failure -> pageSize > usual && UpstreamException.is(failure, Kind.REFUSED))
                    .recoverWithUni(() -> round(usual, expected, before));
            return read.flatMap(round -> {
                if (round.isWhole()) {
                    metrics.counter("nyc.ingest.rows").increment(round.count());
                    return Uni.createFrom()
                            .item(new SliceRows(
                                    slice,
                                    round.rows().rows(),
                                    round.counted().validators(),
                                    round.outOfDate(),
                                    round.counted().origin()));
                }
                String found = round.isOfOneState()
                        ? "%s rows of %s, Socrata counts %s"
                                .formatted(round.rows().size(), slice, round.count())
                        : "%s changed while it was read: %s".formatted(slice, round.states());
                if (reading >= config.upstream().readings()) {
                    return Uni.createFrom()
                            .failure(
                                    new UpstreamException(Kind.INCOMPLETE, found + ", after " + reading + " readings"));
                }
                LOG.warnf("reading %s: %s; reading again", reading, found);
                metrics.counter("nyc.ingest.rereads").increment();
                return run(reading + 1, pageFor(round.count()), round.count(), round);
            });
        }

        private Uni<Round> round(int pageSize, int expected, Round before) {
            int guessed = pagesFor(expected, pageSize);
            Uni<List<Chunk>> first = pages(0, guessed, pageSize);
            Uni<Counted> counting = count().flatMap(count ->
                    pages(guessed, pagesFor(count.body(), pageSize), pageSize).map(rest -> new Counted(count, rest)));
            return Uni.combine().all().unis(counting, first).asTuple().flatMap(answers -> {
                SodaResponse<Integer> counted = answers.getItem1().count();
                List<Chunk> chunks = new ArrayList<>(answers.getItem2());
                chunks.addAll(answers.getItem1().rest());
                return filled(chunks, counted.body()).map(all -> together(counted, all, before));
            });
        }

        private Round together(SodaResponse<Integer> counted, List<Chunk> chunks, Round before) {
            Set<String> states = new TreeSet<>();
            add(states, counted.validators().lastModified());
            chunks.forEach(chunk -> add(states, chunk.lastModified()));
            boolean addUp = before != null
                    && before.count() == counted.body()
                    && states.size() == 1
                    && before.states().equals(states)
                    && before.rows().size() < counted.body();
            DistinctRows rows = addUp ? before.rows() : new DistinctRows();
            chunks.forEach(chunk -> rows.addAll(chunk.rows()));
            boolean outOfDate = counted.outOfDate() || chunks.stream().anyMatch(Chunk::outOfDate);
            return new Round(counted, states, outOfDate, rows);
        }

        private static void add(Set<String> states, String lastModified) {
            if (lastModified != null) {
                states.add(lastModified);
            }
        }

        private Uni<SodaResponse<Integer>> count() {
            int ceiling = config.upstream().ceiling();
            return counter.count(dataset.dateColumn(), slice).invoke(count -> {
                if (count.body() > ceiling) {
                    throw new UpstreamException(
                            Kind.OVER_CEILING,
                            "%s has %s rows, over the ceiling of %s (nyc.ingest.upstream.ceiling)"
                                    .formatted(slice, count.body(), ceiling));
                }
            });
        }

        private Uni<List<Chunk>> pages(int from, int to, int pageSize) {
            return all(IntStream.range(from, to)
                    .mapToObj(i -> chunk(i * pageSize, pageSize))
                    .toList());
        }

        /** The pages, and after each that is shorter than asked for what follows on it. */
        private Uni<List<Chunk>> filled(List<Chunk> chunks, int count) {
            List<Uni<Chunk>> missing = chunks.stream()
                    .filter(chunk -> chunk.isShort(count))
                    .map(chunk -> chunk(
                            chunk.offset() + chunk.rows().size(),
                            chunk.limit() - chunk.rows().size()))
                    .toList();
            return missing.isEmpty()
                    ? Uni.createFrom().item(chunks)
                    : all(missing).flatMap(more -> filled(more, count)).map(more -> {
                        List<Chunk> all = new ArrayList<>(chunks);
                        all.addAll(more);
                        return all;
                    });
        }

        private static Uni<List<Chunk>> all(List<Uni<Chunk>> chunks) {
            return chunks.isEmpty()
                    ? Uni.createFrom().item(List.of())
                    : Uni.join().all(chunks).andFailFast();
        }

        private Uni<Chunk> chunk(int offset, int limit) {
            Set<String> columns = new LinkedHashSet<>(List.of(":id"));
            columns.add(dataset.dateColumn());
            columns.add(dataset.categoryColumn());
            columns.add(dataset.offenceColumn());
            columns.add(dataset.precinctColumn());
            columns.add(dataset.latitudeColumn());
            columns.add(dataset.longitudeColumn());
            if (slice.timed()) {
                columns.add(dataset.timeColumn().orElseThrow());
            }
            SoqlQuery query = SoqlQuery.page(
                    slice.source(),
                    String.join(",", columns),
                    slice.where(dataset.dateColumn()),
                    dataset.dateColumn() + ",:id",
                    limit,
                    offset);
            return gateway.ask(() -> query, body -> reader.read(body, slice.month(), limit))
                    .invoke(answer -> metrics.counter("nyc.ingest.pages").increment())
                    .map(answer -> new Chunk(
                            offset, limit, answer.body(), answer.validators().lastModified(), answer.outOfDate()));
        }

        /** One for all rows, and for some that come meanwhile, if that is allowed. */
        private int pageFor(int rows) {
            return Math.min(config.upstream().largestPage(), rows + ROOM);
        }

        private static int pagesFor(int rows, int pageSize) {
            return (rows + pageSize - 1) / pageSize;
        }
    }
}
