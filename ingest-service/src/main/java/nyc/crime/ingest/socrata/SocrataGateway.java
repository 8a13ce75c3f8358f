package nyc.crime.ingest.socrata;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.zip.GZIPInputStream;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.util.TypeLiteral;

import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.faulttolerance.api.CircuitBreakerState;
import io.smallrye.faulttolerance.api.Guard;
import io.smallrye.mutiny.TimeoutException;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.faulttolerance.exceptions.CircuitBreakerOpenException;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.RestResponse;

import nyc.crime.ingest.IngestConfig;
import nyc.crime.ingest.socrata.UpstreamException.Kind;

/**
 * One request to Socrata, with everything that makes it polite and robust: a place under the one limit, a timeout,
 * repetitions with pauses, a circuit breaker, and the app token as long as Socrata accepts it.
 */
@ApplicationScoped
class SocrataGateway {

    private static final Logger LOG = Logger.getLogger(SocrataGateway.class);
    /** The client's own timeout comes first and closes the connection; this one ends bodies that only trickle. */
    private static final int GRACE_MS = 500;

    private static final int HTTP_ACCEPTED = 202;
    private static final int HTTP_NOT_MODIFIED = 304;
    private static final int HTTP_FORBIDDEN = 403;
    private static final int HTTP_NOT_FOUND = 404;
    private static final int HTTP_TOO_MANY = 429;

    private final SocrataClient client;
    private final IngestConfig.Upstream config;
    private final MeterRegistry metrics;
    private final UpstreamState state;
    private final Clock clock;
    private final Duration timeout;
    private final Permits permits;
    private final Guard guard;
    private final AtomicReference<String> token;

    SocrataGateway(
            @RestClient SocrataClient client,
            IngestConfig config,
            MeterRegistry metrics,
            UpstreamState state,
            Clock clock,
            @ConfigProperty(name = "quarkus.rest-client.socrata.read-timeout") long readTimeoutMs) {
        this.client = client;
        this.config = config.upstream();
        this.metrics = metrics;
        this.state = state;
        this.clock = clock;
        this.timeout = Duration.ofMillis(readTimeoutMs + GRACE_MS);
        this.permits = new Permits(this.config.concurrency());
        this.token = new AtomicReference<>(
                this.config.appToken().filter(t -> !t.isBlank()).orElse(null));
        this.guard = guard();
        metrics.gauge("nyc.ingest.upstream.in.flight", permits, Permits::used);
        metrics.gauge("nyc.ingest.upstream.waiting", permits, Permits::waiting);
    }

    /** How a body is read; anything thrown means that the body is not what SODA writes. */
    @FunctionalInterface
    interface Reader<T> {
        T read(InputStream body) throws IOException;
    }

    /**
     * Asks until there is an answer that can be read, or fails with an {@link UpstreamException}.
     *
     * @param query called as soon as there is a place for the request, so that it may grow until then; the same from then on
     */
    <T> Uni<Answer<T>> ask(Supplier<Query> query, Reader<T> reader) {
        return Uni.createFrom()
                .deferred(() -> {
                    Departure<Answer<T>> departure = new Departure<>();
                    return guard.get(
                                    () -> departure.orElse(attempt(query, reader)),
                                    new TypeLiteral<Uni<Answer<T>>>() {})
                            .onCancellation()
                            .invoke(departure::leave);
                })
                .onFailure(CircuitBreakerOpenException.class)
                .transform(open -> new UpstreamException(
                        Kind.CIRCUIT_OPEN,
                        "Socrata failed too often; it is left alone for a while",
                        config.breakerPause(),
                        open));
    }

    private Guard guard() {
        return Guard.create()
                .withDescription("socrata")
                .withThreadOffload(false)
                .withRetry()
                .maxRetries(config.retries())
                .maxDuration(10, ChronoUnit.MINUTES)
                .jitter(0, ChronoUnit.MILLIS)
                .whenException(this::worthAnotherTry)
                .beforeRetry(this::countRetry)
                .withCustomBackoff()
                .strategy(() -> new RetryDelay(config.firstPause(), config.longestPause()))
                .done()
                .done()
                .withCircuitBreaker()
                .requestVolumeThreshold(config.breakerRequests())
                .failureRatio(config.breakerRatio())
                .delay(config.breakerPause().toMillis(), ChronoUnit.MILLIS)
                .when(SocrataGateway::showsSocrataDown)
                .onStateChange(this::breakerMoved)
                .done()
                .build();
    }

    private <T> Uni<Answer<T>> attempt(Supplier<Query> query, Reader<T> reader) {
        String sent = token.get();
        return permits.with(() -> send(query.get(), sent))
                .onFailure()
                .transform(SocrataGateway::classify)
                .invoke(response -> check(response, query.get(), sent))
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .map(response -> understand(response, query.get(), reader))
                .onItem()
                .invoke(answer -> state.succeeded())
                .onFailure()
                .invoke(state::failed);
    }

    private Uni<RestResponse<byte[]>> send(Query query, String sent) {
        long start = System.nanoTime();
        Validators known = query.validators();
        return client.query(
                        query.source(),
                        query.select(),
                        query.where(),
                        query.group(),
                        query.order(),
                        query.limit(),
                        query.offset(),
                        config.gzip() ? "gzip" : "identity",
                        sent,
                        known.etag(),
                        known.lastModified())
                .ifNoItem()
                .after(timeout)
                .fail()
                .onItemOrFailure()
                .invoke((response, failure) -> metrics.timer(
                                "nyc.ingest.upstream.requests",
                                "status",
                                failure == null ? Integer.toString(response.getStatus()) : "none")
                        .record(System.nanoTime() - start, TimeUnit.NANOSECONDS));
    }

    private void check(RestResponse<byte[]> response, Query query, String sent) {
        int status = response.getStatus();
        if (status == RestResponse.StatusCode.OK
                || status == HTTP_NOT_MODIFIED && query.validators().known()) {
            return;
        }
        Duration retryAfter = retryAfter(response.getHeaderString("Retry-After"));
        if (status == HTTP_TOO_MANY) {
            throw new UpstreamException(Kind.THROTTLED, "Socrata asks to slow down (429)", retryAfter, null);
        }
        if (status == HTTP_ACCEPTED) {
            throw new UpstreamException(
                    Kind.NOT_READY, "Socrata is still working on the answer (202)", retryAfter, null);
        }
        if (status == HTTP_FORBIDDEN && sent != null) {
            if (token.compareAndSet(sent, null)) {
                LOG.warn("Socrata refuses the app token; going on without one. Check SOCRATA_APP_TOKEN.");
            }
            throw new UpstreamException(Kind.BAD_TOKEN, "Socrata refuses the app token");
        }
        if (status == HTTP_NOT_FOUND) {
            throw new UpstreamException(Kind.MISSING, "Socrata has no dataset " + query.source());
        }
        if (status >= RestResponse.StatusCode.INTERNAL_SERVER_ERROR) {
            throw new UpstreamException(Kind.SERVER_ERROR, "Socrata answered " + status, retryAfter, null);
        }
        throw new UpstreamException(Kind.REFUSED, "Socrata refused the query with " + status);
    }

    private <T> Answer<T> understand(RestResponse<byte[]> response, Query query, Reader<T> reader) {
        String standIn = response.getHeaderString("X-Standin");
        String origin = standIn == null ? "live" : standIn;
        if (response.getStatus() == HTTP_NOT_MODIFIED) {
            return new Answer<>(null, query.validators(), origin);
        }
        byte[] body = response.getEntity();
        if (body == null) {
            throw new UpstreamException(Kind.MALFORMED, "Socrata sent an empty body");
        }
        boolean gzip = "gzip".equalsIgnoreCase(response.getHeaderString("Content-Encoding"));
        try (InputStream bytes = new ByteArrayInputStream(body);
                InputStream text = gzip ? new GZIPInputStream(bytes) : bytes) {
            Validators validators =
                    new Validators(response.getHeaderString("ETag"), response.getHeaderString("Last-Modified"));
            return new Answer<>(reader.read(text), validators, origin);
        } catch (IOException | RuntimeException e) {
            throw new UpstreamException(Kind.MALFORMED, "Socrata sent a body that is cut short or not SODA", null, e);
        }
    }

    private boolean worthAnotherTry(Throwable failure) {
        return failure instanceof UpstreamException trouble
                && trouble.kind().passing()
                && (trouble.retryAfter() == null || trouble.retryAfter().compareTo(config.longestPause()) <= 0);
    }

    private static boolean showsSocrataDown(Throwable failure) {
        return failure instanceof UpstreamException trouble
                && switch (trouble.kind()) {
                    case SERVER_ERROR, CONNECTION, TIMEOUT, MALFORMED -> true;
                    default -> false;
                };
    }

    private static Throwable classify(Throwable failure) {
        if (failure instanceof UpstreamException) {
            return failure;
        }
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof TimeoutException || cause instanceof java.util.concurrent.TimeoutException) {
                return new UpstreamException(Kind.TIMEOUT, "Socrata did not answer in time", null, failure);
            }
        }
        return new UpstreamException(Kind.CONNECTION, "Socrata cannot be reached", null, failure);
    }

    private void countRetry(Throwable failure) {
        String reason = failure instanceof UpstreamException trouble
                ? trouble.kind().name().toLowerCase(Locale.ROOT)
                : "other";
        metrics.counter("nyc.ingest.upstream.retries", "reason", reason).increment();
        LOG.debugf("asking Socrata again: %s", failure.getMessage());
    }

    private void breakerMoved(CircuitBreakerState now) {
        state.breaker(now);
        LOG.warnf("circuit breaker to Socrata is now %s", now);
    }

    /** Seconds or an HTTP date, as RFC 9110 allows; null if it is neither. */
    private Duration retryAfter(String value) {
        if (value == null) {
            return null;
        }
        try {
            return Duration.ofSeconds(Math.max(0, Long.parseLong(value.trim())));
        } catch (NumberFormatException notSeconds) {
            try {
                ZonedDateTime until = ZonedDateTime.parse(value.trim(), DateTimeFormatter.RFC_1123_DATE_TIME);
                Duration wait = Duration.between(clock.instant(), until.toInstant());
                return wait.isNegative() ? Duration.ZERO : wait;
            } catch (DateTimeParseException neither) {
                return null;
            }
        }
    }
}
