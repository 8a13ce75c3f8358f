package nyc.crime.ingest.socrata;

import java.util.function.Function;

/**
 * A SODA answer that has been understood.
 *
 * @param <T> what the body was read as
 * @param body the body, or null where Socrata said 304
 * @param validators its version
 * @param outOfDate whether Socrata says that its answer lags behind the data ({@code X-SODA2-Data-Out-Of-Date})
 * @param origin {@code live}, or what the stand-in calls itself: {@code sample} or {@code files}
 */
record SodaResponse<T>(T body, Validators validators, boolean outOfDate, String origin) {

    boolean unchanged() {
        return body == null;
    }

    /** The same answer, its body read further. */
    <R> SodaResponse<R> map(Function<T, R> reading) {
        return new SodaResponse<>(unchanged() ? null : reading.apply(body), validators, outOfDate, origin);
    }

    /** The same answer for one of several that were asked for together: its ETag is that of all of them. */
    SodaResponse<T> shared() {
        return new SodaResponse<>(body, new Validators(null, validators.lastModified()), outOfDate, origin);
    }
}
