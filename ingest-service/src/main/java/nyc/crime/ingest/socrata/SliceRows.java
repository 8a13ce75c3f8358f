package nyc.crime.ingest.socrata;

/**
 * A slice, read whole: as many distinct {@code :id}s as {@code count(*)} says, all from one state of the dataset.
 *
 * @param slice what was read
 * @param rows the rows, each once
 * @param validators the version of the count
 * @param outOfDate whether Socrata says that its answers lag behind the data
 * @param origin {@code live}, {@code sample} or {@code files}
 */
public record SliceRows(Slice slice, Page rows, Validators validators, boolean outOfDate, String origin) {}
