package nyc.crime.standin.data;

import java.time.Instant;
import java.util.List;

/**
 * A dataset to serve.
 *
 * @param schema its columns
 * @param segments its rows, month by month in order; rows without a date last
 * @param updatedAt when it was last changed
 * @param origin where the rows are from
 */
public record Dataset(Schema schema, List<Segment> segments, Instant updatedAt, Origin origin) {

    /** Where rows are from; callers are told in {@code X-Standin}. */
    public enum Origin {
        /** Synthetic. */
        SAMPLE,
        /** The files of {@code --data}. */
        FILES
    }
}
