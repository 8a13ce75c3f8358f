package nyc.crime.predict.api;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.MediaType;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.cache.Cache;
import io.quarkus.cache.CacheName;

import nyc.crime.predict.PredictConfig;
import nyc.crime.predict.forecast.Forecast;
import nyc.crime.predict.forecast.ForecastQuery;
import nyc.crime.predict.forecast.Forecasts;
import nyc.crime.predict.forecast.GeoJson;
import nyc.crime.predict.grid.GridService;
import nyc.crime.predict.model.ModelUnavailable;

/** Keeps finished answers as bytes, and computes one that is asked for by many at a time only once. */
@Singleton
class Answers {

    private final Forecasts forecasts;
    private final GridService grid;
    private final ObjectMapper json;
    private final Cache cache;
    private final Duration wait;
    /** A forecast holds two years of counts while it is computed, so only so many fit into a small heap. */
    private final Semaphore turns = new Semaphore(2);

    record ForecastKey(ForecastQuery query, Integer top, boolean geo) {}

    Answers(
            Forecasts forecasts,
            GridService grid,
            ObjectMapper json,
            @CacheName("answers") Cache cache,
            PredictConfig config) {
        this.forecasts = forecasts;
        this.grid = grid;
        this.json = json;
        this.cache = cache;
        this.wait = config.inferenceWait();
    }

    Body forecast(ForecastKey key) {
        return cached(key, () -> {
            Forecast all = forecasts.forecast(key.query);
            Forecast forecast = key.top == null ? all : all.top(key.top);
            Object value = forecast;
            if (key.geo) {
                value = GeoJson.of(forecast, forecasts.places(key.query, grid.grid()), grid.grid());
            }
            return Body.of(
                    json,
                    key.geo ? GeoJson.TYPE : MediaType.APPLICATION_JSON,
                    value,
                    forecast.source(),
                    forecast.stale() ? forecast.fetchedAt() : null);
        });
    }

    /**
     * The answer of a question. A stale one is given but not kept, so that the next caller may have a better one.
     *
     * @param question a record; it is known by its text, because a native executable interprets a record's own equals,
     *     at about ten microseconds a record (native-image 25)
     */
    Body cached(Record question, Supplier<Body> compute) {
        String key = question.toString();
        Body body = cache.get(key, k -> inTurn(compute)).await().indefinitely();
        if (body.staleSince() != null) {
            cache.invalidate(key).await().indefinitely();
        }
        return body;
    }

    private Body inTurn(Supplier<Body> compute) {
        try {
            if (!turns.tryAcquire(wait.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new ModelUnavailable("too many forecasts are being computed", true);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ModelUnavailable("interrupted", true);
        }
        try {
            return compute.get();
        } finally {
            turns.release();
        }
    }
}
