package nyc.crime.ingest.socrata;

/**
 * All areas of a kind: as many as {@code count(*)} says.
 *
 * @param features the features of their GeoJSON, a JSON array
 * @param validators the version of the answer
 * @param outOfDate whether Socrata says that its answer lags behind the data
 * @param origin {@code live}, {@code sample} or {@code files}
 */
public record AreaRows(byte[] features, Validators validators, boolean outOfDate, String origin) {}
