package nyc.crime.city;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

import io.quarkus.runtime.Startup;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Gives a service its city; without a profile it does not start. */
@Startup
@ApplicationScoped
class ThisCity {

    private final CityProfile profile;

    ThisCity(Cities cities, @ConfigProperty(name = Cities.ID) String id) {
        profile = cities.profile(id);
    }

    @Produces
    @Singleton
    CityProfile profile() {
        return profile;
    }
}
