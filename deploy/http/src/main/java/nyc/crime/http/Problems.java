package nyc.crime.http;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.ConstraintViolationException;
import jakarta.validation.Path;
import jakarta.ws.rs.NotAcceptableException;
import jakarta.ws.rs.NotAllowedException;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.NotSupportedException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;

import io.quarkiverse.resteasy.problem.HttpProblem;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Errors in one form (RFC 9457): the title is the status' own, the detail a sentence, {@code parameter} the culprit. */
public final class Problems {

    private static final Logger LOG = Logger.getLogger(Problems.class);
    private static final int SERVER_ERROR = 500;
    private static final int UNPROCESSABLE = 422;
    private static final int LONGEST_SHOWN = 60;

    /** 400: a value that cannot be understood. */
    public static HttpProblem badRequest(String parameter, String detail) {
        return of(400, "Bad Request", detail).with("parameter", parameter).build();
    }

    /** 400: a name that was never there, with those that come nearest. */
    public static HttpProblem badRequest(String parameter, String detail, List<String> near) {
        return of(400, "Bad Request", detail)
                .with("parameter", parameter)
                .with("near", near)
                .build();
    }

    /** 404: the path names nothing that is published. */
    public static HttpProblem notFound(String parameter, String detail) {
        return of(404, "Not Found", detail).with("parameter", parameter).build();
    }

    /** 404: a period outside of what is published. */
    public static HttpProblem notFound(String parameter, String detail, Object first, Object last) {
        return of(404, "Not Found", detail)
                .with("parameter", parameter)
                .with("first", first.toString())
                .with("last", last.toString())
                .build();
    }

    /** 406: it is given in other forms only. */
    public static HttpProblem notAcceptable(List<String> types) {
        return of(
                        406,
                        "Not Acceptable",
                        types.isEmpty()
                                ? "this is given in other types than these"
                                : "this is given as " + String.join(", ", types))
                .with("parameter", HttpHeaders.ACCEPT)
                .build();
    }

    /** 422: well-formed, but the data cannot answer. */
    public static HttpProblem unprocessable(String parameter, String detail, Object first, Object last) {
        return of(UNPROCESSABLE, "Unprocessable Content", detail)
                .with("parameter", parameter)
                .with("first", first.toString())
                .with("last", last.toString())
                .build();
    }

    /** 502: trouble that trying again does not end. */
    public static HttpProblem lasting(int status, String detail) {
        return of(status, Response.Status.fromStatusCode(status).getReasonPhrase(), detail)
                .build();
    }

    /** 502, 503 or 504: trouble that may pass. */
    public static HttpProblem passing(int status, String detail, Duration retryAfter) {
        return of(status, Response.Status.fromStatusCode(status).getReasonPhrase(), detail)
                .withHeader(HttpHeaders.RETRY_AFTER, Long.toString(Math.max(1, retryAfter.toSeconds())))
                .build();
    }

    /** A status that no resource gives; the parameter may be null. */
    static HttpProblem refused(int status, String title, String detail, String parameter) {
        HttpProblem.Builder problem = of(status, title, detail);
        return (parameter == null ? problem : problem.with("parameter", parameter)).build();
    }

    /** What a caller wrote, fit to be shown: not endless, and on one line. */
    public static String shown(String text) {
        String line = text.replaceAll("\\p{Cntrl}", "�");
        return '"' + (line.length() > LONGEST_SHOWN ? line.substring(0, LONGEST_SHOWN) + "..." : line) + '"';
    }

    private static HttpProblem.Builder of(int status, String title, String detail) {
        return HttpProblem.builder()
                .withStatus(new Status(status, title))
                .withTitle(title)
                .withDetail(detail);
    }

    /** A status that JAX-RS may not know. */
    private record Status(int code, String phrase) implements Response.StatusType {
        @Override
        public int getStatusCode() {
            return code;
        }

        @Override
        public Response.Status.Family getFamily() {
            return Response.Status.Family.familyOf(code);
        }

        @Override
        public String getReasonPhrase() {
            return phrase;
        }
    }

    /** Deliberate problems: the log need not know what a client did wrong, and of passing trouble one line. */
    @ServerExceptionMapper(priority = 1)
    Response problem(HttpProblem problem) {
        if (problem.getStatusCode() >= SERVER_ERROR) {
            LOG.warn(problem.getStatusCode() + ": " + shown(String.valueOf(problem.getDetail())));
        }
        return problem.toResponse();
    }

    /** 404: a path of nothing. */
    @ServerExceptionMapper(priority = 1)
    Response nothing(NotFoundException e) {
        return of(404, "Not Found", "there is nothing at this path").build().toResponse();
    }

    /** 406 where one type is given only. */
    @ServerExceptionMapper(priority = 1)
    Response notGiven(NotAcceptableException e) {
        return notAcceptable(List.of()).toResponse();
    }

    /** 415: of another type than is read. */
    @ServerExceptionMapper(priority = 1)
    Response notRead(NotSupportedException e) {
        return refused(415, "Unsupported Media Type", "a body of this type is not read", HttpHeaders.CONTENT_TYPE)
                .toResponse();
    }

    /** 405: a resource of data is read, nothing else. */
    @ServerExceptionMapper
    Response notAllowed(NotAllowedException e) {
        return of(405, "Method Not Allowed", "this is read by GET or HEAD")
                .withHeader(HttpHeaders.ALLOW, "GET, HEAD")
                .build()
                .toResponse();
    }

    /** A parameter out of its bounds; before resteasy-problem's own mapper, which is of priority 999. */
    @ServerExceptionMapper(priority = 1)
    Response outOfBounds(ConstraintViolationException e) {
        ConstraintViolation<?> first = e.getConstraintViolations().stream()
                .min(Comparator.comparing(
                        violation -> violation.getPropertyPath().toString()))
                .orElseThrow();
        String parameter = "";
        for (Path.Node node : first.getPropertyPath()) {
            parameter = node.getName();
        }
        return badRequest(parameter, parameter + " " + first.getMessage()).toResponse();
    }
}
