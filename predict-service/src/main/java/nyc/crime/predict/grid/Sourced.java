package nyc.crime.predict.grid;

import java.time.Instant;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import jakarta.ws.rs.core.HttpHeaders;

import org.jboss.resteasy.reactive.RestResponse;

import nyc.crime.http.Freshness;

/**
 * A value of grid-service and how fresh its headers say that it is (RFC 9111).
 *
 * @param freshness counted from Socrata's answer, not from grid-service's
 */
public record Sourced<T>(T value, Freshness freshness) {

    private static final Pattern MAX_AGE = Pattern.compile("(?i)(?:^|[\\s,])max-age=(\\d{1,9})");
    private static final Pattern AGE = Pattern.compile("(\\d{1,9})");

    /** What an answer holds. Whoever passed it on because it could not renew it says so by Cache-Status (RFC 9211). */
    static <A, T> Sourced<T> of(RestResponse<A> answer, Function<A, T> reader) {
        Instant answeredAt = Instant.now().minusSeconds(seconds(AGE, answer.getHeaderString("Age")));
        long maxAge = seconds(MAX_AGE, answer.getHeaderString(HttpHeaders.CACHE_CONTROL));
        String source = answer.getHeaderString("X-Data-Source");
        return new Sourced<>(
                reader.apply(answer.getEntity()),
                new Freshness(
                        source == null ? "" : source,
                        answeredAt,
                        answeredAt.plusSeconds(maxAge),
                        answer.getHeaderString("Cache-Status") != null));
    }

    /** The same value, which could not be renewed. */
    Sourced<T> asStale() {
        return new Sourced<>(
                value, new Freshness(freshness.source(), freshness.answeredAt(), freshness.freshUntil(), true));
    }

    private static long seconds(Pattern pattern, String header) {
        Matcher found = pattern.matcher(header == null ? "" : header);
        return found.find() ? Long.parseLong(found.group(1)) : 0;
    }
}
