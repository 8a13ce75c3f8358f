package nyc.crime.grid.ingest;

import java.time.Instant;
import java.time.YearMonth;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import nyc.crime.http.Freshness;

/**
 * Months of records that one answer is made of, and what may be said of the whole.
 *
 * @param publication what is published of the dataset, as the months or the list of datasets say, whichever is newer
 * @param months in order, at least one
 * @param missing months that should be there and could not be had
 */
public record Snapshot(Publication publication, List<RecordMonth> months, Map<YearMonth, IngestProblem> missing) {

    public Snapshot {
        for (RecordMonth month : months) {
            publication = publication.or(month.publication());
        }
    }

    /** How old the records are; if a month is missing they are good for this once only. */
    public Freshness freshness() {
        Freshness all = months.stream()
                .map(RecordMonth::freshness)
                .reduce(Freshness::and)
                .orElseThrow();
        return missing.isEmpty() ? all : new Freshness(all.source(), all.answeredAt(), all.answeredAt(), all.stale());
    }

    /** When the oldest of the months was had from the source. */
    public Instant fetchedAt() {
        return months.stream()
                .map(RecordMonth::fetchedAt)
                .min(Instant::compareTo)
                .orElseThrow();
    }

    /** Two snapshots of equal versions hold equal records, and say the same of them. */
    public String version() {
        return months.stream()
                .map(month -> month.month() + "=" + month.rows() + "@" + month.fetchedAt()
                        + (month.freshness().stale() ? "!" : ""))
                .collect(Collectors.joining(" ", publication + " ", ""));
    }

    /** The records of a month, or null if it is not among them. */
    public RecordMonth month(YearMonth wanted) {
        return months.stream().filter(m -> m.month().equals(wanted)).findFirst().orElse(null);
    }

    /**
     * This snapshot, if it lacks nothing.
     *
     * @throws IngestProblem the first thing that it lacks
     */
    public Snapshot complete() {
        missing.values().stream().findFirst().ifPresent(problem -> {
            throw problem;
        });
        return this;
    }

    /** This snapshot and the months of another, in order. */
    public Snapshot plus(Snapshot other) {
        return new Snapshot(
                publication,
                Stream.concat(months.stream(), other.months.stream())
                        .sorted(Comparator.comparing(RecordMonth::month))
                        .toList(),
                missing);
    }
}
