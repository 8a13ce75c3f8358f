package nyc.crime.ingest;

import java.time.Clock;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** The time in the city: one clock, so that "the current month" means the same everywhere. */
@ApplicationScoped
class IngestClock {

    @Produces
    @Singleton
    Clock clock(IngestConfig config) {
        return Clock.system(config.zone());
    }
}
