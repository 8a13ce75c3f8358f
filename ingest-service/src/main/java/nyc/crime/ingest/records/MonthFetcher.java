package nyc.crime.ingest.records;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import jakarta.enterprise.context.ApplicationScoped;

import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;

import nyc.crime.ingest.IngestConfig;
import nyc.crime.ingest.records.MonthRecords.Odd;
import nyc.crime.ingest.records.MonthRecords.Part;
import nyc.crime.ingest.socrata.Slice;
import nyc.crime.ingest.socrata.SliceReader;
import nyc.crime.ingest.socrata.SliceRows;
import nyc.crime.ingest.socrata.SourceRange;
import nyc.crime.ingest.socrata.Validators;

/** Reads a month from the Socrata datasets that hold it, no row twice. */
@ApplicationScoped
class MonthFetcher {

    private final SliceReader reader;
    private final DatasetRanges ranges;
    private final IngestConfig config;
    private final Clock clock;
    private final MeterRegistry metrics;

    MonthFetcher(SliceReader reader, DatasetRanges ranges, IngestConfig config, Clock clock, MeterRegistry metrics) {
        this.reader = reader;
        this.ranges = ranges;
        this.config = config;
        this.clock = clock;
        this.metrics = metrics;
    }

    /** The whole month, from Socrata. */
    Uni<MonthRecords> fetch(MonthKey key) {
        return ranges.of(key.dataset()).flatMap(known -> fetch(key, known));
    }

    /** The month as it is now: the kept one where Socrata says that nothing changed, else read again. */
    Uni<MonthRecords> refresh(MonthRecords kept) {
        MonthKey key = kept.key();
        return ranges.of(key.dataset()).flatMap(known -> {
            if (!known.origin().equals(kept.origin()) || !sameParts(kept, slices(key, known))) {
                return fetch(key, known);
            }
            return allUnchanged(kept)
                    .flatMap(same -> same ? Uni.createFrom().item(kept.checked(now())) : fetch(key, known));
        });
    }

    private Uni<MonthRecords> fetch(MonthKey key, DatasetRanges.Ranges known) {
        IngestConfig.Dataset dataset = config.datasets().get(key.dataset());
        List<Uni<SliceRows>> parts = slices(key, known).stream()
                .map(slice -> reader.read(dataset, slice))
                .toList();
        return Uni.join().all(parts).andFailFast().map(slices -> {
            String origin = slices.get(0).origin();
            MonthRecords month = MonthAssembler.assemble(key, slices, origin, now());
            countOdd(month);
            return month;
        });
    }

    /** Which part of the month to read where: a source up to its last date, what follows from the next one. */
    private List<Slice> slices(MonthKey key, DatasetRanges.Ranges known) {
        LocalDate from = key.month().atDay(1);
        LocalDate end = key.month().plusMonths(1).atDay(1);
        List<Slice> slices = new ArrayList<>();
        List<SourceRange> filled =
                known.sources().stream().filter(s -> s.last() != null).toList();
        if (filled.isEmpty()) {
            filled = known.sources().subList(0, 1);
        }
        for (int i = 0; i < filled.size() && from.isBefore(end); i++) {
            SourceRange source = filled.get(i);
            boolean last = i == filled.size() - 1;
            LocalDate to =
                    last || source.last().isAfter(end) ? end : source.last().plusDays(1);
            if (from.isBefore(to)) {
                LocalDate until = to.isAfter(end) ? end : to;
                slices.add(new Slice(source.source(), from, until, source.expected(from, until)));
                from = until;
            }
        }
        return slices;
    }

    private static boolean sameParts(MonthRecords kept, List<Slice> slices) {
        return kept.parts().size() == slices.size()
                && IntStream.range(0, slices.size()).allMatch(i -> {
                    Part part = kept.parts().get(i);
                    Slice slice = slices.get(i);
                    return part.source().equals(slice.source())
                            && part.from().equals(slice.from().toString())
                            && part.to().equals(slice.to().toString());
                });
    }

    private Uni<Boolean> allUnchanged(MonthRecords kept) {
        IngestConfig.Dataset dataset = config.datasets().get(kept.key().dataset());
        List<Uni<Boolean>> answers = kept.parts().stream()
                .map(part -> reader.unchanged(
                        dataset,
                        new Slice(part.source(), LocalDate.parse(part.from()), LocalDate.parse(part.to()), 0),
                        new Validators(part.etag(), part.lastModified())))
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
        countOdd(month, "category", odd.category());
        countOdd(month, "offence", odd.offence());
        countOdd(month, "precinct", odd.precinct());
    }

    private void countOdd(MonthRecords month, String kind, int count) {
        metrics.counter("nyc.ingest.odd.values", "dataset", month.key().dataset(), "kind", kind)
                .increment(count);
    }
}
