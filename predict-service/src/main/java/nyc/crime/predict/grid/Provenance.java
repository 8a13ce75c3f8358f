package nyc.crime.predict.grid;

import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;

import io.quarkus.runtime.annotations.RegisterForReflection;

import nyc.crime.http.Freshness;

/**
 * What every answer says of the data that it is made of.
 *
 * @param source where the counts come from: {@code live}, {@code files} or {@code sample}
 * @param publishedThrough the last day that is published
 * @param completeThrough the last day that late reports hardly change any more
 * @param fetchedAt when Socrata gave the oldest of the counts
 * @param stale whether the counts could not be renewed
 */
@RegisterForReflection
public record Provenance(
        String source, LocalDate publishedThrough, LocalDate completeThrough, Instant fetchedAt, boolean stale) {

    /** Of counts of a dataset. */
    public static Provenance of(GridService.Span span, Freshness freshness) {
        return new Provenance(
                freshness.source(),
                span.last(),
                span.complete(),
                freshness.answeredAt().truncatedTo(ChronoUnit.SECONDS),
                freshness.stale());
    }
}
