package nyc.crime.ingest.socrata;

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
}
