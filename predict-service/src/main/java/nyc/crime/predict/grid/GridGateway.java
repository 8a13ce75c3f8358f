package nyc.crime.predict.grid;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.Supplier;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.WebApplicationException;

import org.eclipse.microprofile.faulttolerance.Retry;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jboss.resteasy.reactive.RestResponse;

/** Asks grid-service, twice more where that may help, and says in one way that it failed. */
@ApplicationScoped
@Retry(maxRetries = 2, delay = 200, jitter = 100, delayUnit = ChronoUnit.MILLIS, retryOn = GridUnavailable.class)
class GridGateway {

    private static final String OFFENCES = "offence";
    private static final String ALL = "all";

    private final GridApi api;

    GridGateway(@RestClient GridApi api) {
        this.api = api;
    }

    GridApi.GeorefDocument georef() {
        return ask(api::georef);
    }

    GridApi.DatasetsDocument datasets() {
        return ask(api::datasets);
    }

    RestResponse<byte[]> counts(String dataset, LocalDate from, LocalDate to, List<String> offences) {
        return ask(() -> api.counts(dataset, from, to, offences.isEmpty() ? ALL : OFFENCES, offences));
    }

    RestResponse<GridApi.PrecinctsDocument> precincts(
            String dataset, LocalDate from, LocalDate to, List<String> offences) {
        return ask(() -> api.precincts(dataset, from, to, offences));
    }

    private static <T> T ask(Supplier<T> question) {
        try {
            return question.get();
        } catch (WebApplicationException e) {
            throw new GridUnavailable("grid-service answered " + e.getResponse().getStatus(), e);
        } catch (ProcessingException e) {
            throw new GridUnavailable("grid-service cannot be reached", e);
        }
    }
}
