package nyc.crime.ingest.socrata;

import java.time.Duration;

/** Socrata could not give what was asked. */
public final class UpstreamException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Kind kind;
    private final Duration retryAfter;
    private final String code;

    /** Trouble with no more to say than the message. */
    public UpstreamException(Kind kind, String message) {
        this(kind, message, null, null, "");
    }

    UpstreamException(Kind kind, String message, String code) {
        this(kind, message, null, null, code);
    }

    UpstreamException(Kind kind, String message, Duration retryAfter, Throwable cause) {
        this(kind, message, retryAfter, cause, "");
    }

    private UpstreamException(Kind kind, String message, Duration retryAfter, Throwable cause, String code) {
        super(message, cause);
        this.kind = kind;
        this.retryAfter = retryAfter;
        this.code = code;
    }

    /** What went wrong. */
    public Kind kind() {
        return kind;
    }

    /** How long Socrata asked to wait, or null. */
    public Duration retryAfter() {
        return retryAfter;
    }

    /** Socrata's own code for a query that it refused, such as {@code query.soql.no-such-column}; else empty. */
    public String code() {
        return code;
    }

    /** Whether it is of the kind. */
    public static boolean is(Throwable failure, Kind kind) {
        return failure instanceof UpstreamException trouble && trouble.kind() == kind;
    }

    /** What can go wrong upstream. */
    public enum Kind {
        /** 429. */
        THROTTLED(true),
        /** 202: the answer is still being made. */
        NOT_READY(true),
        /** 5xx. */
        SERVER_ERROR(true),
        /** Not reachable, refused or reset. */
        CONNECTION(true),
        /** No whole answer in time. */
        TIMEOUT(true),
        /** A body cut short or not as SODA writes it. */
        MALFORMED(true),
        /** 403 for the app token. */
        BAD_TOKEN(true),
        /** SODA 2 is refused or gone: the next try speaks SODA 3. */
        MOVED(true),
        /** Another 4xx: asking again does not help. */
        REFUSED(false),
        /** 404: no such dataset. */
        MISSING(false),
        /** The rows never came to agree with count(*). */
        INCOMPLETE(false),
        /** Far fewer rows than were known before, and not for long enough to believe it. */
        SHRUNK(false),
        /** Rows without the places or the categories that the dataset's rows have. */
        IMPLAUSIBLE(false),
        /** A dataset whose places are all outside of the city. */
        FOREIGN(false),
        /** More rows than the configured ceiling, or a body that goes on and on. */
        OVER_CEILING(false),
        /** The circuit breaker is open: Socrata was not asked. */
        CIRCUIT_OPEN(false);

        private final boolean passing;

        Kind(boolean passing) {
            this.passing = passing;
        }

        /** Whether the same request may succeed a little later. */
        public boolean passing() {
            return passing;
        }
    }
}
