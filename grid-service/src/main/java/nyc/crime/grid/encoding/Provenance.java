package nyc.crime.grid.encoding;

import java.time.Instant;

import io.quarkus.runtime.annotations.RegisterForReflection;

import nyc.crime.grid.ingest.Snapshot;

/**
 * The fields that every answer made of records has.
 *
 * @param source live, files, sample or mixed
 * @param stale whether the records are a kept copy that could not be asked for again
 * @param fetchedAt when the oldest of the records were had from the source
 */
@RegisterForReflection
public record Provenance(String source, boolean stale, Instant fetchedAt) {

    /** Of what an answer is made of. */
    public static Provenance of(Snapshot records) {
        return new Provenance(records.freshness().source(), records.freshness().stale(), records.fetchedAt());
    }
}
