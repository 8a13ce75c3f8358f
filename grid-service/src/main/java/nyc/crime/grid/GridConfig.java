package nyc.crime.grid;

import java.time.Duration;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Settings of grid-service. */
@ConfigMapping(prefix = "nyc.grid")
public interface GridConfig {

    /** Months of records and how long they serve. */
    Records records();

    /** Encoded answers. */
    Answers answers();

    /** Settings of the records kept from ingest-service. */
    interface Records {

        /** Most bytes of records kept in memory; the least recently used months go first. */
        @WithDefault("41943040")
        long memory();

        /** How long a month that ended more than {@link #settling()} ago is used before it is asked for again. */
        @WithDefault("PT24H")
        Duration freshFor();

        /** How long a month that may still change is used before it is asked for again. */
        @WithDefault("PT10M")
        Duration recentFreshFor();

        /** How long after its end a month may still change. */
        @WithDefault("P100D")
        Duration settling();

        /** How long a stale copy is served before ingest-service is asked again. */
        @WithDefault("PT15S")
        Duration retryAfter();

        /** Most months asked of ingest-service at the same time, for one answer. */
        @WithDefault("4")
        int parallel();
    }

    /** Settings of the answers. */
    interface Answers {

        /** Most bytes of encoded answers kept in memory, their gzip variants, which lie outside of the heap, included. */
        @WithDefault("25165824")
        long memory();

        /** Answers built at the same time. The largest, a year of 1000 × 1000 cells, takes 100 MB while it is built. */
        @WithDefault("1")
        int builders();

        /** Answers that may wait for a builder; beyond them a request gets 503. */
        @WithDefault("64")
        int queue();
    }
}
