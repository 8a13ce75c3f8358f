package nyc.crime.ingest;

import java.time.Clock;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

import nyc.crime.city.CityProfile;

/** The time in the city: one clock, so that "the current month" means the same everywhere. */
@ApplicationScoped
class IngestClock {

    @Produces
    @Singleton
    Clock clock(CityProfile city) {
        return Clock.system(city.zone());
    }
}
