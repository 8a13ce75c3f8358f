package nyc.crime.grid.api;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntFunction;
import java.util.zip.GZIPOutputStream;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.Provider;

import io.smallrye.mutiny.Multi;
import io.vertx.core.buffer.Buffer;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveResourceInfo;
import org.jboss.resteasy.reactive.server.spi.ServerHttpResponse;
import org.jboss.resteasy.reactive.server.spi.ServerMessageBodyWriter;
import org.jboss.resteasy.reactive.server.spi.ServerRequestContext;

/**
 * A body made part by part while it is sent: the next part is made when the one before is on its way.
 *
 * @param parts how many
 * @param part makes one
 */
record ByteStream(int parts, IntFunction<byte[]> part) {

    private static final int SLICE = 1 << 18;

    /** Bytes that are there already, in slices: sending them to a slow reader copies no more than a slice at a time. */
    static ByteStream of(Buffer bytes) {
        return new ByteStream(
                (bytes.length() + SLICE - 1) / SLICE,
                number -> bytes.getBytes(number * SLICE, Math.min(bytes.length(), (number + 1) * SLICE)));
    }

    /** The same bytes as one gzip stream, flushed after each part. To be sent once. */
    ByteStream gzipped() {
        ByteArrayOutputStream buffer = new ByteArrayOutputStream();
        GZIPOutputStream gzip;
        try {
            gzip = new GZIPOutputStream(buffer, 8192, true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new ByteStream(parts, number -> {
            try {
                gzip.write(part.apply(number));
                if (number == parts - 1) {
                    gzip.close();
                } else {
                    gzip.flush();
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            byte[] zipped = buffer.toByteArray();
            buffer.reset();
            return zipped;
        });
    }

    /** Writes a {@link ByteStream} as it comes. */
    @Provider
    static final class Writer implements ServerMessageBodyWriter<ByteStream> {

        @Override
        public boolean isWriteable(
                Class<?> type, Type generic, ResteasyReactiveResourceInfo target, MediaType mediaType) {
            return type == ByteStream.class;
        }

        @Override
        public boolean isWriteable(Class<?> type, Type generic, Annotation[] annotations, MediaType mediaType) {
            return type == ByteStream.class;
        }

        @Override
        public void writeResponse(ByteStream stream, Type generic, ServerRequestContext context) {
            ServerHttpResponse response = context.serverResponse();
            response.setChunked(true);
            Multi.createFrom()
                    .range(0, stream.parts())
                    .map(stream.part()::apply)
                    .subscribe(new Sender(response));
        }

        @Override
        public void writeTo(
                ByteStream stream,
                Class<?> type,
                Type generic,
                Annotation[] annotations,
                MediaType mediaType,
                MultivaluedMap<String, Object> headers,
                OutputStream out)
                throws IOException {
            for (int i = 0; i < stream.parts(); i++) {
                out.write(stream.part().apply(i));
            }
        }
    }

    /** Asks for one part after the other. */
    private record Sender(ServerHttpResponse response, AtomicReference<Flow.Subscription> from)
            implements Flow.Subscriber<byte[]> {

        Sender(ServerHttpResponse response) {
            this(response, new AtomicReference<>());
        }

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            from.set(subscription);
            response.addCloseHandler(subscription::cancel);
            subscription.request(1);
        }

        @Override
        public void onNext(byte[] part) {
            response.write(part).whenComplete((done, failure) -> {
                if (failure == null) {
                    from.get().request(1);
                } else {
                    from.get().cancel();
                }
            });
        }

        @Override
        public void onError(Throwable failure) {
            response.reset();
        }

        @Override
        public void onComplete() {
            response.end();
        }
    }
}
