package nyc.crime.standin.soql;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A request that Socrata refuses, with the status and the JSON body it refuses it with. There are two envelopes: the
 * front's own ({@code code, error, message, data}) and the query coordinator's ({@code message, errorCode, data}).
 */
public final class SodaException extends RuntimeException {

    private final int status;
    private final transient Map<String, Object> body;

    private SodaException(int status, Map<String, Object> body) {
        super(String.valueOf(body.get("message")), null, false, false);
        this.status = status;
        this.body = body;
    }

    /** The HTTP status. */
    public int status() {
        return status;
    }

    /** The body, in the order in which Socrata writes its fields. */
    public Map<String, Object> body() {
        return body;
    }

    /** The text cannot be read as SoQL. */
    public static SodaException malformed(Position at, String problem) {
        return front(
                400,
                "query.compiler.malformed",
                "Could not parse SoQL query \"%s\" at line 1 character %d: %s"
                        .formatted(at.text(), at.offset() + 1, problem),
                Map.of("query", at.text()));
    }

    /** A name that is no column of the dataset. */
    public static SodaException noSuchColumn(String column, String dataset, Position at) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("column", column);
        data.put("dataset", dataset);
        data.put("position", at.asMap());
        return coordinator("query.soql.no-such-column", "No such column: " + column + "; position: " + at, data);
    }

    /** A name that is no function of SoQL, or none that the stand-in knows. */
    public static SodaException noSuchFunction(String function, Position at) {
        return coordinator(
                "query.soql.no-such-function",
                "No such function '" + function + "'; position: " + at,
                Map.of("function", function, "position", at.asMap()));
    }

    /** An operator or function that does not take values of this type. */
    public static SodaException typeMismatch(String function, SoqlType type) {
        return coordinator(
                "query.soql.type-mismatch", "Type mismatch for " + function + ", is " + type.wire(), Map.of());
    }

    /** A column beside an aggregate, without being grouped by. */
    public static SodaException notInGroupBy(String column, Position at) {
        return coordinator(
                "query.soql.column-not-in-group-bys",
                "Column '" + column + "' is not in group by; position: " + at,
                Map.of("column", column));
    }

    /** An aggregate where none may stand. */
    public static SodaException aggregateNotAllowed(String function, Position at) {
        return coordinator(
                "query.soql.aggregate-in-ungrouped-context",
                "Aggregate function '" + function + "' used in ungrouped context; position: " + at,
                Map.of("function", function));
    }

    /** Parameters that are neither SoQL clauses nor columns. */
    public static SodaException unrecognized(Iterable<String> names) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("error", true);
        body.put("message", "Unrecognized arguments [" + String.join(", ", names) + "]");
        return new SodaException(400, body);
    }

    /** A parameter whose value is no good, such as a limit over the cap. */
    public static SodaException invalidRequest(String message) {
        return front(400, "invalid_request", message, null);
    }

    /** A dataset that is not there. */
    public static SodaException datasetMissing(String id) {
        return front(404, "dataset.missing", "Not found", Map.of("id", id));
    }

    /** An application token that nobody issued. */
    public static SodaException invalidAppToken() {
        return front(403, "permission_denied", "Invalid app_token specified", null);
    }

    /** SODA 3 without an application token. */
    public static SodaException appTokenMissing() {
        return front(403, "permission_denied", "An app_token is required", null);
    }

    /** SODA 2 where the host does not speak it any more. */
    public static SodaException soda2Refused(int status) {
        return front(status, "soda2_retired", "SODA 2 is retired: use /api/v3/views/{id}/query", null);
    }

    private static SodaException front(int status, String code, String message, Map<String, Object> data) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("code", code);
        body.put("error", true);
        body.put("message", message);
        if (data != null) {
            body.put("data", data);
        }
        return new SodaException(status, body);
    }

    private static SodaException coordinator(String code, String message, Map<String, Object> data) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("message", "Query coordinator error: " + code + "; " + message);
        body.put("errorCode", code);
        body.put("data", data);
        return new SodaException(400, body);
    }
}
