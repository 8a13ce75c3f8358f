package nyc.crime.standin.http;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.Instant;
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
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
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

/** Answers {@code GET /resource/{id}.json} and {@code .csv} as Socrata does, when nothing goes wrong. */
@ApplicationScoped
class SodaQueries {

    private final Catalog catalog;
    private final FaultInjector faults;
    private final ObjectMapper mapper;

    SodaQueries(Catalog catalog, FaultInjector faults, ObjectMapper mapper) {
        this.catalog = catalog;
        this.faults = faults;
        this.mapper = mapper;
    }

    /**
     * Answers a request.
     *
     * @param id the dataset's id
     * @param format the rows' format, or null if the path asks for one that is not there
     */
    SodaResponse answer(String id, RowFormat format, MultiMap parameters, MultiMap requestHeaders) {
        Map<String, String> headers = commonHeaders();
        try {
            String token = parameters.contains("$$app_token")
                    ? parameters.get("$$app_token")
                    : requestHeaders.get("X-App-Token");
            if (!catalog.accepts(token)) {
                throw SodaException.invalidAppToken();
            }
            Dataset dataset = catalog.dataset(id);
            if (dataset == null || format == null) {
                throw SodaException.datasetMissing(id);
            }
            headers.put("X-Standin", dataset.origin().name().toLowerCase(Locale.ROOT));
            Query query = SodaRequest.query(parameters, dataset.schema());
            String tag = tag(dataset, format, parameters);
            boolean gzip = acceptsGzip(requestHeaders);
            String lastModified = DateTimeFormatter.RFC_1123_DATE_TIME.format(
                    dataset.updatedAt().atZone(ZoneOffset.UTC));
            headers.put("ETag", '"' + tag + (gzip ? "--gzip" : "") + '"');
            headers.put("Last-Modified", lastModified);
            if (isUnchanged(requestHeaders, tag, dataset.updatedAt())) {
                return new SodaResponse(304, headers, new byte[0]);
            }
            QueryResult result =
                    QueryEngine.run(dataset, query, faults.settings().unstableOrder(), faults.nextSeed());
            headers.put("Content-Type", format.contentType());
            headers.put("X-SODA2-Fields", json(columns(result, Schema.Column::name)));
            headers.put(
                    "X-SODA2-Types",
                    json(columns(result, column -> column.type().wire())));
            headers.put("X-SODA2-Data-Out-Of-Date", "false");
            headers.put("X-SODA2-Truth-Last-Modified", lastModified);
            headers.put("X-SODA2-Secondary-Last-Modified", lastModified);
            return new SodaResponse(200, headers, format.bytes(result));
        } catch (SodaException refused) {
            headers.remove("ETag");
            headers.remove("Last-Modified");
            headers.put("Content-Type", "application/json; charset=utf-8");
            return new SodaResponse(
                    refused.status(), headers, json(refused.body()).getBytes(StandardCharsets.UTF_8));
        }
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
    private static String tag(Dataset dataset, RowFormat format, MultiMap parameters) {
        String question = StreamSupport.stream(parameters.spliterator(), false)
                .filter(parameter -> !parameter.getKey().equals("$$app_token"))
                .map(parameter -> parameter.getKey() + "=" + parameter.getValue())
                .sorted()
                .collect(Collectors.joining("&"));
        String all = dataset.schema().id() + '\n' + dataset.updatedAt() + '\n' + format + '\n' + question;
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
