package nyc.crime.ingest.socrata;

import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.zip.GZIPInputStream;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.util.TypeLiteral;

import com.fasterxml.jackson.core.exc.StreamConstraintsException;
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

import nyc.crime.http.Budget;
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

    private static final int LONGEST_SAYING = 65_536;

    private static final int HTTP_ACCEPTED = 202;
    private static final int HTTP_NOT_MODIFIED = 304;
    private static final int HTTP_UNAUTHORIZED = 401;
    private static final int HTTP_FORBIDDEN = 403;
    private static final int HTTP_NOT_FOUND = 404;
    private static final int HTTP_GONE = 410;
    private static final int HTTP_TOO_MANY = 429;

    private final SodaApi api;
    private final IngestConfig.Upstream config;
    private final MeterRegistry metrics;
    private final UpstreamState state;
    private final Clock clock;
    private final Duration timeout;
    private final Budget limit;
    private final Guard guard;
    private final AppToken token;
    private final Set<String> told = ConcurrentHashMap.newKeySet();

    SocrataGateway(
            @RestClient SocrataClient client,
            IngestConfig config,
            MeterRegistry metrics,
            UpstreamState state,
            Clock clock,
            @ConfigProperty(name = "quarkus.rest-client.socrata.read-timeout") long readTimeoutMs) {
        this.config = config.upstream();
        this.metrics = metrics;
        this.state = state;
        this.clock = clock;
        this.timeout = Duration.ofMillis(readTimeoutMs + GRACE_MS);
        this.limit = new Budget("nyc.ingest.upstream.concurrency", this.config.concurrency());
        this.token = new AppToken(this.config.appToken(), this.config.tokenPause(), clock);
        this.api = new SodaApi(client, this.config, token);
        this.guard = guard();
        metrics.gauge("nyc.ingest.upstream.in.flight", limit, Budget::used);
        metrics.gauge("nyc.ingest.upstream.waiting", limit, Budget::waiting);
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
    <T> Uni<SodaResponse<T>> ask(Supplier<SoqlQuery> query, Reader<T> reader) {
        return Uni.createFrom()
                .deferred(() -> {
                    Cancellation<SodaResponse<T>> cancellation = new Cancellation<>();
                    return guard.get(
                                    () -> cancellation.orElse(attempt(query, reader)),
                                    new TypeLiteral<Uni<SodaResponse<T>>>() {})
                            .onCancellation()
                            .invoke(cancellation::leave);
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

    private <T> Uni<SodaResponse<T>> attempt(Supplier<SoqlQuery> query, Reader<T> reader) {
        String sent = token.now();
        int version = api.version();
        AtomicBoolean gone = new AtomicBoolean();
        // the body is read as it arrives, so a request is in the air until it has been read
        return limit.with(
                        1,
                        () -> send(query.get(), sent)
                                .onFailure()
                                .transform(SocrataGateway::classify)
                                .emitOn(Infrastructure.getDefaultWorkerPool())
                                .map(response -> read(response, query.get(), reader, sent, version, gone))
                                .onCancellation()
                                .invoke(() -> gone.set(true)))
                .onItem()
                .invoke(answer -> state.succeeded())
                .onFailure()
                .invoke(state::failed);
    }

    private <T> SodaResponse<T> read(
            RestResponse<InputStream> response,
            SoqlQuery query,
            Reader<T> reader,
            String sent,
            int version,
            AtomicBoolean gone) {
        Body body = new Body(response.getEntity(), timeout, gone::get);
        try {
            check(response, body, query, sent, version);
            return understand(response, body, query, reader);
        } catch (RuntimeException e) {
            body.abandon();
            throw e;
        }
    }

    private Uni<RestResponse<InputStream>> send(SoqlQuery query, String sent) {
        long start = System.nanoTime();
        return api.send(query, sent)
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

    private void check(RestResponse<?> response, Body body, SoqlQuery query, String sent, int version) {
        api.heed(response);
        int status = response.getStatus();
        if (status == RestResponse.StatusCode.OK) {
            api.answered(version);
        }
        if (status == RestResponse.StatusCode.OK
                || status == HTTP_NOT_MODIFIED && query.validators().known()) {
            return;
        }
        byte[] said = said(response, body);
        Duration retryAfter = retryAfter(response.getHeaderString("Retry-After"));
        if (status == HTTP_TOO_MANY) {
            throw new UpstreamException(Kind.THROTTLED, "Socrata asks to slow down (429)", retryAfter, null);
        }
        if (status == HTTP_ACCEPTED) {
            throw new UpstreamException(
                    Kind.NOT_READY, "Socrata is still working on the answer (202)", retryAfter, null);
        }
        SocrataError error = SocrataError.read(said);
        if (status == HTTP_FORBIDDEN && sent != null && error.isAboutTheToken()) {
            token.refused();
            throw new UpstreamException(Kind.BAD_TOKEN, error.after("Socrata refuses the app token"));
        }
        if (status == HTTP_GONE || status == HTTP_FORBIDDEN || status == HTTP_UNAUTHORIZED) {
            if (api.refused(version)) {
                throw new UpstreamException(Kind.MOVED, error.after("Socrata answered " + status));
            }
        }
        if (status == HTTP_NOT_FOUND) {
            throw new UpstreamException(Kind.MISSING, error.after("Socrata has no dataset " + query.source()));
        }
        if (status >= RestResponse.StatusCode.INTERNAL_SERVER_ERROR) {
            throw new UpstreamException(Kind.SERVER_ERROR, error.after("Socrata answered " + status), retryAfter, null);
        }
        String refusal = error.after("Socrata refused the query with " + status);
        if (told.add(query.source() + ": " + refusal)) {
            LOG.warnf("%s: %s", query.source(), refusal);
        }
        throw new UpstreamException(Kind.REFUSED, refusal, error.code());
    }

    private <T> SodaResponse<T> understand(RestResponse<?> response, Body body, SoqlQuery query, Reader<T> reader) {
        String standIn = response.getHeaderString("X-Standin");
        String origin = standIn == null ? "live" : standIn;
        boolean outOfDate = "true".equalsIgnoreCase(response.getHeaderString("X-SODA2-Data-Out-Of-Date"));
        if (response.getStatus() == HTTP_NOT_MODIFIED) {
            said(response, body);
            return new SodaResponse<>(null, query.validators(), outOfDate, origin);
        }
        try (InputStream text = decoded(body, response)) {
            Validators validators =
                    new Validators(response.getHeaderString("ETag"), response.getHeaderString("Last-Modified"));
            return new SodaResponse<>(reader.read(text), validators, outOfDate, origin);
        } catch (UpstreamException e) {
            throw e;
        } catch (StreamConstraintsException e) {
            throw new UpstreamException(
                    Kind.OVER_CEILING,
                    "Socrata's answer for %s goes on and on: beyond %d bytes, or beyond any text or depth that data have"
                            .formatted(query.source(), SodaJson.LONGEST),
                    null,
                    e);
        } catch (IOException | RuntimeException e) {
            throw new UpstreamException(Kind.MALFORMED, "Socrata sent a body that is cut short or not SODA", null, e);
        }
    }

    /** The begin of a body that is not of data. */
    private static byte[] said(RestResponse<?> response, Body body) {
        try (InputStream text = decoded(body, response)) {
            return text.readNBytes(LONGEST_SAYING);
        } catch (IOException e) {
            return new byte[0];
        }
    }

    private static InputStream decoded(InputStream bytes, RestResponse<?> response) throws IOException {
        return "gzip".equalsIgnoreCase(response.getHeaderString("Content-Encoding"))
                ? new GZIPInputStream(bytes)
                : bytes;
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
        metrics.counter("nyc.ingest.upstream.breaker.moves", "to", now.name().toLowerCase(Locale.ROOT))
                .increment();
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
