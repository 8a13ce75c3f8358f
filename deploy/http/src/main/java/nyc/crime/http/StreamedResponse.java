package nyc.crime.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.util.Map;
import java.util.concurrent.Flow;
import java.util.zip.GZIPOutputStream;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.Provider;

import io.smallrye.mutiny.Multi;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveResourceInfo;
import org.jboss.resteasy.reactive.server.spi.ServerHttpResponse;
import org.jboss.resteasy.reactive.server.spi.ServerMessageBodyWriter;
import org.jboss.resteasy.reactive.server.spi.ServerRequestContext;

/**
 * An answer that is made while it is sent: the next part is asked for when the one before is on its way, and no more
 * when the caller has gone.
 *
 * @param type Content-Type
 * @param tag equal for equal content
 * @param headers further headers
 * @param freshness how old the data are
 * @param parts the bytes, part by part
 * @param gzipped the same bytes as one gzip stream
 */
public record StreamedResponse(
        String type,
        String tag,
        Map<String, String> headers,
        Freshness freshness,
        Multi<byte[]> parts,
        Multi<byte[]> gzipped)
        implements Representation {

    /** A stream that is gzipped on the way. */
    public StreamedResponse(
            String type, String tag, Map<String, String> headers, Freshness freshness, Multi<byte[]> parts) {
        this(type, tag, headers, freshness, parts, gzip(parts));
    }

    @Override
    public boolean compressible() {
        return true;
    }

    @Override
    public Parts body(boolean gzip) {
        return new Parts(gzip ? gzipped : parts);
    }

    /** One gzip stream, flushed after each part. */
    private static Multi<byte[]> gzip(Multi<byte[]> parts) {
        return Multi.createFrom().deferred(() -> {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            GZIPOutputStream gzip;
            try {
                gzip = new GZIPOutputStream(out, 8192, true);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            Multi<byte[]> zipped = parts.map(part -> {
                try {
                    gzip.write(part);
                    gzip.flush();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
                return taken(out);
            });
            Multi<byte[]> end = Multi.createFrom().item(() -> {
                try {
                    gzip.close();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
                return taken(out);
            });
            return Multi.createBy().concatenating().streams(zipped, end);
        });
    }

    private static byte[] taken(ByteArrayOutputStream out) {
        byte[] bytes = out.toByteArray();
        out.reset();
        return bytes;
    }

    /** What is written of a stream. */
    record Parts(Multi<byte[]> bytes) {}

    /** Writes the parts as they come. */
    @Provider
    public static final class Writer implements ServerMessageBodyWriter<Parts> {

        @Override
        public boolean isWriteable(
                Class<?> type, Type generic, ResteasyReactiveResourceInfo target, MediaType mediaType) {
            return type == Parts.class;
        }

        @Override
        public boolean isWriteable(Class<?> type, Type generic, Annotation[] annotations, MediaType mediaType) {
            return type == Parts.class;
        }

        @Override
        public void writeResponse(Parts parts, Type generic, ServerRequestContext context) {
            ServerHttpResponse response = context.serverResponse();
            response.setChunked(true);
            parts.bytes().subscribe(new Sender(response));
        }

        @Override
        public void writeTo(
                Parts parts,
                Class<?> type,
                Type generic,
                Annotation[] annotations,
                MediaType mediaType,
                MultivaluedMap<String, Object> headers,
                java.io.OutputStream out) {
            throw new UnsupportedOperationException("parts go to the connection");
        }
    }

    /** Sends one part at a time. */
    private static final class Sender implements Flow.Subscriber<byte[]> {

        private final ServerHttpResponse response;
        private Flow.Subscription subscription;

        Sender(ServerHttpResponse response) {
            this.response = response;
        }

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            this.subscription = subscription;
            response.addCloseHandler(subscription::cancel);
            subscription.request(1);
        }

        @Override
        public void onNext(byte[] part) {
            response.write(part).whenComplete((sent, failure) -> {
                if (failure == null) {
                    subscription.request(1);
                } else {
                    subscription.cancel();
                }
            });
        }

        @Override
        public void onError(Throwable failure) {
            // what was sent cannot be taken back: an end without the last chunk tells the caller
            response.reset();
        }

        @Override
        public void onComplete() {
            response.end();
        }
    }
}
