package nyc.crime.ingest.socrata;

import java.time.Duration;

/** Socrata could not give what was asked. */
public final class UpstreamException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Kind kind;
    private final Duration retryAfter;

    /** Trouble with no more to say than the message. */
    public UpstreamException(Kind kind, String message) {
        this(kind, message, null, null);
    }

    UpstreamException(Kind kind, String message, Duration retryAfter, Throwable cause) {
        super(message, cause);
        this.kind = kind;
        this.retryAfter = retryAfter;
    }

    /** What went wrong. */
    public Kind kind() {
        return kind;
    }

    /** How long Socrata asked to wait, or null. */
    public Duration retryAfter() {
        return retryAfter;
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
        /** Another 4xx: asking again does not help. */
        REFUSED(false),
        /** 404: no such dataset. */
        MISSING(false),
        /** The rows never came to agree with count(*). */
        INCOMPLETE(false),
        /** More rows than the configured ceiling. */
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
