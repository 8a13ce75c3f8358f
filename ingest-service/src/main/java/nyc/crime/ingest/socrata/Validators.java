package nyc.crime.ingest.socrata;

/**
 * What Socrata says about the version of an answer; each is null where it said nothing.
 *
 * @param etag the ETag, as sent
 * @param lastModified the Last-Modified date, as sent
 */
public record Validators(String etag, String lastModified) {

    /** Nothing known. */
    public static final Validators NONE = new Validators(null, null);

    /** Whether a conditional request can be made with them. */
    public boolean known() {
        return etag != null || lastModified != null;
    }
}
