package nyc.crime.grid.encoding;

import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;

import io.quarkus.runtime.annotations.RegisterForReflection;

import nyc.crime.grid.ingest.Snapshot;

/**
 * The fields that every answer made of records has.
 *
 * @param source live, files, sample or mixed
 * @param publishedThrough the last day with records; null while that is not known
 * @param completeThrough the last day that late reports hardly change any more; null while that is not known
 * @param fetchedAt when the oldest of the records were had from the source
 * @param stale whether the records are a kept copy that could not be asked for again
 */
@RegisterForReflection
public record Provenance(
        String source, LocalDate publishedThrough, LocalDate completeThrough, Instant fetchedAt, boolean stale) {

    /** Of what an answer is made of. */
    public static Provenance of(Snapshot records) {
        return new Provenance(
                records.freshness().source(),
                records.publication().through(),
                records.publication().complete(),
                records.fetchedAt(),
                records.freshness().stale());
    }

    /** Whether there are synthetic records among them. */
    public boolean madeUp() {
        return source.equals("sample") || source.equals("mixed");
    }

    /** The same as headers, for answers that have no fields; what is not known has none. */
    public Map<String, String> headers() {
        Map<String, String> headers = new LinkedHashMap<>();
        if (publishedThrough != null) {
            headers.put("X-Data-Published-Through", publishedThrough.toString());
        }
        if (completeThrough != null) {
            headers.put("X-Data-Complete-Through", completeThrough.toString());
        }
        headers.put("X-Data-Fetched-At", fetchedAt.toString());
        headers.put("X-Data-Stale", Boolean.toString(stale));
        return headers;
    }
}
