package nyc.crime.ingest.api;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.YearMonth;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
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
import nyc.crime.ingest.admission.Admission;
import nyc.crime.ingest.records.Form;
import nyc.crime.ingest.records.Gzip;
import nyc.crime.ingest.records.MonthKey;
import nyc.crime.ingest.records.MonthService;

/**
 * The months of a year in order. The first two are asked for, and the others when the first is there, so that years
 * that are asked for together all begin soon; each is sent as soon as it and those before it are there. The caller's
 * going away stops what nobody else waits for. A month that fails does not break the stream.
 */
@ApplicationScoped
class YearStream {

    private static final Logger LOG = Logger.getLogger(YearStream.class);

    /** Months of a year that are asked for before its first is there. */
    private static final int AT_FIRST = 2;
    /** Months of all years that are asked for or wait to be sent; each year has its share, and one by itself all it wants. */
    private static final long AT_ONCE = 96;

    private final Admission admission;
    private final MonthService months;
    private final ObjectMapper json;

    YearStream(Admission admission, MonthService months, ObjectMapper json) {
        this.admission = admission;
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
            List<CompletableFuture<CachedResponse>> asked = new CopyOnWriteArrayList<>();
            return Multi.createFrom()
                    .range(0, keys.size())
                    .onItem()
                    .transformToUniAndConcatenate(i -> {
                        long share = i == 0
                                ? AT_FIRST
                                : AT_ONCE / Math.max(1, admission.years().used());
                        while (asked.size() < Math.min(i + Math.max(AT_FIRST, share), keys.size())) {
                            int next = asked.size();
                            asked.add(
                                    known.get(next) == null
                                            ? months.get(keys.get(next), form, true)
                                                    .subscribeAsCompletionStage()
                                            : CompletableFuture.completedFuture(known.get(next)));
                        }
                        return Uni.createFrom()
                                .completionStage(asked.get(i))
                                .map(month -> new Body(month.plain(), month.gzip()))
                                // Cancelled below, and by nobody else: then no one is left to tell.
                                .onFailure(failure -> !asked.get(i).isCancelled())
                                .recoverWithItem(failure -> failed(keys.get(i), failure))
                                .map(month -> chunks.month(month, i == 0, i == keys.size() - 1));
                    })
                    .onCancellation()
                    .invoke(() -> asked.forEach(month -> month.cancel(false)));
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
