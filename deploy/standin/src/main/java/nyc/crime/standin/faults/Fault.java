package nyc.crime.standin.faults;

/**
 * What is done to one answer; {@link Kind#NONE} mostly.
 *
 * @param kind what goes wrong
 * @param delayMs milliseconds from the request to the answer
 * @param retryAfter seconds for a 429's {@code Retry-After}, or null
 * @param draw an even draw from 0 to 1, for the fault's own variations
 */
public record Fault(Kind kind, long delayMs, Integer retryAfter, double draw) {

    /** The ways in which an answer can go. */
    public enum Kind {
        NONE,
        TOO_MANY_REQUESTS,
        ACCEPTED,
        SERVER_ERROR,
        TRUNCATED,
        RESET,
        SLOW_BODY,
        NOT_FOUND,
        HTML,
        REDIRECT,
        ENDLESS,
        BOMB
    }
}
