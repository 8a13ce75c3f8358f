package nyc.crime.ingest.records;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;

import nyc.crime.ingest.socrata.RangeReader;
import nyc.crime.ingest.socrata.SourceRange;

/** The ranges of the datasets, and the last ones known where Socrata does not answer. */
@ApplicationScoped
public class DatasetRanges {

    private final RangeReader reader;
    private final Clock clock;
    private final Map<String, Ranges> known = new ConcurrentHashMap<>();

    DatasetRanges(RangeReader reader, Clock clock) {
        this.reader = reader;
        this.clock = clock;
    }

    /**
     * What a dataset holds.
     *
     * @param sources its Socrata datasets, in order
     * @param refreshedAt when Socrata said so
     */
    public record Ranges(List<SourceRange> sources, Instant refreshedAt) {

        /** The first date, or null if there are no rows. */
        public LocalDate first() {
            return sources.stream()
                    .map(SourceRange::first)
                    .filter(Objects::nonNull)
                    .min(LocalDate::compareTo)
                    .orElse(null);
        }

        /** The last date, or null if there are no rows. */
        public LocalDate last() {
            return sources.stream()
                    .map(SourceRange::last)
                    .filter(Objects::nonNull)
                    .max(LocalDate::compareTo)
                    .orElse(null);
        }

        /** {@code live}, {@code files} or {@code sample}. */
        public String origin() {
            return sources.stream()
                    .map(SourceRange::origin)
                    .filter(Objects::nonNull)
                    .findFirst()
                    .orElse("live");
        }
    }

    /** The ranges of a dataset; an upstream failure only if they were never known. */
    public Uni<Ranges> of(String dataset) {
        return reader.ranges(dataset)
                .map(sources -> known.compute(
                        dataset,
                        (name, before) -> before != null && before.sources() == sources
                                ? before
                                : new Ranges(sources, clock.instant())))
                .onFailure()
                .recoverWithUni(failure -> {
                    Ranges last = known.get(dataset);
                    return last == null
                            ? Uni.createFrom().failure(failure)
                            : Uni.createFrom().item(last);
                });
    }

    /** The ranges last seen, without asking; null if there are none yet. */
    public Ranges lastKnown(String dataset) {
        return known.get(dataset);
    }
}
