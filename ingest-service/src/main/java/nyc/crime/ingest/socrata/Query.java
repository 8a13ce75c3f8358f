package nyc.crime.ingest.socrata;

/**
 * One SODA request. Fields that are null are not sent.
 *
 * @param source the Socrata dataset id
 * @param validators what an earlier answer said of itself, to be told "304, unchanged", or {@link Validators#NONE}
 */
record Query(
        String source,
        String select,
        String where,
        String order,
        Integer limit,
        Integer offset,
        Validators validators) {

    static Query single(String source, String select, String where, Validators validators) {
        return new Query(source, select, where, null, null, null, validators);
    }
}
