package nyc.crime.grid.ingest;

import java.io.IOException;
import java.io.InputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.MessageBodyReader;

import nyc.crime.http.Freshness;

/**
 * A JSON object of ingest-service, not yet read, and how fresh its headers say that it is. Of a stream it is one line; the
 * headers are those of the whole.
 *
 * @param json the object, UTF-8
 * @param answeredAt when Socrata last vouched for it: now less {@code Age}
 * @param freshUntil {@code max-age} after that
 */
record IngestAnswer(byte[] json, Instant answeredAt, Instant freshUntil) {

    /** Of a stream's line that is stale the headers of the whole know nothing: it is asked for again soon. */
    Freshness freshness(String source, boolean stale) {
        return new Freshness(source, answeredAt, stale ? answeredAt : freshUntil, stale);
    }

    /** Reads a body with its headers. */
    static final class Reader implements MessageBodyReader<IngestAnswer> {

        private static final Pattern MAX_AGE = Pattern.compile("(?i)(?:^|[\\s,])max-age=(\\d{1,9})");
        private static final Pattern AGE = Pattern.compile("(\\d{1,9})");

        @Override
        public boolean isReadable(Class<?> type, Type generic, Annotation[] annotations, MediaType mediaType) {
            return type == IngestAnswer.class;
        }

        @Override
        public IngestAnswer readFrom(
                Class<IngestAnswer> type,
                Type generic,
                Annotation[] annotations,
                MediaType mediaType,
                MultivaluedMap<String, String> headers,
                InputStream body)
                throws IOException {
            Instant answeredAt = Instant.now().minusSeconds(seconds(AGE, headers.getFirst("Age")));
            long maxAge = seconds(MAX_AGE, headers.getFirst(HttpHeaders.CACHE_CONTROL));
            return new IngestAnswer(body.readAllBytes(), answeredAt, answeredAt.plusSeconds(maxAge));
        }

        private static long seconds(Pattern pattern, String header) {
            Matcher found = pattern.matcher(header == null ? "" : header);
            return found.find() ? Long.parseLong(found.group(1)) : 0;
        }
    }
}
