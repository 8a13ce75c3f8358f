package nyc.crime.predict.grid;

import java.time.Instant;

import nyc.crime.predict.counts.DailyCounts;

/**
 * Daily counts with what a reader should know about their origin.
 *
 * @param source {@code live}, {@code files} or {@code sample}, as ingest-service said
 * @param stale whether grid-service, or a service before it, could not renew some of them
 * @param fetchedAt when the oldest part came from grid-service
 */
public record History(DailyCounts counts, String source, boolean stale, Instant fetchedAt) {}
