package nyc.crime.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;

import org.junit.jupiter.api.DynamicTest;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

/**
 * How every service answers what is no HTTP request of its API: with the status that RFC 9110 or 6585 names, in the form
 * of all errors, without a word of the parser's. Sent as bytes, because no client would.
 */
public final class MalformedRequests {

    private static final String END = "Connection: close\r\n\r\n";

    private final URI address;
    private final boolean inference;

    private MalformedRequests(URI address) {
        this.address = address;
        this.inference = address.getPath().startsWith("/v2");
    }

    /** The cases for the host and path of an address. */
    static Stream<DynamicTest> cases(URI address) {
        MalformedRequests table = new MalformedRequests(address);
        String path = address.getRawPath();
        String host = "Host: " + address.getAuthority() + "\r\n";
        return Stream.of(
                table.refused("a bad % in the query", 400, "GET " + path + "?x=%zz HTTP/1.1\r\n" + host, "x"),
                table.refused("a bad % in the name", 400, "GET " + path + "?%zz=1 HTTP/1.1\r\n" + host, "query"),
                table.refused("a bad % in the path", 400, "GET " + path + "%zz HTTP/1.1\r\n" + host, "path"),
                table.refused("dot segments", 400, "GET " + path + "/x/.%2E/q/metrics HTTP/1.1\r\n" + host, "path"),
                table.refused("no character of a URI", 400, "GET " + path + "?x=<|> HTTP/1.1\r\n" + host, "x"),
                table.refused("no Host", 400, "GET " + path + " HTTP/1.1\r\n", null),
                table.refused("a bad Host", 400, "GET " + path + " HTTP/1.1\r\nHost: a b:c\r\n", null),
                table.refused("nothing there", 404, "GET /nothing/there HTTP/1.1\r\n" + host, null),
                table.refused(
                        "too long a body",
                        413,
                        "POST " + path + " HTTP/1.1\r\nContent-Length: 99999999\r\n" + host,
                        "Content-Length"),
                table.refused(
                        "too long a URI", 414, "GET " + path + "?x=" + "a".repeat(9000) + " HTTP/1.1\r\n" + host, null),
                table.refused(
                        "too long headers",
                        431,
                        "GET " + path + " HTTP/1.1\r\nX-Long: " + "a".repeat(20_000) + "\r\n" + host,
                        null),
                table.endless("POST " + path + " HTTP/1.1\r\nTransfer-Encoding: chunked\r\n" + host));
    }

    /** What the HTTP parser cannot read: for a service that is a process of its own, as {@code Main} starts it. */
    public static Stream<DynamicTest> unreadable(URI address) {
        MalformedRequests table = new MalformedRequests(address);
        String path = address.getRawPath();
        String host = "Host: " + address.getAuthority() + "\r\n";
        return Stream.of(
                table.refused("no request", 400, "no request\r\n" + host, null),
                table.refused("no header", 400, "GET " + path + " HTTP/1.1\r\na b: c\r\n" + host, null),
                table.refused("a URI without end", 414, "GET /" + "a".repeat(70_000) + " HTTP/1.1\r\n" + host, null),
                table.refused(
                        "headers without end",
                        431,
                        "GET " + path + " HTTP/1.1\r\nX-Long: " + "a".repeat(70_000) + "\r\n" + host,
                        null));
    }

    /** A body whose length is not said, longer than any that is read or no JSON: whichever is found first, in words. */
    private DynamicTest endless(String request) {
        return dynamicTest("refused: a body in chunks", () -> {
            String chunk = "2000\r\n" + "x".repeat(0x2000) + "\r\n";
            String answer = send(request + END + chunk + chunk + "0\r\n\r\n");
            assertTrue(answer.matches("(?s)HTTP/1.1 4\\d\\d .*"), answer);
            assertTrue(answer.toLowerCase().matches("(?s).*content-type: application/(problem\\+)?json.*"), answer);
            assertFalse(answer.contains("xception") || answer.contains("java."), answer);
        });
    }

    private DynamicTest refused(String name, int status, String request, String parameter) {
        return dynamicTest("refused: " + name, () -> {
            String answer = send(request + END);
            assertTrue(answer.startsWith("HTTP/1.1 " + status + ' '), answer);
            boolean oip = inference && request.contains(" /v2");
            String type = "content-type: application/" + (oip ? "json" : "problem+json");
            assertTrue(answer.toLowerCase().contains(type), answer);
            String body = answer.substring(answer.indexOf("\r\n\r\n") + 4);
            assertTrue(body.contains(oip ? "\"error\":" : "\"status\":" + status), answer);
            if (parameter != null && !oip) {
                assertTrue(body.contains("\"parameter\":\"" + parameter + '"'), answer);
            }
            assertFalse(body.contains("xception") || body.contains("java.") || body.contains("stack"), answer);
        });
    }

    private String send(String request) {
        try (Socket socket = new Socket(address.getHost(), address.getPort())) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            InputStream in = socket.getInputStream();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
