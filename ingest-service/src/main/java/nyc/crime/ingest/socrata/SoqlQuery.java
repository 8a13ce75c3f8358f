package nyc.crime.ingest.socrata;

/**
 * One question to a Socrata dataset. Clauses that are null are left out.
 *
 * @param source the Socrata dataset id
 * @param format of the answer
 * @param validators what an earlier answer said of itself, to be told "304, unchanged", or {@link Validators#NONE}
 */
record SoqlQuery(
        String source,
        Format format,
        String select,
        String where,
        String group,
        String order,
        Integer limit,
        Integer offset,
        Validators validators) {

    /** Forms of an answer. */
    enum Format {
        json,
        geojson
    }

    /** More groups than any of our questions has; without a limit Socrata gives a thousand. */
    static final int ALL_GROUPS = 50_000;

    static SoqlQuery single(String source, String select, String where) {
        return new SoqlQuery(source, Format.json, select, where, null, null, null, null, Validators.NONE);
    }

    static SoqlQuery grouped(String source, String select, String where, String group) {
        return new SoqlQuery(source, Format.json, select, where, group, null, ALL_GROUPS, null, Validators.NONE);
    }

    static SoqlQuery page(String source, String select, String where, String order, int limit, int offset) {
        return new SoqlQuery(source, Format.json, select, where, null, order, limit, offset, Validators.NONE);
    }

    /** All columns of up to so many rows, their geometry too. */
    static SoqlQuery areas(String source, int limit) {
        return new SoqlQuery(source, Format.geojson, "*", null, null, ":id", limit, 0, Validators.NONE);
    }

    /** The same, but answered with 304 if nothing has changed since. */
    SoqlQuery knowing(Validators known) {
        return new SoqlQuery(source, format, select, where, group, order, limit, offset, known);
    }

    /** Whether it is one of the pages that SODA 3 numbers: its offset is a multiple of its size. */
    boolean isNumberedPage() {
        return offset != null && offset % limit == 0;
    }

    /** The whole as one SoQL text, without limit and offset where they are given as a numbered page. */
    String soql() {
        StringBuilder text = new StringBuilder("SELECT ").append(select);
        clause(text, " WHERE ", where);
        clause(text, " GROUP BY ", group);
        clause(text, " ORDER BY ", order);
        if (!isNumberedPage()) {
            clause(text, " LIMIT ", limit);
            clause(text, " OFFSET ", offset);
        }
        return text.toString();
    }

    private static void clause(StringBuilder text, String keyword, Object value) {
        if (value != null) {
            text.append(keyword).append(value);
        }
    }
}
