package nyc.crime.ingest.store;

/** Kept bytes that are not what was kept. */
public final class CorruptException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    CorruptException(String message) {
        super(message);
    }
}
