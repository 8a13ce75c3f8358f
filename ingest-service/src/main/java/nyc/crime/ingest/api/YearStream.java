package nyc.crime.ingest.api;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import jakarta.enterprise.context.ApplicationScoped;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import org.jboss.logging.Logger;

import nyc.crime.ingest.records.Encoded;
import nyc.crime.ingest.records.Form;
import nyc.crime.ingest.records.Gzip;
import nyc.crime.ingest.records.MonthKey;
import nyc.crime.ingest.records.MonthService;
import nyc.crime.ingest.socrata.UpstreamException;

/**
 * Writes the months of a year in order. All are asked for at once, each is sent as soon as it and those before it are
 * there; the caller's going away stops what nobody else waits for. It writes to the connection itself, because what
 * is kept are bytes, and because a month that fails must not break the stream.
 */
@ApplicationScoped
class YearStream {

    private static final Logger LOG = Logger.getLogger(YearStream.class);
    private static final JsonFactory JSON = new JsonFactory();

    private final MonthService months;

    YearStream(MonthService months) {
        this.months = months;
    }

    private record Body(byte[] identity, byte[] gzip) {}

    Uni<Void> write(List<MonthKey> keys, Form form, boolean lines, HttpServerRequest request) {
        HttpServerResponse response = request.response();
        String etag = etagIfAllInMemory(keys, form, lines);
        if (etag != null) {
            response.putHeader("ETag", etag);
            if (MonthResponse.matches(request.getHeader("If-None-Match"), etag)) {
                return Uni.createFrom()
                        .completionStage(() -> response.setStatusCode(304).end().toCompletionStage());
            }
        }
        boolean gzip = MonthResponse.takesGzip(request.getHeader("Accept-Encoding"));
        response.setChunked(true)
                .putHeader("Content-Type", lines ? "application/x-ndjson" : "application/json")
                .putHeader("Cache-Control", "public, max-age=300, stale-while-revalidate=3600")
                .putHeader("Vary", "Accept, Accept-Encoding");
        if (gzip) {
            response.putHeader("Content-Encoding", "gzip");
        }
        List<CompletableFuture<Encoded>> started = new ArrayList<>();
        keys.forEach(key -> started.add(months.get(key, form).subscribeAsCompletionStage()));
        response.closeHandler(gone -> started.forEach(month -> month.cancel(false)));
        Chunks chunks = new Chunks(lines, gzip);
        return Multi.createFrom()
                .range(0, keys.size())
                .onItem()
                .transformToUniAndConcatenate(i -> Uni.createFrom()
                        .completionStage(started.get(i))
                        .map(month -> new Body(month.identity(), month.gzip()))
                        .onFailure()
                        .recoverWithItem(failure -> problem(keys.get(i), failure))
                        .map(month -> chunks.month(month, i == 0, i == keys.size() - 1))
                        .flatMap(bytes -> send(response, bytes)))
                .collect()
                .last()
                .flatMap(last ->
                        Uni.createFrom().completionStage(() -> response.end().toCompletionStage()))
                .onFailure()
                .recoverWithUni(gone -> {
                    LOG.debugf("a caller went away in the middle of a year: %s", gone.getMessage());
                    return Uni.createFrom().voidItem();
                });
    }

    private static Uni<Void> send(HttpServerResponse response, byte[] bytes) {
        return Uni.createFrom()
                .completionStage(() -> response.write(Buffer.buffer(bytes)).toCompletionStage());
    }

    private String etagIfAllInMemory(List<MonthKey> keys, Form form, boolean lines) {
        List<Encoded> all = keys.stream().map(key -> months.inMemory(key, form)).toList();
        if (all.contains(null)) {
            return null;
        }
        return "W/\""
                + Integer.toHexString(
                        Objects.hash(all.stream().map(Encoded::etag).toList(), lines)) + '"';
    }

    private static Body problem(MonthKey key, Throwable failure) {
        UpstreamException trouble = failure instanceof UpstreamException known
                ? known
                : new UpstreamException(UpstreamException.Kind.CONNECTION, "the month could not be read");
        if (trouble != failure) {
            LOG.errorf(failure, "%s failed", key);
        }
        var problem = Problems.upstream(trouble);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.writeStartObject();
            json.writeStringField("dataset", key.dataset());
            json.writeStringField("month", key.month().toString());
            json.writeObjectFieldStart("problem");
            json.writeStringField("type", "about:blank");
            json.writeStringField("title", problem.getTitle());
            json.writeNumberField("status", problem.getStatusCode());
            json.writeStringField("detail", problem.getDetail());
            json.writeEndObject();
            json.writeEndObject();
        } catch (IOException e) {
            throw new IllegalStateException("writing to memory does not fail", e);
        }
        return new Body(out.toByteArray(), Gzip.of(out.toByteArray()));
    }

    /** The months with brackets, commas or line ends around them, plain or as one gzip stream. */
    private static final class Chunks {

        private final boolean lines;
        private final Gzip gzip;

        Chunks(boolean lines, boolean gzip) {
            this.lines = lines;
            this.gzip = gzip ? new Gzip() : null;
        }

        /** What is to be sent for the month that stands first, in the middle or last. */
        byte[] month(Body month, boolean first, boolean last) {
            String before = lines ? "" : first ? "[" : ",";
            String after = lines ? "\n" : last ? "]" : "";
            return gzip == null ? plain(month, before, after) : gzipped(month, before, after, last);
        }

        private byte[] gzipped(Body month, String before, String after, boolean last) {
            before.chars().forEach(c -> gzip.add((char) c));
            gzip.add(month.identity(), month.gzip());
            after.chars().forEach(c -> gzip.add((char) c));
            return last ? gzip.end() : gzip.take();
        }

        private static byte[] plain(Body month, String before, String after) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream(month.identity().length + 2);
            bytes.writeBytes(before.getBytes(StandardCharsets.US_ASCII));
            bytes.writeBytes(month.identity());
            bytes.writeBytes(after.getBytes(StandardCharsets.US_ASCII));
            return bytes.toByteArray();
        }
    }
}
