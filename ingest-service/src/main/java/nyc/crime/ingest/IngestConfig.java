package nyc.crime.ingest;

import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotEmpty;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import org.eclipse.microprofile.config.spi.Converter;

/** Everything that makes this service NYC's: another Socrata city is another configuration file. */
@ConfigMapping(prefix = "nyc.ingest")
public interface IngestConfig {

    /** The datasets by the name that callers use. */
    Map<String, Dataset> datasets();

    /** The kinds of areas by the name that callers use, such as {@code precincts}. */
    Map<String, Area> areas();

    /** The first month that is served; rows dated before it are counted as outside, never served. */
    @WithDefault("2006-01")
    YearMonth firstMonth();

    /** The city's time zone: it says which day is today. */
    @WithDefault("America/New_York")
    ZoneId zone();

    /** The day to take for today, where the data are those of a day gone by. */
    Optional<LocalDate> today();

    /** Share of a day's reports that must be in for the day to be complete, by the delays of a year before. */
    @WithDefault("0.95")
    double completeShare();

    /** How the coordinates are written. */
    Coordinates coordinates();

    /** The values of the category column, upper case, by category; every other value is {@code other}. */
    Categories categories();

    /** The numbers of the city's precincts; another number is unknown and written as 0. */
    Set<Integer> precincts();

    /** Offences that are written in several ways: by years, by datasets, or cut short. */
    List<Offence> offences();

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

    /** A dataset that several Socrata datasets make up. */
    interface Dataset {
        /** A title for people. */
        String title();

        /** Socrata ids, historic first. Each later one is used only for what was reported after those before it. */
        @NotEmpty
        List<String> sources();

        /** The column of the date; a floating timestamp. */
        String dateColumn();

        /** The column of the day by which the sources are cut; without one, or where a source lacks it, the date. */
        Optional<String> joinColumn();

        /** Days before the last one after which the dataset is taken for complete, where it has no column of reports. */
        @WithDefault("0")
        int completeAfterDays();

        /** The column of the time of day, {@code HH:MM:SS}; sources that lack it have no hours. */
        Optional<String> timeColumn();

        /** The column of the law category. */
        @WithDefault("law_cat_cd")
        String categoryColumn();

        /** The column of the offence's name. */
        @WithDefault("ofns_desc")
        String offenceColumn();

        /** The column of the precinct's number. */
        String precinctColumn();

        /** The column of the latitude, degrees. */
        @WithDefault("latitude")
        String latitudeColumn();

        /** The column of the longitude, degrees. */
        @WithDefault("longitude")
        String longitudeColumn();
    }

    /** Areas that a Socrata dataset holds. */
    interface Area {
        /** The Socrata id. */
        String source();

        /** The property that tells one area from another, such as a precinct's number. */
        String idProperty();
    }

    /** An offence and how else it is written. */
    interface Offence {
        /** The one name under which it is served. */
        String name();

        /** Its other spellings. */
        List<String> spellings();
    }

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

    /** The origin and unit of written coordinates, and the box outside which a coordinate is impossible. */
    interface Coordinates {
        /** Latitude of the origin and southern edge of the box, degrees. */
        @WithDefault("40.4")
        double south();

        /** Longitude of the origin and western edge of the box, degrees. */
        @WithDefault("-74.3")
        double west();

        /** Northern edge of the box, degrees. */
        @WithDefault("41.0")
        double north();

        /** Eastern edge of the box, degrees. */
        @WithDefault("-73.6")
        double east();

        /** Units per degree. */
        @WithDefault("10000")
        @Min(1)
        int scale();
    }

    /** Values of the category column by meaning. */
    interface Categories {
        /** Values that mean a felony. */
        @WithDefault("F,FELONY")
        Set<String> felony();

        /** Values that mean a misdemeanor. */
        @WithDefault("M,MISDEMEANOR")
        Set<String> misdemeanor();

        /** Values that mean a violation. */
        @WithDefault("V,VIOLATION")
        Set<String> violation();
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
        @WithDefault("PT10S")
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

        /** Years that are streamed at once. */
        @WithDefault("12")
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
