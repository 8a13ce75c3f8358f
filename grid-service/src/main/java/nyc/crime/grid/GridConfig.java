package nyc.crime.grid;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import jakarta.validation.constraints.Min;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Settings of grid-service. */
@ConfigMapping(prefix = "nyc.grid")
public interface GridConfig {

    /** Months of records. How long they are fresh is what ingest-service says. */
    Records records();

    /** Encoded responses. */
    Responses responses();

    /** Outlines of areas. */
    Areas areas();

    /** What histories and series have counted of months. */
    Counts counts();

    /** Settings of the counts of months. */
    interface Counts {

        /** Most bytes kept in memory: 20 years of a film at 150 × 150 cells, or by precinct, take about 10 MB. */
        @WithDefault("25165824")
        @Min(0)
        long memory();
    }

    /** The film of everything. */
    History history();

    /** Settings of the history. */
    interface History {

        /** How long a caller waits for months that are not counted yet; then it gets those that are. */
        @WithDefault("PT5S")
        Duration patience();
    }

    /** Settings of the areas. */
    interface Areas {

        /** Most bytes of outlines kept in memory. */
        @WithDefault("16777216")
        @Min(0)
        long memory();

        /** Residents of areas, CSV with the columns {@code area} (such as precinct:75) and {@code residents}; without it no rates. */
        Optional<Path> population();
    }

    /** Settings of the records kept from ingest-service. */
    interface Records {

        /** Most bytes of records kept in memory; the least recently used months go first. */
        @WithDefault("25165824")
        @Min(0)
        long memory();

        /** How long a copy that is no longer fresh is served before ingest-service is asked again. */
        @WithDefault("PT5S")
        Duration retryAfter();

        /** How long a caller waits for ingest-service where a copy is kept; then the copy is served as stale. */
        @WithDefault("PT2S")
        Duration patience();

        /** Most months asked of ingest-service at the same time, for one response. */
        @WithDefault("4")
        @Min(1)
        int parallel();
    }

    /** Settings of the responses. */
    interface Responses {

        /** Most bytes of encoded responses kept in memory, their gzip variants included. */
        @WithDefault("20971520")
        @Min(0)
        long memory();

        /** Responses built at the same time. The largest, a year of 1000 × 1000 cells, takes 100 MB while it is built. */
        @WithDefault("1")
        @Min(1)
        int builders();

        /** Responses that may wait for a builder; beyond them a request gets 503. */
        @WithDefault("64")
        @Min(1)
        int queue();

        /** Most bytes of large answers on their way to callers, and of what streams are made of; beyond them they queue. */
        @WithDefault("50331648")
        @Min(1)
        long sending();

        /** Most bytes held by responses in the making, from their first record on; beyond them they queue. */
        @WithDefault("117440512")
        @Min(1)
        long building();

        /** How long a caller waits for a response, less than proxies do; then it gets 503, and the work goes on. */
        @WithDefault("PT45S")
        Duration patience();
    }
}
