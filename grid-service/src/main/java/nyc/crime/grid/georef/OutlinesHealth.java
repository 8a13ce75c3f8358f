package nyc.crime.grid.georef;

import jakarta.enterprise.context.ApplicationScoped;

import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Not ready as long as the outlines, over which the grids are laid, have not come. */
@Readiness
@ApplicationScoped
class OutlinesHealth implements HealthCheck {

    private final City city;

    OutlinesHealth(City city) {
        this.city = city;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("outlines of the city")
                .status(city.isLaid())
                .build();
    }
}
