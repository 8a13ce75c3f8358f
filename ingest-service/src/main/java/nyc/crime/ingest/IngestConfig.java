package nyc.crime.ingest;

import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Optional;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import org.eclipse.microprofile.config.spi.Converter;

/** Settings of this service; what makes its city is in {@link nyc.crime.city.CityProfile}. */
@ConfigMapping(prefix = "nyc.ingest")
public interface IngestConfig {

    /** The day to take for today, where the data are those of a day gone by. */
    Optional<LocalDate> today();

    /** Share of a day's reports that must be in for the day to be complete, by the delays of a year before. */
    @WithDefault("0.95")
    double completeShare();

    /** How coordinates are written. */
    Coordinates coordinates();

    /** What makes Socrata's answers unbelievable. */
    Doubt doubt();

    /** How Socrata is asked. */
    Upstream upstream();

    /** How long months are good without asking again. */
    Freshness freshness();

    /** How much is done at once. */
    Admission admission();

    /** Encoded months in memory. */
    Cache cache();

    /** Months that survive a restart. */
    Store store();

    /** The scheduled refresh of the newest months. */
    Refresh refresh();

    /** The walk through the past that fills the store. */
    WarmUp warmUp();

    /** Answers that are right in form only. */
    interface Doubt {
        /** Share of its rows that a month or a dataset may lose before that is doubted. */
        @WithDefault("0.05")
        double loss();

        /** Time after which a loss that stays is believed. */
        @WithDefault("PT6H")
        Duration confirmAfter();

        /** Share of the dataset's own share of placed and of categorised rows that a month must have. */
        @WithDefault("0.5")
        double likeness();

        /** Rows from which on a month is compared with its dataset. */
        @WithDefault("30")
        int rows();
    }

    /** How coordinates are written: from the southern and western edges of the city's bounds. */
    interface Coordinates {
        /** Units per degree. */
        @WithDefault("10000")
        @Min(1)
        int scale();
    }

    /** Limits on what is asked of Socrata. */
    interface Upstream {
        /** Which API is spoken: SODA 2, SODA 3, or 2 until it is refused or gone and a token lets 3 take its place. */
        @WithDefault("auto")
        @WithConverter(ApiConverter.class)
        Api api();

        /** An app token, sent as X-App-Token. Without one Socrata throttles by address. */
        Optional<String> appToken();

        /** Time for which a refused token is left out. */
        @WithDefault("PT15M")
        Duration tokenPause();

        /** Requests in the air at once, over all callers. */
        @WithDefault("8")
        @Min(1)
        int concurrency();

        /** Whether bodies are asked for gzipped. */
        @WithDefault("true")
        boolean gzip();

        /** Rows of a page in the first reading of a month. */
        @WithDefault("8000")
        @Min(1)
        @Max(100_000)
        int pageSize();

        /** Rows of a page when a month has to be mended: all in one. A server that gives fewer is asked for the next ones. */
        @WithDefault("100000")
        @Min(1)
        @Max(100_000)
        int largestPage();

        /** A month with more rows than this is an error that says so. */
        @WithDefault("200000")
        @Min(1)
        int ceiling();

        /** Most areas of a kind. */
        @WithDefault("5000")
        @Min(1)
        int mostAreas();

        /** Readings of a month before it is given up as incomplete. */
        @WithDefault("5")
        @Min(1)
        int readings();

        /** Time that a whole month may take, with all repetitions. */
        @WithDefault("PT2M")
        Duration deadline();

        /** Repetitions of one request after trouble that passes. */
        @WithDefault("8")
        @Min(0)
        int retries();

        /** The first pause between repetitions; it doubles each time, with full jitter. */
        @WithDefault("PT0.25S")
        Duration firstPause();

        /** The longest pause; a Retry-After above it ends the attempts and is handed to the caller. */
        @WithDefault("PT20S")
        Duration longestPause();

        /** Requests that the circuit breaker looks back on. */
        @WithDefault("20")
        int breakerRequests();

        /** Share of them that must have failed to open it. */
        @WithDefault("0.75")
        double breakerRatio();

        /** Time that it stays open. */
        @WithDefault("PT3S")
        Duration breakerPause();

        /** Socrata's APIs. */
        enum Api {
            /** SODA 2.x, the parameters of a GET. */
            V2,
            /** SODA 3, a query that is posted. */
            V3,
            /** SODA 2 as long as it is answered. */
            AUTO
        }

        /** So that they are written {@code 2}, {@code 3} and {@code auto}. */
        class ApiConverter implements Converter<Api> {
            @Override
            public Api convert(String text) {
                return switch (text.trim()) {
                    case "2" -> Api.V2;
                    case "3" -> Api.V3;
                    case "auto" -> Api.AUTO;
                    default -> throw new IllegalArgumentException("there are 2, 3 and auto, not " + text);
                };
            }
        }
    }

    /** Ages up to which a kept month is served without asking Socrata again. */
    interface Freshness {
        /** What the datasets hold. */
        @WithDefault("PT15M")
        Duration ranges();

        /** A month whose every day the city has published. */
        @WithDefault("P1D")
        Duration settled();

        /** Outlines of areas. */
        @WithDefault("P1D")
        Duration areas();

        /** A month that still fills. */
        @WithDefault("PT15M")
        Duration filling();

        /** Longest wait of a caller for what the datasets hold; then it is told what is known. */
        @WithDefault("PT1S")
        Duration overview();

        /** Longest wait of a caller for the refresh of a kept month; then the kept one is served as stale. */
        @WithDefault("PT5S")
        Duration patience();

        /** Time for which a stale answer is repeated before Socrata is asked again. */
        @WithDefault("PT10S")
        Duration stale();
    }

    /** What is done at once is bounded by the bytes that it takes; beyond that a few wait and the others are 503. */
    interface Admission {
        /** Bytes of months that are read and encoded. */
        @WithDefault("67108864")
        long reading();

        /** Bytes of answers on their way to callers. */
        @WithDefault("33554432")
        long sending();

        /** Callers that may wait for either. */
        @WithDefault("64")
        int queue();

        /** Years that are streamed at once, each of which holds a few months. */
        @WithDefault("24")
        int years();

        /** Bytes that a row takes while its month is read and encoded: measured. */
        @WithDefault("250")
        int bytesPerRow();
    }

    /** The cache of encoded months. */
    interface Cache {
        /** Most bytes of encoded months in memory. */
        @WithDefault("67108864")
        @Min(0)
        long maxBytes();
    }

    /** Where months are kept. */
    interface Store {
        /** The kind of store. */
        @WithDefault("folder")
        Kind kind();

        /** The folder of a {@code folder} store. */
        Path folder();

        /** Most bytes of a kept month or of kept areas; what is larger is none of ours. */
        @WithDefault("33554432")
        @Min(1)
        int largest();

        /** Time after which Redis drops a month. */
        @WithDefault("P30D")
        Duration redisExpiry();

        /** Longest wait for Redis; then the month is fetched as if it were not kept. */
        @WithDefault("PT1S")
        Duration redisTimeout();

        /** Kinds of store. */
        enum Kind {
            /** Files in a folder: one replica. */
            FOLDER,
            /** Redis: several replicas share it. */
            REDIS,
            /** Nothing survives a restart. */
            NONE
        }
    }

    /** The newest months are asked for again, conditionally. */
    interface Refresh {
        /** How often; {@code off} for never. */
        @WithDefault("15m")
        String every();

        /** How many of the newest published months. */
        @WithDefault("2")
        int months();
    }

    /** Fetching the past before anybody asks. */
    interface WarmUp {
        /** Whether to do it. */
        @WithDefault("false")
        boolean enabled();

        /** Pause after each month. */
        @WithDefault("PT3S")
        Duration pause();
    }
}
