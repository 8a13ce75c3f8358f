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
 * @param reportDatesDrawn whether dates of report are drawn, beside real dates of occurrence
 */
public record Dataset(
        Schema schema, List<Segment> segments, Instant updatedAt, Origin origin, boolean reportDatesDrawn) {

    /** A dataset whose dates are all of one origin. */
    public Dataset(Schema schema, List<Segment> segments, Instant updatedAt, Origin origin) {
        this(schema, segments, updatedAt, origin, false);
    }

    /** How many rows there are. */
    public long rows() {
        return segments.stream().mapToLong(Segment::rows).sum();
    }

    /** Where rows are from; callers are told in {@code X-Standin}. */
    public enum Origin {
        /** Synthetic. */
        SAMPLE,
        /** The files of {@code --data}. */
        FILES
    }
}
