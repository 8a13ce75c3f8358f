package nyc.crime.testkit;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.DynamicTest;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

/**
 * How every service answers, whatever it answers: the cases of RFC 9110 about encodings (§12.5.3), media types
 * (§12.5.1), tags (§13.1.2), methods (§9), and of the contract about caching and origins, as one table.
 */
public final class Negotiation {

    private static final String BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final URI address;
    private final List<String> types;

    private Negotiation(URI address, List<String> types) {
        this.address = address;
        this.types = types;
    }

    /**
     * The cases for one address.
     *
     * @param address what GET answers with 200 and more than a few bytes
     * @param types the media types it is given as, the usual one first; one alone where Accept is of no concern, as with files
     */
    public static Stream<DynamicTest> cases(String address, String... types) {
        Negotiation table = new Negotiation(URI.create(address), List.of(types));
        List<DynamicTest> cases = new ArrayList<>();
        table.encodings(cases);
        table.tags(cases);
        table.methods(cases);
        table.headers(cases);
        if (types.length > 1) {
            table.mediaTypes(cases);
        }
        return Stream.concat(cases.stream(), MalformedRequests.cases(table.address));
    }

    private void encodings(List<DynamicTest> cases) {
        encoding(cases, false);
        encoding(cases, true, "gzip");
        encoding(cases, true, "GZIP");
        encoding(cases, true, "x-gzip");
        encoding(cases, true, "*");
        encoding(cases, false, "gzip;q=0");
        encoding(cases, false, "gzip; q=0.000");
        encoding(cases, true, "*;q=0, gzip");
        encoding(cases, false, "gzip;Q=0");
        encoding(cases, false, "notgzip");
        encoding(cases, false, "identity");
        encoding(cases, false, "");
        encoding(cases, false, "gzip;q=0.1, identity");
        encoding(cases, true, "br;q=1.0, gzip;q=0.8, *;q=0.1");
        encoding(cases, true, "br", "gzip");
        encoding(cases, false, "*", "gzip;q=0");
    }

    private void encoding(List<DynamicTest> cases, boolean gzip, String... lines) {
        cases.add(dynamicTest("Accept-Encoding " + Arrays.toString(lines), () -> {
            HttpResponse<byte[]> answer = get("Accept-Encoding", lines);
            assertEquals(200, answer.statusCode());
            assertEquals(gzip ? "gzip" : null, header(answer, "Content-Encoding"));
            byte[] body = answer.body();
            assertEquals(gzip, body.length > 2 && body[0] == 0x1f && body[1] == (byte) 0x8b);
        }));
    }

    private void mediaTypes(List<DynamicTest> cases) {
        String usual = types.get(0);
        String other = types.get(types.size() - 1);
        String range = other.substring(0, other.indexOf('/')) + "/*";
        mediaType(cases, usual);
        mediaType(cases, usual, "*/*");
        mediaType(cases, usual, BROWSER);
        mediaType(cases, other, other);
        mediaType(cases, other, other.toUpperCase(java.util.Locale.ROOT));
        mediaType(cases, usual, other + ";q=0.5, " + usual);
        mediaType(cases, other, other + ", " + usual + ";q=0.5");
        mediaType(cases, other, usual + ";q=0, " + other + ";q=0.1");
        mediaType(cases, other, "application/x-unheard-of, " + other);
        mediaType(cases, usual, usual + ";q=0.2", other + ";q=0.1");
        mediaType(cases, null, other + ";q=0");
        mediaType(cases, null, "application/x-unheard-of");
        if (types.stream()
                        .filter(type -> type.startsWith(range.replace("*", "")))
                        .count()
                == 1) {
            mediaType(cases, other, range);
        }
    }

    private void mediaType(List<DynamicTest> cases, String expected, String... lines) {
        cases.add(dynamicTest("Accept " + Arrays.toString(lines), () -> {
            HttpResponse<byte[]> answer = get("Accept", lines);
            if (expected == null) {
                assertProblem(406, answer);
            } else {
                assertEquals(200, answer.statusCode());
                assertEquals(expected, bare(header(answer, "Content-Type")));
            }
        }));
    }

    private void tags(List<DynamicTest> cases) {
        known(cases, 304, "W/\"%s\"");
        known(cases, 304, "\"%s\"");
        known(cases, 304, "\"a\", W/\"%s\"");
        known(cases, 304, "W/\"a,b\",\"%s\",\"c\"");
        known(cases, 304, "*");
        known(cases, 304, "\"a\"", "\"%s\"");
        known(cases, 200, "%s");
        known(cases, 200, "\"%sx\"");
        known(cases, 200, "W/\"a\", \"b\"");
        known(cases, 200, "\"*\"");
    }

    private void known(List<DynamicTest> cases, int status, String... forms) {
        cases.add(dynamicTest("If-None-Match " + Arrays.toString(forms), () -> {
            String tag = header(get("Accept-Encoding"), "ETag");
            assertTrue(tag != null && tag.matches("W/\"[^\"]+\""), "ETag: " + tag);
            String opaque = tag.substring(3, tag.length() - 1);
            String[] lines =
                    Arrays.stream(forms).map(form -> form.replace("%s", opaque)).toArray(String[]::new);
            HttpResponse<byte[]> answer = get("If-None-Match", lines);
            assertEquals(status, answer.statusCode());
            if (status == 304) {
                assertEquals(tag, header(answer, "ETag"));
                assertTrue(header(answer, "Cache-Control") != null && header(answer, "Vary") != null);
                assertEquals(0, answer.body().length);
            }
        }));
    }

    private void methods(List<DynamicTest> cases) {
        cases.add(dynamicTest("HEAD", () -> {
            HttpResponse<byte[]> whole = get("Accept-Encoding", "gzip");
            HttpResponse<byte[]> head = send(request()
                    .method("HEAD", HttpRequest.BodyPublishers.noBody())
                    .header("Accept-Encoding", "gzip"));
            assertEquals(200, head.statusCode());
            assertEquals(0, head.body().length);
            for (String name : List.of("ETag", "Content-Type", "Content-Encoding", "Cache-Control", "Vary")) {
                assertEquals(header(whole, name), header(head, name), name);
            }
            String length = header(head, "Content-Length");
            assertTrue(length == null || length.equals(header(whole, "Content-Length")), "Content-Length: " + length);
        }));
        for (String method : List.of("POST", "PUT", "DELETE", "PATCH")) {
            cases.add(dynamicTest(method, () -> {
                HttpResponse<byte[]> answer = send(request().method(method, HttpRequest.BodyPublishers.noBody()));
                assertProblem(405, answer);
                String allow = header(answer, "Allow");
                assertTrue(allow != null && allow.contains("GET") && allow.contains("HEAD"), "Allow: " + allow);
            }));
        }
    }

    private void headers(List<DynamicTest> cases) {
        cases.add(dynamicTest("Cache-Control, Vary, origin", () -> {
            HttpResponse<byte[]> answer = get("Origin", "https://one.example");
            assertTrue(
                    header(answer, "Cache-Control").matches("(public, max-age=\\d+|no-cache)"),
                    answer.headers().toString());
            assertEquals("*", header(answer, "Access-Control-Allow-Origin"));
            assertEquals("Accept, Accept-Encoding", header(answer, "Vary"));
            assertFalse(answer.headers().map().containsKey("Warning"));
            HttpResponse<byte[]> without = get("Origin");
            assertEquals("*", header(without, "Access-Control-Allow-Origin"));
            assertArrayEquals(answer.body(), without.body());
        }));
    }

    private static void assertProblem(int status, HttpResponse<byte[]> answer) {
        assertEquals(status, answer.statusCode());
        assertEquals("application/problem+json", bare(header(answer, "Content-Type")));
        String body = new String(answer.body(), java.nio.charset.StandardCharsets.UTF_8);
        for (String field : List.of("\"title\"", "\"status\":" + status, "\"instance\"")) {
            assertTrue(body.contains(field), body);
        }
    }

    private static String bare(String type) {
        return type == null ? null : type.split(";")[0];
    }

    private static String header(HttpResponse<?> answer, String name) {
        return answer.headers().firstValue(name).orElse(null);
    }

    private HttpRequest.Builder request() {
        return HttpRequest.newBuilder(address);
    }

    private HttpResponse<byte[]> get(String header, String... lines) throws Exception {
        HttpRequest.Builder request = request();
        for (String line : lines) {
            request.header(header, line);
        }
        return send(request);
    }

    private static HttpResponse<byte[]> send(HttpRequest.Builder request) throws Exception {
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }
}
