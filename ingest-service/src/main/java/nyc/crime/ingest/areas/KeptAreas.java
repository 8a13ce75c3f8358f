package nyc.crime.ingest.areas;

import java.time.Instant;

import io.quarkus.runtime.annotations.RegisterForReflection;

import nyc.crime.ingest.socrata.Validators;

/**
 * The areas of a kind.
 *
 * @param kind such as {@code precincts}
 * @param id the Socrata id
 * @param origin {@code live}, {@code files} or {@code sample}
 * @param fetchedAt when they were read
 * @param checkedAt when Socrata last said that they are still the same
 * @param outOfDate whether Socrata says that they lag behind the data
 * @param validators their version
 * @param features the features of their GeoJSON, a JSON array
 */
@RegisterForReflection(targets = {KeptAreas.class, Validators.class})
record KeptAreas(
        String kind,
        String id,
        String origin,
        Instant fetchedAt,
        Instant checkedAt,
        boolean outOfDate,
        Validators validators,
        byte[] features) {

    /** The same, found unchanged at a later time. */
    KeptAreas checked(Instant time) {
        return new KeptAreas(kind, id, origin, fetchedAt, time, false, validators, features);
    }
}
