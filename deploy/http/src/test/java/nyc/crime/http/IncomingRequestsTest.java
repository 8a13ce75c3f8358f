package nyc.crime.http;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** On a channel whose time is the test's. */
class IncomingRequestsTest {

    private static final String WHOLE = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";

    private final EmbeddedChannel channel =
            new EmbeddedChannel(false, false, new HttpRequestDecoder(), new HttpResponseEncoder());

    @BeforeEach
    void open() throws Exception {
        new IncomingRequests().postInitializeServerChildChannel(channel);
        channel.register();
    }

    private void send(String text) {
        if (channel.isOpen()) {
            channel.writeInbound(Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII));
        }
    }

    private void after(int seconds) {
        channel.advanceTimeBy(seconds, TimeUnit.SECONDS);
        channel.runScheduledPendingTasks();
    }

    private String sent() {
        StringBuilder text = new StringBuilder();
        for (ByteBuf bytes = channel.readOutbound(); bytes != null; bytes = channel.readOutbound()) {
            text.append(bytes.toString(StandardCharsets.US_ASCII));
            bytes.release();
        }
        return text.toString();
    }

    private void answer() {
        channel.writeOutbound(new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK));
    }

    @Test
    void whoDripsIsGivenHalfAMinute() {
        send("GET / HTTP/1.1\r\n");
        for (int second = 0; second < 30; second++) {
            send("X: 1\r\n");
            after(1);
        }
        assertTrue(channel.isOpen());
        for (int second = 0; second < 10; second++) {
            send("X: 1\r\n");
            after(1);
        }
        assertFalse(channel.isOpen());
        assertTrue(sent().startsWith("HTTP/1.1 408 Request Timeout\r\nContent-Type: application/problem+json\r\n"));
    }

    @Test
    void aBodyThatDripsIsNoRequestEither() {
        send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n");
        for (int second = 0; second < 40; second++) {
            send("x");
            after(1);
        }
        assertFalse(channel.isOpen());
        assertEquals("", sent(), "what has reached the service is the service's to answer");
    }

    @Test
    void whoWaitsMayWait() {
        for (int request = 0; request < 5; request++) {
            after(500);
            send(WHOLE);
            after(500);
            answer();
        }
        assertTrue(channel.isOpen());
    }

    @Test
    void whatCannotBeReadIsRefusedInWords() {
        send("no request\r\n\r\n");
        assertTrue(
                sent().endsWith(
                                "\r\n\r\n{\"status\":400,\"title\":\"Bad Request\",\"detail\":\"this is no request of HTTP/1.1 (RFC 9112)\"}"));
        assertFalse(channel.isOpen());
    }

    @Test
    void nothingIsWrittenIntoAnAnswerUnderWay() {
        send(WHOLE + "no request\r\n\r\n");
        assertEquals("", sent());
        assertTrue(channel.isOpen());
    }
}
