package nyc.crime.http;

import java.time.Duration;
import java.time.Instant;

/**
 * How old the data of an answer are, counted from Socrata's own answer through all services (RFC 9111 §4.2).
 *
 * @param source {@code live}, {@code files}, {@code sample}, or {@code mixed}
 * @param answeredAt when Socrata last vouched for the oldest of them
 * @param freshUntil until when that holds without asking again
 * @param stale whether it was asked again and could not say
 */
public record Freshness(String source, Instant answeredAt, Instant freshUntil, boolean stale) {

    /** Seconds since Socrata's answer: the header Age. */
    long age(Instant now) {
        return Math.max(0, Duration.between(answeredAt, now).toSeconds());
    }

    /** Seconds from Socrata's answer to the end of the freshness: what remains of them is this less {@link #age}. */
    long maxAge() {
        return Math.max(0, Duration.between(answeredAt, freshUntil).toSeconds());
    }

    /** Seconds for which the answer has been stale: the negative of the ttl of RFC 9211 §2.5. */
    long overdue(Instant now) {
        return Math.max(0, Duration.between(freshUntil, now).toSeconds());
    }

    /** What both hold: as old as the older, as fresh as the one that ends first. */
    public Freshness and(Freshness other) {
        return new Freshness(
                source.equals(other.source) ? source : "mixed",
                answeredAt.isBefore(other.answeredAt) ? answeredAt : other.answeredAt,
                freshUntil.isBefore(other.freshUntil) ? freshUntil : other.freshUntil,
                stale || other.stale);
    }
}
