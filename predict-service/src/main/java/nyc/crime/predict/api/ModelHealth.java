package nyc.crime.predict.api;

import jakarta.inject.Singleton;

import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

import nyc.crime.predict.model.ConvLstm;

/** Says whether the network is there. Without it the service is still ready: the baselines answer. */
@Readiness
@Singleton
class ModelHealth implements HealthCheck {

    private final ConvLstm network;

    ModelHealth(ConvLstm network) {
        this.network = network;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("network")
                .withData(
                        "convlstm",
                        network.current()
                                .problem()
                                .map(problem -> "missing: " + problem)
                                .orElse("loaded"))
                .up()
                .build();
    }
}
