package nyc.crime.standin.faults;

import java.util.EnumMap;
import java.util.Map;

import io.quarkus.runtime.annotations.RegisterForReflection;

import nyc.crime.standin.faults.Fault.Kind;

/**
 * What goes wrong, and how often. Probabilities are of an answer, 0 to 1; an answer has at most one fault, so they may
 * add up to 1 at most.
 *
 * @param latencyMs time from request to answer, milliseconds
 * @param jitterMs up to so many more, evenly spread
 * @param p429 "too many requests"
 * @param retryAfter seconds in the {@code Retry-After} of a 429; null for none
 * @param p202 "accepted": the answer is not ready
 * @param p5xx a 500, 502 or 503
 * @param pTruncate a body that ends too early, below an honest {@code Content-Length} or as a chunked body that is whole
 *     but for its JSON
 * @param pReset a connection reset, before the answer or in its middle
 * @param pSlowBody a body that trickles in over some two seconds
 * @param pNotFound a 404, as of a dataset that is away
 * @param pHtml a page of HTML with status 200, as of a front that is being mended
 * @param pRedirect a redirect to another host
 * @param pEndless a body that goes on for as long as it is read
 * @param pBomb a gzipped body of some 5 MB that holds 1 GB
 * @param unstableOrder whether rows that {@code $order} leaves equal change places from request to request
 * @param seed where the draws begin
 */
@RegisterForReflection
public record FaultSettings(
        int latencyMs,
        int jitterMs,
        double p429,
        Integer retryAfter,
        double p202,
        double p5xx,
        double pTruncate,
        double pReset,
        double pSlowBody,
        double pNotFound,
        double pHtml,
        double pRedirect,
        double pEndless,
        double pBomb,
        boolean unstableOrder,
        long seed) {

    /** Nothing goes wrong. */
    public static final FaultSettings NONE = new FaultSettings(0, 0, 0, null, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, false, 1);

    /** Checks the ranges. */
    public FaultSettings {
        if (latencyMs < 0 || jitterMs < 0 || retryAfter != null && retryAfter < 0) {
            throw new IllegalArgumentException("times must not be negative");
        }
        double sum = 0;
        // not yet fields
        for (double p : new double[] {
            p429, p202, p5xx, pTruncate, pReset, pSlowBody, pNotFound, pHtml, pRedirect, pEndless, pBomb
        }) {
            if (!(p >= 0)) {
                throw new IllegalArgumentException("probabilities must be between 0 and 1");
            }
            sum += p;
        }
        if (sum > 1 + 1e-9) {
            throw new IllegalArgumentException("probabilities must not add up to more than 1");
        }
    }

    /** The probability of each kind, in the order in which one draw decides between them. */
    Map<Kind, Double> chances() {
        Map<Kind, Double> chances = new EnumMap<>(Kind.class);
        chances.put(Kind.TOO_MANY_REQUESTS, p429);
        chances.put(Kind.ACCEPTED, p202);
        chances.put(Kind.SERVER_ERROR, p5xx);
        chances.put(Kind.TRUNCATED, pTruncate);
        chances.put(Kind.RESET, pReset);
        chances.put(Kind.SLOW_BODY, pSlowBody);
        chances.put(Kind.NOT_FOUND, pNotFound);
        chances.put(Kind.HTML, pHtml);
        chances.put(Kind.REDIRECT, pRedirect);
        chances.put(Kind.ENDLESS, pEndless);
        chances.put(Kind.BOMB, pBomb);
        return chances;
    }
}
