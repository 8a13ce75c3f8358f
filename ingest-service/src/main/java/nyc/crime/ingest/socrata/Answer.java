package nyc.crime.ingest.socrata;

import java.util.function.Function;

/**
 * A SODA answer that has been understood.
 *
 * @param <T> what the body was read as
 * @param body the body, or null where Socrata said 304
 * @param validators its version
 * @param origin {@code live}, or what the stand-in calls itself: {@code sample} or {@code files}
 */
record Answer<T>(T body, Validators validators, String origin) {

    boolean unchanged() {
        return body == null;
    }

    /** The same answer, its body read further. */
    <R> Answer<R> map(Function<T, R> reading) {
        return new Answer<>(unchanged() ? null : reading.apply(body), validators, origin);
    }

    /** The same answer for one of several that were asked for together: its ETag is that of all of them. */
    Answer<T> shared() {
        return new Answer<>(body, new Validators(null, validators.lastModified()), origin);
    }
}
