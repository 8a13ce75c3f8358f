package nyc.crime.http;

import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.Provider;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkiverse.resteasy.problem.HttpProblem;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Fits an answer to its caller: tag and 304 (RFC 9110 §13), encoding (§12.5.3), age (RFC 9111), and who may read it.
 * An answer that is an object becomes JSON here, so that it has a tag as all others.
 */
@Provider
public class ResponseFilter implements ContainerResponseFilter {

    private static final int OK = 200;
    private static final int NOT_MODIFIED = 304;
    private static final Pattern ENTITY_TAG = Pattern.compile("(?:W/)?\"([^\"]*)\"");
    private static final String NOT_OF_DATA = "public, max-age=300";

    private final ObjectMapper json;
    private final String service;

    ResponseFilter(ObjectMapper json, @ConfigProperty(name = "quarkus.application.name") String service) {
        this.json = json;
        this.service = service;
    }

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) throws IOException {
        MultivaluedMap<String, Object> headers = response.getHeaders();
        // public data, no credentials, the same for every origin: any page may read it
        headers.putSingle("Access-Control-Allow-Origin", "*");
        headers.putSingle("Access-Control-Expose-Headers", "*");
        if (response.getEntity() instanceof HttpProblem problem && problem.getInstance() == null) {
            response.setEntity(HttpProblem.builder(problem)
                    .withInstance(
                            URI.create(request.getUriInfo().getRequestUri().getRawPath()))
                    .build());
        }
        String method = request.getMethod();
        if (response.getStatus() == OK && (method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD))) {
            Object entity = response.getEntity();
            answer(
                    entity instanceof Representation known
                            ? known
                            : CachedResponse.of(
                                    MediaType.APPLICATION_JSON, json.writeValueAsBytes(entity), Map.of(), null),
                    request,
                    response);
        }
    }

    private void answer(Representation answer, ContainerRequestContext request, ContainerResponseContext response) {
        MultivaluedMap<String, Object> headers = response.getHeaders();
        headers.putSingle(HttpHeaders.ETAG, "W/\"" + answer.tag() + '"');
        headers.putSingle(HttpHeaders.VARY, "Accept, Accept-Encoding");
        age(answer.freshness(), headers);
        answer.headers().forEach(headers::putSingle);
        if (isKnown(request.getHeaders().get(HttpHeaders.IF_NONE_MATCH), answer.tag())) {
            response.setStatus(NOT_MODIFIED);
            response.setEntity(null);
            return;
        }
        List<String> encodings = request.getHeaders().get(HttpHeaders.ACCEPT_ENCODING);
        boolean gzip = answer.compressible() && Preferences.gzip(encodings);
        if (gzip) {
            headers.putSingle(HttpHeaders.CONTENT_ENCODING, "gzip");
        }
        response.setEntity(answer.body(gzip));
        headers.putSingle(HttpHeaders.CONTENT_TYPE, answer.type());
    }

    private void age(Freshness freshness, MultivaluedMap<String, Object> headers) {
        if (freshness == null) {
            headers.putSingle(HttpHeaders.CACHE_CONTROL, NOT_OF_DATA);
            return;
        }
        Instant now = Instant.now();
        headers.putSingle(HttpHeaders.CACHE_CONTROL, "public, max-age=" + freshness.maxAge());
        headers.putSingle("Age", freshness.age(now));
        headers.putSingle("X-Data-Source", freshness.source());
        if (freshness.stale()) {
            headers.putSingle("Cache-Status", service + "; hit; ttl=-" + freshness.overdue(now));
        }
    }

    /** Whether the caller has it already: weak comparison, as RFC 9110 §13.1.2 says. */
    private static boolean isKnown(List<String> ifNoneMatch, String tag) {
        if (ifNoneMatch == null) {
            return false;
        }
        for (String line : ifNoneMatch) {
            if (line.strip().equals("*")) {
                return true;
            }
            Matcher known = ENTITY_TAG.matcher(line);
            while (known.find()) {
                if (known.group(1).equals(tag)) {
                    return true;
                }
            }
        }
        return false;
    }
}
