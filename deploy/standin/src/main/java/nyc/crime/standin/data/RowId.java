package nyc.crime.standin.data;

/**
 * Socrata's internal row identifiers, such as {@code row-evac.sxbs-gm8t}: unique, the same at every start, and in no
 * order that has to do with the rows. Inside they are numbers of 60 bits that sort as their text does.
 */
public final class RowId {

    private static final long MASK = (1L << 60) - 1;
    /** In ASCII order, so that the text sorts as the number. */
    private static final String ALPHABET = "23456789abcdefghijkmnpqrstuvwxyz";

    private RowId() {}

    /**
     * The identifier of a row. Different rows of a dataset have different ones: every step is one to one.
     *
     * @param dataset the dataset's id, which spreads the identifiers of different datasets
     * @param row the row's number, 0 or more
     */
    public static long of(String dataset, long row) {
        long x = (row ^ ((long) dataset.hashCode() << 27)) & MASK;
        x = (x * 0x9E3779B97F4A7C15L) & MASK;
        x ^= x >>> 31;
        x = (x * 0xBF58476D1CE4E5B9L) & MASK;
        x ^= x >>> 29;
        return x;
    }

    /** An identifier as Socrata writes it. */
    public static String text(long id) {
        StringBuilder text = new StringBuilder(18).append("row-");
        for (int i = 0; i < 12; i++) {
            if (i == 4) {
                text.append('.');
            } else if (i == 8) {
                text.append('-');
            }
            text.append(ALPHABET.charAt((int) (id >>> (55 - 5 * i)) & 31));
        }
        return text.toString();
    }
}
