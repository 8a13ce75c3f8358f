package nyc.crime.standin.http;

import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.MultiMap;

import nyc.crime.standin.engine.QueryEngine;
import nyc.crime.standin.soql.Expression;
import nyc.crime.standin.soql.Query;
import nyc.crime.standin.soql.SodaException;
import nyc.crime.standin.soql.SoqlParser;

/**
 * A SODA 3 query: one SoQL text, and perhaps a page of its rows. A page is cut from a total order, whether the text has
 * one or not.
 *
 * @param text the SoQL
 * @param pageNumber the page, from 1, or null for all rows
 * @param pageSize rows of a page
 * @param synthetic whether {@code *} gives the system's columns too
 */
record Soda3Query(String text, Integer pageNumber, Integer pageSize, boolean synthetic) {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    /** The body of a POST: {@code query}, {@code page} and {@code includeSynthetic}; other options change no rows. */
    static Soda3Query ofBody(String body) {
        try {
            JsonNode json = MAPPER.readTree(body == null || body.isBlank() ? "{}" : body);
            JsonNode page = json.path("page");
            return of(
                    json.path("query").asText("SELECT *"),
                    page.isObject() ? page.path("pageNumber").asText() : null,
                    page.isObject() ? page.path("pageSize").asText() : null,
                    json.path("includeSynthetic").asBoolean(true));
        } catch (JsonProcessingException e) {
            throw SodaException.invalidRequest("The body is not JSON");
        }
    }

    /** The parameters of a GET. */
    static Soda3Query ofParameters(MultiMap parameters) {
        return of(
                parameters.contains("query") ? parameters.get("query") : "SELECT *",
                parameters.get("pageNumber"),
                parameters.get("pageSize"),
                !"false".equals(parameters.get("includeSynthetic")));
    }

    private static Soda3Query of(String text, String pageNumber, String pageSize, boolean synthetic) {
        boolean paged = pageNumber != null || pageSize != null;
        return new Soda3Query(
                text,
                paged ? positive("pageNumber", pageNumber) : null,
                paged ? positive("pageSize", pageSize) : null,
                synthetic);
    }

    private static int positive(String name, String value) {
        try {
            int number = Integer.parseInt(String.valueOf(value));
            if (number > 0) {
                return number;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw SodaException.invalidRequest(name + " must be a number from 1");
    }

    /** The query that gives these rows. A page is never larger than the cap, and the next one goes on after it. */
    Query read(int cap) {
        Query query = SoqlParser.query(text);
        List<Query.Selection> select = new ArrayList<>(query.select());
        if (synthetic && select.contains(new Query.AllColumns(false)) && !select.contains(new Query.AllColumns(true))) {
            select.add(0, new Query.AllColumns(true));
        }
        List<Query.Order> order = new ArrayList<>(query.order());
        int limit = query.limit() == null && pageNumber != null ? Integer.MAX_VALUE : limitOf(query);
        long offset = query.offset() == null ? 0 : query.offset();
        if (pageNumber != null) {
            if (!QueryEngine.isGrouped(query)) {
                order.add(new Query.Order(new Expression.Name(":id", null), false));
            }
            int size = cap == 0 ? pageSize : Math.min(pageSize, cap);
            long before = (pageNumber - 1L) * size;
            limit = (int) Math.max(0, Math.min(size, limit - before));
            offset += before;
        }
        return new Query(select, query.where(), query.group(), query.having(), order, limit, (int)
                Math.min(offset, Integer.MAX_VALUE));
    }

    private static int limitOf(Query query) {
        return query.limit() == null ? QueryEngine.DEFAULT_LIMIT : query.limit();
    }

    /** The question as the request log shows it. */
    String asText() {
        return pageNumber == null ? text : text + " [page " + pageNumber + " of " + pageSize + "]";
    }
}
