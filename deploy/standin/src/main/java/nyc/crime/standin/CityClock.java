package nyc.crime.standin;

import java.time.Clock;
import java.time.ZoneId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;

/** The city's time, by which the sample city knows its last month. */
@ApplicationScoped
class CityClock {

    @Produces
    Clock clock() {
        return Clock.system(ZoneId.of("America/New_York"));
    }
}
