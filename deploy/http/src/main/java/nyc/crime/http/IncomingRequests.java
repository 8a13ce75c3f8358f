package nyc.crime.http;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import io.netty.bootstrap.ChannelInitializerExtension;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.netty.util.ReferenceCountUtil;
import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * What Quarkus has no setting for, at Netty's own point of extension: a request that has not arrived in full half a minute
 * after its first byte ends its connection (408, RFC 9110 §15.5.9), so that nobody holds one by dripping; and what the HTTP
 * parser cannot read is refused in the form of all errors. {@link Main} switches it on.
 */
@RegisterForReflection
public final class IncomingRequests extends ChannelInitializerExtension {

    /** Netty loads extensions where this is {@code serviceload}. */
    static final String SWITCH = "io.netty.bootstrap.extensions";

    private static final int LOOK_SECONDS = 10;
    private static final int LOOKS = 3;

    @Override
    public void postInitializeServerChildChannel(Channel channel) {
        channel.pipeline().addFirst(new Bytes());
    }

    /** What comes in on one connection, before it is parsed. */
    private static final class Bytes extends ChannelInboundHandlerAdapter {

        private ChannelHandlerContext context;
        private Future<?> looking;
        private boolean arriving;
        private boolean answering;
        private int looks;

        @Override
        public void channelActive(ChannelHandlerContext context) {
            this.context = context;
            ChannelHandlerContext encoder = context.pipeline().context(HttpResponseEncoder.class);
            context.pipeline().addAfter(encoder.name(), null, new Messages(this));
            looking = context.executor().scheduleAtFixedRate(this::look, LOOK_SECONDS, LOOK_SECONDS, TimeUnit.SECONDS);
            context.fireChannelActive();
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            looking.cancel(false);
            context.fireChannelInactive();
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object bytes) {
            arriving = true;
            context.fireChannelRead(bytes);
        }

        /** All of it has been parsed. */
        void arrived() {
            arriving = false;
            looks = 0;
        }

        private void look() {
            if (!arriving || ++looks <= LOOKS) {
                return;
            }
            if (answering) {
                context.close();
            } else {
                refuse(
                        408,
                        "Request Timeout",
                        "a request has to arrive within " + LOOKS * LOOK_SECONDS + " seconds",
                        "");
            }
        }

        /** Around the encoder, which takes what Vert.x makes only. */
        void refuse(int status, String title, String detail, String uri) {
            boolean inference = uri.startsWith("/v2");
            String body = inference
                    ? "{\"error\":\"" + detail + "\"}"
                    : "{\"status\":" + status + ",\"title\":\"" + title + "\",\"detail\":\"" + detail + "\"}";
            String head = "HTTP/1.1 " + status + " " + title + "\r\nContent-Type: application/"
                    + (inference ? "json" : "problem+json")
                    + "\r\nContent-Length: " + body.length()
                    + "\r\nAccess-Control-Allow-Origin: *\r\nX-Content-Type-Options: nosniff\r\nConnection: close\r\n\r\n";
            context.writeAndFlush(Unpooled.copiedBuffer(head + body, StandardCharsets.US_ASCII))
                    .addListener(ChannelFutureListener.CLOSE);
        }
    }

    /** What the parser makes of it, and the answers. */
    private static final class Messages extends ChannelDuplexHandler {

        private final Bytes bytes;

        Messages(Bytes bytes) {
            this.bytes = bytes;
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            if (message instanceof HttpRequest request) {
                // behind a request that is being answered it is for Vert.x to refuse, in its turn
                if (request.decoderResult().isFailure() && !bytes.answering) {
                    ReferenceCountUtil.release(message);
                    refuse(request);
                    return;
                }
                bytes.answering = true;
            }
            if (message instanceof LastHttpContent) {
                bytes.arrived();
            }
            context.fireChannelRead(message);
        }

        @Override
        public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
            if (message instanceof LastHttpContent) {
                bytes.answering = false;
            }
            context.write(message, promise);
        }

        private void refuse(HttpRequest request) {
            Throwable cause = request.decoderResult().cause();
            if (cause instanceof TooLongHttpLineException) {
                bytes.refuse(414, "URI Too Long", MalformedRequests.URI_LENGTH, "");
            } else if (cause instanceof TooLongHttpHeaderException) {
                bytes.refuse(431, "Request Header Fields Too Large", MalformedRequests.HEADERS_LENGTH, request.uri());
            } else {
                bytes.refuse(400, "Bad Request", "this is no request of HTTP/1.1 (RFC 9112)", request.uri());
            }
        }
    }
}
