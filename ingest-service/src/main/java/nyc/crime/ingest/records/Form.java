package nyc.crime.ingest.records;

import java.util.Set;
import java.util.TreeSet;

/**
 * How a month is written.
 *
 * @param format JSON columns, GeoJSON or CSV
 * @param columns what is written beside the usual columns
 * @param gzip whether gzipped too: as much work as all the rest, which other services do not ask for
 */
public record Form(Format format, Set<Column> columns, boolean gzip) {

    /** Columns beside the usual ones. */
    public enum Column {
        offence,
        precinct,
        hour
    }

    /** The forms that callers can ask for. */
    public enum Format {
        /** Columns. */
        JSON("application/json"),
        /** The same columns, as one line of a stream. */
        LINES("application/x-ndjson"),
        /** One feature a record. */
        GEOJSON("application/geo+json"),
        /** One line a record. */
        CSV("text/csv");

        private final String mediaType;

        Format(String mediaType) {
            this.mediaType = mediaType;
        }

        /** Content-Type of the form. */
        public String mediaType() {
            return mediaType;
        }
    }

    /** Whether the column is written. */
    boolean has(Column column) {
        return columns.contains(column);
    }

    /** What sets this form apart from the usual one, JSON with the usual columns only; empty for that one. */
    String mark() {
        return format == Format.JSON && columns.isEmpty() ? "" : " " + format + new TreeSet<>(columns);
    }
}
