package nyc.crime.http;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Map;
import java.util.regex.Pattern;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkiverse.resteasy.problem.HttpProblem;
import io.quarkus.runtime.configuration.MemorySize;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * Says in the form of all errors what is wrong with a request that JAX-RS never gets to see: its URI, its Host, its
 * length. What the HTTP parser itself cannot read is for {@link IncomingRequests}.
 */
@Singleton
public class MalformedRequests {

    private static final Logger LOG = Logger.getLogger(MalformedRequests.class);
    /** Who forwards by the beginning of a path may not see that it leads to another. */
    private static final Pattern DOT_SEGMENT = Pattern.compile("(?i)^[^?]*/(?:\\.|%2e){1,2}(?:[/?]|$)");

    private static final int LONGEST_URI = 4096;
    private static final int LONGEST_HEADERS = 16 * 1024;
    static final String URI_LENGTH = "a URI may have " + LONGEST_URI + " characters";
    static final String HEADERS_LENGTH = "all headers together may have " + LONGEST_HEADERS + " characters";
    private static final int BAD_REQUEST = 400;
    private static final int SERVER_ERROR = 500;

    private final ObjectMapper json;
    private final long largestBody;

    MalformedRequests(
            ObjectMapper json, @ConfigProperty(name = "quarkus.http.limits.max-body-size") MemorySize largestBody) {
        this.json = json;
        this.largestBody = largestBody.asLongValue();
    }

    void first(@Observes Router router) {
        router.route()
                .order(Integer.MIN_VALUE)
                .handler(this::check)
                .failureHandler(call -> failed(call, call.statusCode()));
        // a path that cannot be decoded meets no route
        router.errorHandler(BAD_REQUEST, call -> failed(call, BAD_REQUEST));
    }

    private void check(RoutingContext call) {
        HttpProblem problem = problem(call.request());
        if (problem == null) {
            call.next();
        } else {
            answer(call, problem);
        }
    }

    /** What is wrong with it; null if nothing is. */
    private HttpProblem problem(HttpServerRequest request) {
        if (request.uri().length() > LONGEST_URI) {
            return Problems.refused(414, "URI Too Long", URI_LENGTH, null);
        }
        int headers = 0;
        for (Map.Entry<String, String> header : request.headers()) {
            headers += header.getKey().length() + header.getValue().length();
        }
        if (headers > LONGEST_HEADERS) {
            return Problems.refused(431, "Request Header Fields Too Large", HEADERS_LENGTH, null);
        }
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        if (length != null && Long.parseLong(length) > largestBody) {
            return Problems.refused(
                    413, "Content Too Large", "a body may have " + largestBody + " bytes", HttpHeaders.CONTENT_LENGTH);
        }
        if (DOT_SEGMENT.matcher(request.uri()).find()) {
            return Problems.badRequest("path", "a path has no segment that is . or .., which leads elsewhere");
        }
        if (isUri(request.uri())) {
            return null;
        }
        for (String parameter :
                request.query() == null ? new String[0] : request.query().split("&")) {
            if (!isUri('?' + parameter)) {
                String name = parameter.split("=", 2)[0];
                return Problems.badRequest(
                        isUri('?' + name) ? name : "query",
                        "a query has each % before two hexadecimal digits, and no characters that a URI has not; not so "
                                + Problems.shown(parameter));
            }
        }
        return Problems.badRequest("path", "a path has each % before two hexadecimal digits (RFC 3986)");
    }

    private static boolean isUri(String text) {
        try {
            new URI(text);
            return true;
        } catch (URISyntaxException e) {
            return false;
        }
    }

    /** What Vert.x itself refuses, and errors that nothing has caught. */
    private void failed(RoutingContext call, int status) {
        if (call.response().headWritten()) {
            call.next();
        } else if (status >= BAD_REQUEST && status < SERVER_ERROR) {
            answer(
                    call,
                    Problems.refused(
                            status,
                            Response.Status.fromStatusCode(status).getReasonPhrase(),
                            "the path or the Host of this request is none",
                            null));
        } else {
            LOG.error("A request failed", call.failure());
            answer(call, Problems.refused(SERVER_ERROR, "Internal Server Error", "that should not happen", null));
        }
    }

    private void answer(RoutingContext call, HttpProblem problem) {
        String path = call.request().path();
        boolean inference = path != null && path.startsWith("/v2");
        Object body = inference
                ? Map.of("error", problem.getDetail())
                : path == null || !isUri(path)
                        ? problem
                        : HttpProblem.builder(problem)
                                .withInstance(URI.create(path))
                                .build();
        call.response()
                .setStatusCode(problem.getStatusCode())
                .putHeader(
                        HttpHeaders.CONTENT_TYPE,
                        inference ? MediaType.APPLICATION_JSON : HttpProblem.MEDIA_TYPE.toString())
                .putHeader("Access-Control-Allow-Origin", "*")
                .putHeader("Connection", "close");
        try {
            // what is left of the request is not read
            call.response()
                    .end(json.writeValueAsString(body))
                    .onComplete(sent -> call.request().connection().close());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a problem is JSON", e);
        }
    }
}
