package nyc.crime.standin.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Map;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.RoutingContext;

import nyc.crime.standin.faults.Fault;

/** Sends answers, whole or with a fault. */
final class ResponseSender {

    private static final int SLOW_PIECES = 20;
    private static final long SLOW_PAUSE_MS = 100;
    private static final Buffer SPACES = Buffer.buffer(" ".repeat(1 << 16));

    private ResponseSender() {}

    /** The status that a fault shows; 0 for a reset. */
    static int statusShown(SodaResponse answer, Fault fault) {
        return switch (fault.kind()) {
            case TOO_MANY_REQUESTS -> 429;
            case ACCEPTED -> 202;
            case SERVER_ERROR -> serverError(fault);
            case RESET -> 0;
            case NOT_FOUND -> 404;
            case HTML, ENDLESS, BOMB -> 200;
            case REDIRECT -> 302;
            default -> answer.status();
        };
    }

    /** Sends an answer as the fault drawn has it. Called on the connection's event loop. */
    static void send(RoutingContext context, Vertx vertx, SodaResponse answer, Fault fault) {
        boolean gzip = SodaQueries.acceptsGzip(context.request().headers()) && answer.body().length > 0;
        switch (fault.kind()) {
            case TOO_MANY_REQUESTS -> {
                if (fault.retryAfter() != null) {
                    context.response().putHeader("Retry-After", String.valueOf(fault.retryAfter()));
                }
                refuse(context, 429, "");
            }
            case ACCEPTED -> refuse(context, 202, "{}");
            case SERVER_ERROR ->
                refuse(
                        context,
                        serverError(fault),
                        "{\"code\":\"internal_error\",\"error\":true,\"message\":\"Internal error\"}");
            case TRUNCATED -> truncated(context, answer, fault, gzip);
            case RESET -> reset(context, answer, fault);
            case NOT_FOUND ->
                refuse(context, 404, "{\"code\":\"dataset.missing\",\"error\":true,\"message\":\"Not found\"}");
            case HTML ->
                context.response()
                        .putHeader("Content-Type", "text/html; charset=utf-8")
                        .end("<!doctype html><title>Maintenance</title><p>We will be back soon.");
            case REDIRECT ->
                context.response()
                        .setStatusCode(302)
                        .putHeader(
                                "Location",
                                "http://elsewhere.invalid" + context.request().uri())
                        .end();
            case ENDLESS -> endless(json(context.response()).setChunked(true));
            case BOMB ->
                vertx.executeBlocking(() -> Bomb.BODY)
                        .onSuccess(body -> json(context.response())
                                .putHeader("Content-Encoding", "gzip")
                                .end(Buffer.buffer(body)));
            case SLOW_BODY -> {
                byte[] body = encoded(answer.body(), gzip);
                trickle(vertx, head(context, answer, gzip).setChunked(true), Buffer.buffer(body), 0);
            }
            default -> whole(head(context, answer, gzip), encoded(answer.body(), gzip));
        }
    }

    private static int serverError(Fault fault) {
        return new int[] {500, 502, 503}[(int) (fault.draw() * 3)];
    }

    private static HttpServerResponse head(RoutingContext context, SodaResponse answer, boolean gzip) {
        HttpServerResponse response = context.response().setStatusCode(answer.status());
        answer.headers().forEach(response::putHeader);
        if (gzip) {
            response.putHeader("Content-Encoding", "gzip");
        }
        return response;
    }

    private static void whole(HttpServerResponse response, byte[] body) {
        if (response.getStatusCode() == 304) {
            response.end();
        } else {
            response.setChunked(true).write(Buffer.buffer(body));
            response.end();
        }
    }

    private static void refuse(RoutingContext context, int status, String body) {
        Map<String, String> headers = SodaQueries.commonHeaders();
        headers.forEach(context.response()::putHeader);
        if (!body.isEmpty()) {
            context.response().putHeader("Content-Type", "application/json; charset=utf-8");
        }
        context.response().setStatusCode(status).end(body);
    }

    /** Half of them promise more bytes than they send; the others end properly, but their JSON or CSV does not. */
    private static void truncated(RoutingContext context, SodaResponse answer, Fault fault, boolean gzip) {
        HttpServerResponse response = head(context, answer, gzip);
        int kept = (int) (answer.body().length * 0.6);
        if (fault.draw() < 0.5) {
            byte[] whole = encoded(answer.body(), gzip);
            response.putHeader("Content-Length", String.valueOf(whole.length));
            response.write(Buffer.buffer(Arrays.copyOf(whole, (int) (whole.length * 0.6))))
                    .onComplete(sent -> channel(context).close());
        } else {
            whole(response, encoded(Arrays.copyOf(answer.body(), kept), gzip));
        }
    }

    /** A TCP reset, at once or after part of the body: closing with a linger time of 0 sends RST instead of FIN. */
    private static void reset(RoutingContext context, SodaResponse answer, Fault fault) {
        Channel channel = channel(context);
        channel.config().setOption(ChannelOption.SO_LINGER, 0);
        if (fault.draw() < 0.5) {
            channel.close();
        } else {
            head(context, answer, false)
                    .setChunked(true)
                    .write(Buffer.buffer(Arrays.copyOf(answer.body(), answer.body().length / 2)))
                    .onComplete(sent -> channel.close());
        }
    }

    private static void trickle(Vertx vertx, HttpServerResponse response, Buffer body, int piece) {
        if (response.closed()) {
            return;
        }
        int start = (int) ((long) body.length() * piece / SLOW_PIECES);
        int end = (int) ((long) body.length() * (piece + 1) / SLOW_PIECES);
        if (end > start) {
            response.write(body.getBuffer(start, end));
        }
        if (piece + 1 == SLOW_PIECES) {
            response.end();
        } else {
            vertx.setTimer(SLOW_PAUSE_MS, timer -> trickle(vertx, response, body, piece + 1));
        }
    }

    private static HttpServerResponse json(HttpServerResponse response) {
        return response.putHeader("Content-Type", "application/json; charset=utf-8");
    }

    /** Spaces, which JSON allows anywhere, as fast as they are read. */
    private static void endless(HttpServerResponse response) {
        response.write(SPACES).onSuccess(sent -> endless(response));
    }

    private static Channel channel(RoutingContext context) {
        return ((ConnectionBase) context.request().connection()).channel();
    }

    /** Compressed at nginx' default level, which Socrata's front shows no sign of having changed. */
    private static byte[] encoded(byte[] body, boolean gzip) {
        return gzip ? encoded(body, 1) : body;
    }

    private static byte[] encoded(byte[] body, int times) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(Math.max(64, body.length / 6));
        try (GZIPOutputStream zip = new FastGzip(out)) {
            for (int time = 0; time < times; time++) {
                zip.write(body);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    /** Made when it is first wanted: 1 GB take seconds to compress. */
    private static final class Bomb {
        static final byte[] BODY = encoded(SPACES.getBytes(), 1 << 14);
    }

    private static final class FastGzip extends GZIPOutputStream {
        FastGzip(ByteArrayOutputStream out) throws IOException {
            super(out);
            def.setLevel(Deflater.BEST_SPEED);
        }
    }
}
