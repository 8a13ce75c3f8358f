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
        String group,
        String order,
        Integer limit,
        Integer offset,
        Validators validators) {

    static Query single(String source, String select, String where) {
        return new Query(source, select, where, null, null, null, null, Validators.NONE);
    }

    static Query grouped(String source, String select, String where, String group) {
        return new Query(source, select, where, group, null, null, null, Validators.NONE);
    }

    static Query page(String source, String select, String where, String order, int limit, int offset) {
        return new Query(source, select, where, null, order, limit, offset, Validators.NONE);
    }

    /** The same, but answered with 304 if nothing has changed since. */
    Query knowing(Validators known) {
        return new Query(source, select, where, group, order, limit, offset, known);
    }
}
