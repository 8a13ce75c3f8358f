package nyc.crime.ingest.records;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import jakarta.enterprise.context.ApplicationScoped;

import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;

import nyc.crime.city.CityProfile;
import nyc.crime.ingest.IngestConfig;
import nyc.crime.ingest.records.MonthRecords.Odd;
import nyc.crime.ingest.records.MonthRecords.Part;
import nyc.crime.ingest.socrata.DatasetFacts;
import nyc.crime.ingest.socrata.Slice;
import nyc.crime.ingest.socrata.SliceReader;
import nyc.crime.ingest.socrata.SliceRows;
import nyc.crime.ingest.socrata.SourceFacts;
import nyc.crime.ingest.socrata.Validators;

/** Reads a month from the Socrata datasets that hold it, no row twice. */
@ApplicationScoped
class MonthFetcher {

    private final SliceReader reader;
    private final DatasetRanges ranges;
    private final IngestConfig config;
    private final CityProfile city;
    private final Clock clock;
    private final MeterRegistry metrics;

    MonthFetcher(
            SliceReader reader,
            DatasetRanges ranges,
            IngestConfig config,
            CityProfile city,
            Clock clock,
            MeterRegistry metrics) {
        this.reader = reader;
        this.ranges = ranges;
        this.config = config;
        this.city = city;
        this.clock = clock;
        this.metrics = metrics;
    }

    /** The whole month, from Socrata. */
    Uni<MonthRecords> fetch(MonthKey key) {
        return ranges.of(key.dataset()).flatMap(known -> fetch(key, known.facts()));
    }

    /** The month as it is now: the kept one where Socrata says that nothing changed, else read again. */
    Uni<MonthRecords> refresh(MonthRecords kept) {
        MonthKey key = kept.key();
        return ranges.of(key.dataset()).flatMap(known -> {
            boolean comparable = known.origin().equals(kept.origin())
                    && !kept.outOfDate()
                    && sameParts(kept, slices(key, known.facts()));
            return (comparable ? isUnchanged(kept) : Uni.createFrom().item(false))
                    .flatMap(same -> same ? Uni.createFrom().item(kept.checked(now())) : fetch(key, known.facts()));
        });
    }

    private Uni<MonthRecords> fetch(MonthKey key, DatasetFacts facts) {
        if (!facts.holds(key.month())) {
            DatasetFacts.Months published = facts.published();
            throw new NotPublishedException(
                    key, published == null ? null : published.first(), published == null ? null : published.last());
        }
        CityProfile.Dataset dataset = city.datasets().get(key.dataset());
        List<Uni<SliceRows>> parts = slices(key, facts).stream()
                .map(slice -> reader.read(dataset, slice))
                .toList();
        return Uni.join().all(parts).andFailFast().map(slices -> {
            slices.forEach(slice -> Plausibility.check(slice, facts, dataset, city, config.doubt()));
            String origin = slices.get(0).origin();
            MonthRecords month = MonthAssembler.assemble(key, slices, city.otherCategory(), origin, now());
            countOdd(month);
            return month;
        });
    }

    /** The month in each source that holds rows of it; in the first one, to be counted as empty, if none does. */
    private static List<Slice> slices(MonthKey key, DatasetFacts facts) {
        List<Slice> slices = facts.sources().stream()
                .filter(source -> source.months().containsKey(key.month()))
                .map(source -> slice(key, source))
                .toList();
        return slices.isEmpty() ? List.of(slice(key, facts.sources().get(0))) : slices;
    }

    private static Slice slice(MonthKey key, SourceFacts source) {
        return new Slice(
                source.source(),
                key.month(),
                source.after() == null ? null : source.joinColumn(),
                source.after(),
                source.timed(),
                source.expected(key.month()));
    }

    private static boolean sameParts(MonthRecords kept, List<Slice> slices) {
        return kept.parts().stream()
                .map(part -> slice(kept.key(), part, 0))
                .toList()
                .equals(slices.stream().map(MonthFetcher::withoutExpectation).toList());
    }

    private static Slice slice(MonthKey key, Part part, int expected) {
        return new Slice(part.source(), key.month(), part.joinColumn(), part.after(), false, expected);
    }

    private static Slice withoutExpectation(Slice slice) {
        return new Slice(slice.source(), slice.month(), slice.joinColumn(), slice.after(), false, 0);
    }

    /** Whether Socrata says that nothing of the month has changed. */
    Uni<Boolean> isUnchanged(MonthRecords kept) {
        CityProfile.Dataset dataset = city.datasets().get(kept.key().dataset());
        List<Uni<Boolean>> answers = kept.parts().stream()
                .map(part -> reader.unchanged(
                        dataset, slice(kept.key(), part, 0), new Validators(part.etag(), part.lastModified())))
                .toList();
        return Uni.join().all(answers).andFailFast().map(all -> all.stream().allMatch(same -> same));
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.SECONDS);
    }

    private void countOdd(MonthRecords month) {
        Odd odd = month.odd();
        countOdd(month, "no-coordinates", odd.noCoordinates());
        countOdd(month, "outside", odd.outside());
        countOdd(month, "date", odd.date());
        countOdd(month, "category", odd.category());
        countOdd(month, "offence", odd.offence());
        countOdd(month, "precinct", odd.precinct());
    }

    private void countOdd(MonthRecords month, String kind, int count) {
        metrics.counter("nyc.ingest.odd.values", "dataset", month.key().dataset(), "kind", kind)
                .increment(count);
    }
}
