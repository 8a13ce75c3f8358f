package nyc.crime.ingest.records;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;

import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import org.jboss.logging.Logger;

import nyc.crime.ingest.IngestConfig;
import nyc.crime.ingest.socrata.DatasetFacts;
import nyc.crime.ingest.socrata.DatasetReader;
import nyc.crime.ingest.socrata.SingleFlight;
import nyc.crime.ingest.socrata.SourceFacts;
import nyc.crime.ingest.socrata.UpstreamException;
import nyc.crime.ingest.socrata.UpstreamException.Kind;

/**
 * What the datasets hold, as Socrata said a short time ago; what it said before where it does not answer now, or where
 * it suddenly holds less, until that has lasted long enough to be believed.
 */
@ApplicationScoped
public class DatasetRanges {

    private static final Logger LOG = Logger.getLogger(DatasetRanges.class);

    private final DatasetReader reader;
    private final IngestConfig config;
    private final Clock clock;
    private final MeterRegistry metrics;
    private final Event<Ranges> changes;
    private final Map<String, Ranges> known = new ConcurrentHashMap<>();
    private final Map<String, Set<String>> offences = new ConcurrentHashMap<>();
    private final Map<String, Instant> smallerSince = new ConcurrentHashMap<>();
    private final Map<String, String> refused = new ConcurrentHashMap<>();
    private final SingleFlight<String, Ranges> flights = new SingleFlight<>();

    DatasetRanges(
            DatasetReader reader, IngestConfig config, Clock clock, MeterRegistry metrics, Event<Ranges> changes) {
        this.reader = reader;
        this.config = config;
        this.clock = clock;
        this.metrics = metrics;
        this.changes = changes;
    }

    /**
     * What a dataset holds.
     *
     * @param dataset the dataset's name
     * @param facts as Socrata counts
     * @param refreshedAt when Socrata said so
     * @param goodUntil when Socrata is asked again
     * @param trouble why it is not what Socrata says now; null if it is
     */
    public record Ranges(String dataset, DatasetFacts facts, Instant refreshedAt, Instant goodUntil, String trouble) {

        /** The first day, or null if nothing is published. */
        public LocalDate first() {
            return facts.first();
        }

        /** The last published day, or null if nothing is published. */
        public LocalDate last() {
            return facts.publishedThrough();
        }

        /** The published months, newest first. */
        public Stream<MonthKey> months() {
            if (first() == null) {
                return Stream.empty();
            }
            YearMonth first = YearMonth.from(first());
            return Stream.iterate(YearMonth.from(last()), m -> !m.isBefore(first), m -> m.minusMonths(1))
                    .map(month -> new MonthKey(dataset, month));
        }

        /** {@code live}, {@code files} or {@code sample}. */
        public String origin() {
            return facts.origin();
        }
    }

    /** What a dataset holds; an upstream failure only if that was never known. */
    public Uni<Ranges> of(String dataset) {
        Ranges last = known.get(dataset);
        return last != null && clock.instant().isBefore(last.goodUntil())
                ? Uni.createFrom().item(last)
                : refresh(dataset);
    }

    /**
     * The same, as far as it is known in that time: what was known before, or null. What is asked for meanwhile goes on
     * being learned.
     */
    public Uni<Ranges> within(Duration patience, String dataset) {
        Uni<Ranges> learned = of(dataset).memoize().indefinitely();
        learned.subscribe().with(known -> {}, failure -> LOG.debug("nobody waits any more", failure));
        return learned.ifNoItem().after(patience).recoverWithItem(() -> known.get(dataset));
    }

    /** The same, asked for again now. */
    public Uni<Ranges> refresh(String dataset) {
        return flights.join(dataset, () -> {
            Ranges before = known.get(dataset);
            Set<String> seen = before == null
                    ? Set.of()
                    : before.facts().sources().stream().map(SourceFacts::source).collect(Collectors.toSet());
            return reader.read(dataset, seen)
                    .map(facts -> judged(dataset, before, facts))
                    .onFailure(failure -> before == null && UpstreamException.is(failure, Kind.FOREIGN))
                    .invoke(failure -> refuse(dataset, failure.getMessage()))
                    .onFailure(failure -> before != null)
                    .recoverWithItem(failure -> troubled(before, failure.getMessage()))
                    .invoke(ranges -> {
                        known.put(dataset, ranges);
                        refused.remove(dataset);
                        if (before == null || !before.facts().equals(ranges.facts())) {
                            changes.fire(ranges);
                        }
                    });
        });
    }

    private void refuse(String dataset, String why) {
        if (!why.equals(refused.put(dataset, why))) {
            LOG.errorf("%s is refused: %s", dataset, why);
        }
    }

    /** Datasets that turned out to be another city's when they were first asked for, each with the sentence that says so. */
    public Map<String, String> refused() {
        return Map.copyOf(refused);
    }

    /** Asks for the offences that a dataset has. */
    Uni<Void> learnOffences(String dataset) {
        return of(dataset)
                .flatMap(ranges -> reader.offences(dataset, ranges.facts()))
                .invoke(written -> offences.put(dataset, written))
                .replaceWithVoid();
    }

    /** The offences that a dataset has, as they are written; null while that is not known. */
    public Set<String> offences(String dataset) {
        return offences.get(dataset);
    }

    /** What was last known, without asking; null if there is nothing yet. */
    public Ranges lastKnown(String dataset) {
        return known.get(dataset);
    }

    private Ranges judged(String dataset, Ranges before, DatasetFacts now) {
        String loss = before == null || !now.origin().equals("live") ? null : loss(before.facts(), now);
        if (loss == null) {
            smallerSince.remove(dataset);
            Instant time = clock.instant();
            return new Ranges(dataset, now, time, time.plus(config.freshness().ranges()), null);
        }
        Instant since = smallerSince.computeIfAbsent(dataset, d -> clock.instant());
        if (clock.instant().isBefore(since.plus(config.doubt().confirmAfter()))) {
            metrics.counter("nyc.ingest.doubts", "dataset", dataset).increment();
            return troubled(before, loss);
        }
        LOG.warnf("%s: believed, because it has been so since %s: %s", dataset, since, loss);
        return judged(dataset, null, now);
    }

    /** What the dataset has lost, in words; null if it has not. */
    private String loss(DatasetFacts before, DatasetFacts now) {
        double kept = 1 - config.doubt().loss();
        if (before.first() != null && (now.first() == null || now.first().isAfter(before.first()))) {
            return "it began on %s and now on %s".formatted(before.first(), now.first());
        }
        if (before.first() != null && now.publishedThrough().isBefore(before.publishedThrough())) {
            return "it ended on %s and now on %s".formatted(before.publishedThrough(), now.publishedThrough());
        }
        if (now.rows() < before.rows() * kept) {
            return "it had %d rows and now %d".formatted(before.rows(), now.rows());
        }
        for (SourceFacts source : now.sources()) {
            for (SourceFacts old : before.sources()) {
                double likeness = config.doubt().likeness();
                if (old.source().equals(source.source())
                        && (source.placed() < old.placed() * likeness
                                || source.categorised() < old.categorised() * likeness)) {
                    return "many new rows of %s have no places or no categories".formatted(source.source());
                }
            }
        }
        return null;
    }

    private Ranges troubled(Ranges before, String trouble) {
        if (!trouble.equals(before.trouble())) {
            LOG.warnf("%s is taken for what it was at %s: %s", before.dataset(), before.refreshedAt(), trouble);
        }
        return new Ranges(
                before.dataset(),
                before.facts(),
                before.refreshedAt(),
                clock.instant().plus(config.freshness().stale()),
                trouble);
    }
}
