package nyc.crime.predict.http;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.ConstraintViolationException;
import jakarta.validation.Path;
import jakarta.ws.rs.NotAllowedException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;

import io.quarkiverse.resteasy.problem.HttpProblem;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Errors in one form (RFC 9457): the title is the status' own, the detail a sentence, {@code parameter} the culprit. */
public final class Problems {

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
        return of(406, "Not Acceptable", "this is given as " + String.join(", ", types))
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
