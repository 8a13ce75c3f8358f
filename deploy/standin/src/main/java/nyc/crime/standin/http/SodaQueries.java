package nyc.crime.standin.http;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import jakarta.enterprise.context.ApplicationScoped;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.MultiMap;

import nyc.crime.standin.data.Dataset;
import nyc.crime.standin.data.Schema;
import nyc.crime.standin.engine.QueryEngine;
import nyc.crime.standin.engine.QueryResult;
import nyc.crime.standin.faults.FaultInjector;
import nyc.crime.standin.soql.Query;
import nyc.crime.standin.soql.SodaException;

/** Answers requests for rows, of SODA 2 and SODA 3, and for metadata as Socrata does, when nothing goes wrong. */
@ApplicationScoped
class SodaQueries {

    private final Catalog catalog;
    private final Protocol protocol;
    private final FaultInjector faults;
    private final ObjectMapper mapper;

    SodaQueries(Catalog catalog, Protocol protocol, FaultInjector faults, ObjectMapper mapper) {
        this.catalog = catalog;
        this.protocol = protocol;
        this.faults = faults;
        this.mapper = mapper;
    }

    /** Rows. */
    SodaResponse rows(Supplier<SodaCall> request) {
        Map<String, String> headers = commonHeaders();
        try {
            SodaCall call = request.get();
            ProtocolSettings settings = protocol.settings();
            if (call.version() == 2) {
                announceEnd(settings, headers);
                if (settings.soda2Status() != 0) {
                    throw SodaException.soda2Refused(settings.soda2Status());
                }
            }
            if (call.version() == 3 && call.token() == null) {
                throw SodaException.appTokenMissing();
            }
            if (!catalog.accepts(call.token())) {
                throw SodaException.invalidAppToken();
            }
            Dataset dataset = catalog.dataset(call.id());
            if (dataset == null || call.format() == null) {
                throw SodaException.datasetMissing(call.id());
            }
            describe(dataset, headers);
            Query query = capped(call, dataset.schema(), settings);
            String tag = tag(dataset, call, settings);
            String lastModified = DateTimeFormatter.RFC_1123_DATE_TIME.format(
                    dataset.updatedAt().atZone(ZoneOffset.UTC));
            headers.put("ETag", '"' + tag + (acceptsGzip(call.headers()) ? "--gzip" : "") + '"');
            headers.put("Last-Modified", lastModified);
            if (call.safe() && isUnchanged(call.headers(), tag, dataset.updatedAt())) {
                return new SodaResponse(304, headers, new byte[0]);
            }
            QueryResult result =
                    QueryEngine.run(dataset, query, faults.settings().unstableOrder(), faults.nextSeed());
            headers.put("Content-Type", call.format().contentType());
            headers.put("X-SODA2-Fields", json(columns(result, Schema.Column::name)));
            headers.put(
                    "X-SODA2-Types",
                    json(columns(result, column -> column.type().wire())));
            headers.put("X-SODA2-Data-Out-Of-Date", String.valueOf(settings.dataOutOfDate()));
            headers.put("X-SODA2-Truth-Last-Modified", lastModified);
            headers.put("X-SODA2-Secondary-Last-Modified", lastModified);
            return new SodaResponse(200, headers, call.format().bytes(result));
        } catch (SodaException refused) {
            return refusal(refused, headers);
        }
    }

    /** What {@code /api/views/{id}.json} gives. */
    SodaResponse metadata(String id) {
        Map<String, String> headers = commonHeaders();
        Dataset dataset = catalog.dataset(id);
        if (dataset == null) {
            return refusal(SodaException.datasetMissing(id), headers);
        }
        describe(dataset, headers);
        headers.put("Content-Type", "application/json; charset=utf-8");
        return new SodaResponse(
                200, headers, json(ViewMetadata.of(dataset, catalog.asOf())).getBytes(StandardCharsets.UTF_8));
    }

    private SodaResponse refusal(SodaException refused, Map<String, String> headers) {
        headers.remove("ETag");
        headers.remove("Last-Modified");
        headers.put("Content-Type", "application/json; charset=utf-8");
        return new SodaResponse(refused.status(), headers, json(refused.body()).getBytes(StandardCharsets.UTF_8));
    }

    private void describe(Dataset dataset, Map<String, String> headers) {
        headers.put("X-Standin", dataset.origin().name().toLowerCase(Locale.ROOT));
        if (catalog.asOf() != null) {
            headers.put("X-Standin-As-Of", catalog.asOf().toString());
        }
        if (dataset.reportDatesDrawn()) {
            headers.put("X-Standin-Report-Dates", "drawn");
        }
    }

    private static void announceEnd(ProtocolSettings settings, Map<String, String> headers) {
        if (settings.deprecated() != null) {
            headers.put("Deprecation", "@" + settings.deprecated().toEpochSecond(LocalTime.MIN, ZoneOffset.UTC));
        }
        if (settings.sunset() != null) {
            headers.put(
                    "Sunset",
                    DateTimeFormatter.RFC_1123_DATE_TIME.format(
                            settings.sunset().atStartOfDay().atOffset(ZoneOffset.UTC)));
        }
    }

    private static Query capped(SodaCall call, Schema schema, ProtocolSettings settings) {
        Query query = call.query().apply(schema);
        int limit = query.limit() == null ? QueryEngine.DEFAULT_LIMIT : query.limit();
        if (call.version() == 2 && settings.maxLimit() > 0 && limit > settings.maxLimit()) {
            throw SodaException.invalidRequest("length must be <= " + settings.maxLimit());
        }
        return settings.rowCap() == 0 ? query : query.limitedTo(Math.min(limit, settings.rowCap()));
    }

    static boolean acceptsGzip(MultiMap requestHeaders) {
        String accepted = requestHeaders.get("Accept-Encoding");
        return accepted != null && accepted.contains("gzip");
    }

    /** What every answer has. */
    static Map<String, String> commonHeaders() {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Server", "nginx");
        headers.put(
                "Date",
                DateTimeFormatter.RFC_1123_DATE_TIME.format(
                        ZonedDateTime.now(ZoneOffset.UTC).truncatedTo(ChronoUnit.SECONDS)));
        headers.put("Access-Control-Allow-Origin", "*");
        headers.put("Vary", "Accept-Encoding");
        headers.put("Age", "0");
        headers.put("X-Socrata-Region", "standin");
        headers.put("X-Socrata-RequestId", UUID.randomUUID().toString().replace("-", ""));
        return headers;
    }

    private static List<String> columns(QueryResult result, Function<Schema.Column, String> part) {
        return result.columns().stream().map(part).toList();
    }

    private String json(Object value) {
        try {
            return mapper.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The same question about the same data has the same tag. */
    private static String tag(Dataset dataset, SodaCall call, ProtocolSettings settings) {
        String all = String.join(
                "\n",
                dataset.schema().id(),
                dataset.updatedAt().toString(),
                call.format().name(),
                call.question(),
                String.valueOf(settings.rowCap()));
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(all.getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean isUnchanged(MultiMap headers, String tag, Instant updatedAt) {
        String tags = headers.get("If-None-Match");
        if (tags != null) {
            return tags.contains(tag) || tags.trim().equals("*");
        }
        String since = headers.get("If-Modified-Since");
        if (since == null) {
            return false;
        }
        try {
            Instant known = Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(since));
            return !updatedAt.truncatedTo(ChronoUnit.SECONDS).isAfter(known);
        } catch (DateTimeException e) {
            return false;
        }
    }
}
