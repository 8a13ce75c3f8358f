package nyc.crime.ingest;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.concurrent.atomic.AtomicReference;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Alternative;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

import nyc.crime.city.CityProfile;

/** The service's clock in tests: it goes on by itself, and further where a test says so. */
public final class SettableClock extends Clock {

    private static final AtomicReference<Duration> AHEAD = new AtomicReference<>(Duration.ZERO);

    private final ZoneId zone;

    private SettableClock(ZoneId zone) {
        this.zone = zone;
    }

    /** Takes the place of the service's own. */
    @ApplicationScoped
    static class Source {
        @Produces
        @Singleton
        @Alternative
        @Priority(1)
        Clock clock(CityProfile city) {
            return new SettableClock(city.zone());
        }
    }

    /** Lets so much time pass. */
    public static void pass(Duration time) {
        AHEAD.accumulateAndGet(time, Duration::plus);
    }

    @Override
    public ZoneId getZone() {
        return zone;
    }

    @Override
    public Clock withZone(ZoneId other) {
        return new SettableClock(other);
    }

    @Override
    public Instant instant() {
        return Instant.now().plus(AHEAD.get());
    }
}
