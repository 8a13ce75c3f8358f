package nyc.crime.ingest.admission;

/** There is more to do than fits, and enough waits already. */
public final class OverloadedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    OverloadedException(String message) {
        super(message, null, false, false);
    }
}
