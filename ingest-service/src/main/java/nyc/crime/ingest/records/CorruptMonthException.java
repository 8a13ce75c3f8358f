package nyc.crime.ingest.records;

/** Kept bytes that are no month: they are thrown away and the month is fetched again. */
final class CorruptMonthException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    CorruptMonthException(String message) {
        super(message);
    }
}
