package nyc.crime.standin.http;

import java.util.function.Function;

import io.vertx.core.MultiMap;

import nyc.crime.standin.data.Schema;
import nyc.crime.standin.soql.Query;

/**
 * A request for rows, of either version of the protocol.
 *
 * @param version 2 or 3
 * @param id the dataset's id
 * @param format the rows' format, or null if the path asks for one that is not there
 * @param question what is asked, as text: the same question of the same data has the same tag
 * @param query reads what is asked, once the dataset's columns are known
 * @param token the application token, or null
 * @param headers the request's headers
 * @param safe whether it is a GET, which may be answered 304
 */
record SodaCall(
        int version,
        String id,
        RowFormat format,
        String question,
        Function<Schema, Query> query,
        String token,
        MultiMap headers,
        boolean safe) {}
