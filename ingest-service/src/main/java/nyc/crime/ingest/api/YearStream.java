package nyc.crime.ingest.api;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import jakarta.enterprise.context.ApplicationScoped;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkiverse.resteasy.problem.HttpProblem;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import org.jboss.logging.Logger;

import nyc.crime.http.CachedResponse;
import nyc.crime.http.Freshness;
import nyc.crime.http.Problems;
import nyc.crime.http.Representation;
import nyc.crime.http.StreamedResponse;
import nyc.crime.ingest.records.Form;
import nyc.crime.ingest.records.Gzip;
import nyc.crime.ingest.records.MonthKey;
import nyc.crime.ingest.records.MonthService;

/**
 * The months of a year in order. All are asked for at once, each is sent as soon as it and those before it are there;
 * the caller's going away stops what nobody else waits for. A month that fails does not break the stream.
 */
@ApplicationScoped
class YearStream {

    private static final Logger LOG = Logger.getLogger(YearStream.class);

    private final MonthService months;
    private final ObjectMapper json;

    YearStream(MonthService months, ObjectMapper json) {
        this.months = months;
        this.json = json;
    }

    /**
     * What stands in the place of a month that cannot be had.
     *
     * @param dataset the dataset's name
     * @param period the month
     * @param problem why
     */
    @RegisterForReflection
    record FailedMonth(String dataset, YearMonth period, Problem problem) {

        /** The problem that the month alone would be (RFC 9457). */
        @RegisterForReflection
        record Problem(String title, int status, String detail) {}
    }

    private record Body(byte[] plain, byte[] gzip) {}

    Uni<Representation> of(List<MonthKey> keys, Form form) {
        boolean lines = form.format() == Form.Format.LINES;
        Form columns = new Form(Form.Format.JSON, form.columns(), form.gzip());
        // The head says how old the months are, and goes before them: what is kept is read first.
        return Uni.join()
                .all(keys.stream().map(key -> months.atHand(key, columns)).toList())
                .andFailFast()
                .map(known -> new StreamedResponse(
                        form.format().mediaType(),
                        tag(known),
                        months.headers(keys.get(0).dataset()),
                        IntStream.range(0, keys.size())
                                .mapToObj(i -> known.get(i) == null
                                        ? months.expected(keys.get(i))
                                        : known.get(i).freshness())
                                .reduce(Freshness::and)
                                .orElseThrow(),
                        parts(keys, known, columns, new Chunks(lines, null)),
                        parts(keys, known, columns, new Chunks(lines, new Gzip()))));
    }

    private Multi<byte[]> parts(List<MonthKey> keys, List<CachedResponse> known, Form form, Chunks chunks) {
        return Multi.createFrom().deferred(() -> {
            List<CompletableFuture<CachedResponse>> started = new ArrayList<>();
            IntStream.range(0, keys.size())
                    .forEach(i -> started.add(
                            known.get(i) == null
                                    ? months.get(keys.get(i), form, true).subscribeAsCompletionStage()
                                    : CompletableFuture.completedFuture(known.get(i))));
            return Multi.createFrom()
                    .range(0, keys.size())
                    .onItem()
                    .transformToUniAndConcatenate(i -> Uni.createFrom()
                            .completionStage(started.get(i))
                            .map(month -> new Body(month.plain(), month.gzip()))
                            // Cancelled below, and by nobody else: then no one is left to tell.
                            .onFailure(failure -> !started.get(i).isCancelled())
                            .recoverWithItem(failure -> failed(keys.get(i), failure))
                            .map(month -> chunks.month(month, i == 0, i == keys.size() - 1)))
                    .onCancellation()
                    .invoke(() -> started.forEach(month -> month.cancel(false)));
        });
    }

    /** Made of the months' tags; while some are still to come, one that no other answer has. */
    private static String tag(List<CachedResponse> known) {
        return known.contains(null)
                ? "partly-" + Long.toHexString(System.nanoTime())
                : Integer.toHexString(
                        Objects.hash(known.stream().map(CachedResponse::tag).toArray()));
    }

    private Body failed(MonthKey key, Throwable failure) {
        HttpProblem problem = UpstreamProblem.of(failure);
        if (problem == null) {
            LOG.errorf(failure, "%s failed", key);
            problem = Problems.lasting(500, "the month could not be read");
        }
        try {
            byte[] plain = json.writeValueAsBytes(new FailedMonth(
                    key.dataset(),
                    key.month(),
                    new FailedMonth.Problem(problem.getTitle(), problem.getStatusCode(), problem.getDetail())));
            return new Body(plain, Gzip.of(plain));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("writing to memory does not fail", e);
        }
    }

    /**
     * The months with brackets, commas or line ends around them.
     *
     * @param gzip the stream that they become one of; null if they stay as they are
     */
    private record Chunks(boolean lines, Gzip gzip) {

        /** What is to be sent for the month that stands first, in the middle or last. */
        byte[] month(Body month, boolean first, boolean last) {
            String before = lines ? "" : first ? "[" : ",";
            String after = lines ? "\n" : last ? "]" : "";
            return gzip == null ? plain(month, before, after) : gzipped(month, before, after, last);
        }

        private byte[] gzipped(Body month, String before, String after, boolean last) {
            before.chars().forEach(c -> gzip.add((char) c));
            gzip.add(month.plain(), month.gzip());
            after.chars().forEach(c -> gzip.add((char) c));
            return last ? gzip.end() : gzip.take();
        }

        private static byte[] plain(Body month, String before, String after) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream(month.plain().length + 2);
            bytes.writeBytes(before.getBytes(StandardCharsets.US_ASCII));
            bytes.writeBytes(month.plain());
            bytes.writeBytes(after.getBytes(StandardCharsets.US_ASCII));
            return bytes.toByteArray();
        }
    }
}
