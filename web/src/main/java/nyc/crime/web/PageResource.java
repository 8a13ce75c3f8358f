package nyc.crime.web;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.UriInfo;

import io.quarkus.qute.Template;
import io.smallrye.common.annotation.NonBlocking;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.resteasy.reactive.RestResponse;

import nyc.crime.http.CachedResponse;

/**
 * The one HTML page, with the addresses of the services, and of its scripts and styles, in it. Those are static files of
 * Quarkus, see application.properties.
 */
@Path("/")
@NonBlocking
public class PageResource {

    private static final String HTML = "text/html;charset=UTF-8";

    private final Template page;
    private final PageCity city;
    private final FirstAnswers firstAnswers;
    private final String grid;

    /**
     * @param page templates/page.html
     * @param city whose page it is
     * @param firstAnswers what its scripts ask for first
     * @param grid where grid-service is; absent: where the page is
     */
    PageResource(
            Template page,
            PageCity city,
            FirstAnswers firstAnswers,
            @ConfigProperty(name = "nyc.web.grid-url") Optional<String> grid) {
        this.page = page;
        this.city = city;
        this.firstAnswers = firstAnswers;
        this.grid = grid.orElse("");
    }

    /**
     * The page; its parameters are for its scripts, and for those who show what an address is about before anybody opens
     * it (Open Graph).
     */
    @GET
    public RestResponse<CachedResponse> page(@Context UriInfo address) {
        String picture = Heading.picture(address.getQueryParameters(), city);
        String html = page.data("title", Heading.of(address.getQueryParameters(), city))
                .data("city", city)
                .data("address", address.getRequestUri())
                .data("first", firstAnswers.at(address.getQueryParameters()))
                .data("image", address.getBaseUri().resolve(picture == null ? "static/preview.jpg" : grid + picture))
                .render();
        // unless it is gzipped already, which says so instead: Quarkus, which compresses the files, is to leave it
        // alone
        Map<String, String> headers =
                Map.of(HttpHeaders.CACHE_CONTROL, "no-cache", HttpHeaders.CONTENT_ENCODING, "identity");
        CachedResponse answer = CachedResponse.of(HTML, html.getBytes(StandardCharsets.UTF_8), headers, null);
        // a type of the answer, not of the method, which would refuse who wants another
        return RestResponse.ResponseBuilder.ok(answer, HTML).build();
    }
}
