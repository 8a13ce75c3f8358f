package nyc.crime.web;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.UriInfo;

import io.quarkus.qute.Template;
import io.quarkus.runtime.LaunchMode;
import io.smallrye.common.annotation.NonBlocking;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestResponse;

import nyc.crime.http.CachedResponse;

/**
 * The one HTML page, with the services' addresses in it, and its scripts, styles and images, ours and those of libraries
 * (webjars). Each is read and compressed when the first caller asks for it, where Quarkus' own static files would be
 * compressed anew for every caller.
 */
@Path("/")
@NonBlocking
public class PageResource {

    private static final Map<String, String> TYPES = Map.of(
            "js", "text/javascript;charset=UTF-8",
            "css", "text/css;charset=UTF-8",
            "svg", "image/svg+xml",
            "png", "image/png",
            "jpg", "image/jpeg");

    private final Template page;
    /** Files that there are, so no more than were built in. */
    private final Map<String, CachedResponse> files = new ConcurrentHashMap<>();

    /** @param page templates/page.html */
    PageResource(Template page) {
        this.page = page;
    }

    /**
     * The page; its parameters are for its scripts, and for those who show what an address is about before anybody opens
     * it (Open Graph).
     */
    @GET
    public RestResponse<CachedResponse> page(@Context UriInfo address) {
        String html = page.data("title", Heading.of(address.getQueryParameters()))
                .data("address", address.getRequestUri())
                .data("image", address.getBaseUri().resolve("app/preview.jpg"))
                .render();
        return typed(CachedResponse.of(
                "text/html;charset=UTF-8",
                html.getBytes(StandardCharsets.UTF_8),
                Map.of(HttpHeaders.CACHE_CONTROL, "no-cache"),
                null));
    }

    /** A file of ours. */
    @GET
    @Path("app/{path: .+}")
    public RestResponse<CachedResponse> ours(@RestPath String path) {
        return file("page/app/" + path);
    }

    /** A file of a library, in the version that was built in. */
    @GET
    @Path("webjars/{path: .+}")
    public RestResponse<CachedResponse> theirs(@RestPath String path) {
        return file("webjars/" + path);
    }

    private RestResponse<CachedResponse> file(String path) {
        // who edits a file wants to see it
        CachedResponse file = LaunchMode.current() == LaunchMode.DEVELOPMENT
                ? read(path)
                : files.computeIfAbsent(path, PageResource::read);
        if (file == null) {
            throw new NotFoundException();
        }
        return typed(file);
    }

    /** The type is not one of the method's but of the file. */
    private static RestResponse<CachedResponse> typed(CachedResponse file) {
        return RestResponse.ResponseBuilder.ok(file, file.type()).build();
    }

    private static CachedResponse read(String path) {
        String type = TYPES.get(path.substring(path.lastIndexOf('.') + 1));
        if (type == null || path.contains("..")) {
            return null;
        }
        byte[] bytes = resource(path.startsWith("webjars/") ? versioned(path) : path);
        return bytes == null ? null : CachedResponse.of(type, bytes, Map.of(), null);
    }

    /** Where a library's file lies: below its version, which Maven noted in its jar. */
    private static String versioned(String path) {
        String[] parts = path.split("/", 3);
        byte[] noted = resource("META-INF/maven/org.webjars.npm/" + parts[1] + "/pom.properties");
        Properties properties = new Properties();
        try {
            properties.load(new ByteArrayInputStream(noted == null ? new byte[0] : noted));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return "META-INF/resources/webjars/" + parts[1] + '/' + properties.get("version") + '/' + parts[2];
    }

    private static byte[] resource(String path) {
        try (InputStream in = Thread.currentThread().getContextClassLoader().getResourceAsStream(path)) {
            return in == null ? null : in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
