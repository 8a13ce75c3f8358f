package nyc.crime.ingest.api;

import java.util.Map;
import jakarta.enterprise.context.ApplicationScoped;

import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

import nyc.crime.ingest.records.DatasetRanges;

/** Not ready where a dataset is another city's: the profile or the source is wrong. What is not known yet is no trouble. */
@Readiness
@ApplicationScoped
class DatasetsHealth implements HealthCheck {

    private final DatasetRanges ranges;

    DatasetsHealth(DatasetRanges ranges) {
        this.ranges = ranges;
    }

    @Override
    public HealthCheckResponse call() {
        Map<String, String> refused = ranges.refused();
        HealthCheckResponseBuilder response =
                HealthCheckResponse.named("datasets").status(refused.isEmpty());
        refused.forEach(response::withData);
        return response.build();
    }
}
