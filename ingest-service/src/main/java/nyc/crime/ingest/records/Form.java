package nyc.crime.ingest.records;

/**
 * How a month is written.
 *
 * @param format JSON columns, GeoJSON or CSV
 * @param offence whether offences are written
 * @param precinct whether precincts are written
 */
public record Form(Format format, boolean offence, boolean precinct) {

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

    /** What sets this form apart from the usual one, columns in JSON without offence and precinct; empty for that one. */
    String mark() {
        String mark = (format == Format.JSON ? "" : format.name())
                + (offence ? "+offence" : "")
                + (precinct ? "+precinct" : "");
        return mark.isEmpty() ? "" : " " + mark;
    }
}
