package nyc.crime.ingest.records;

import java.time.Instant;

/**
 * A month as it goes over the wire, made once. Do not change the arrays.
 *
 * @param identity the bytes
 * @param gzip the same, gzipped
 * @param etag weak: it changes with the records and the form, not with the time of reading
 * @param mediaType Content-Type
 * @param cacheControl Cache-Control
 * @param verified rows read / rows counted by Socrata
 * @param unplaced rows without possible coordinates
 * @param origin {@code live}, {@code files} or {@code sample}
 * @param stale whether Socrata could not be asked in time
 * @param checkedAt when Socrata last vouched for it
 * @param goodUntil epoch milliseconds up to which it is served without asking again
 */
public record Encoded(
        byte[] identity,
        byte[] gzip,
        String etag,
        String mediaType,
        String cacheControl,
        String verified,
        String unplaced,
        String origin,
        boolean stale,
        Instant checkedAt,
        long goodUntil) {

    private static final int OVERHEAD = 512;

    /** Bytes that it takes in memory. */
    int weight() {
        return identity.length + gzip.length + OVERHEAD;
    }
}
