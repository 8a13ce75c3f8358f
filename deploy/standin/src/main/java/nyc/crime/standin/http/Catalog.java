package nyc.crime.standin.http;

import java.time.LocalDate;
import java.util.Map;
import jakarta.enterprise.context.ApplicationScoped;

import nyc.crime.standin.data.Dataset;
import nyc.crime.standin.publication.Portal;

/** The datasets that are served, as of which date, and who may ask for them. */
@ApplicationScoped
public class Catalog {

    private record State(Map<String, Dataset> datasets, LocalDate asOf) {}

    private volatile Portal portal;
    private volatile State state;
    private volatile String appToken;

    /** Begins to serve datasets that do not change; null closes. */
    public void open(Map<String, Dataset> all, String onlyToken) {
        open(all == null ? null : asOf -> all, null, onlyToken);
    }

    /**
     * Begins to serve.
     *
     * @param from where the datasets are from
     * @param asOf the date whose state is served, or null for all there is
     * @param onlyToken the application token that is accepted, or null to accept any
     */
    public void open(Portal from, LocalDate asOf, String onlyToken) {
        appToken = onlyToken;
        portal = from;
        publish(asOf);
    }

    /** Goes to the state of another date. */
    synchronized void publish(LocalDate asOf) {
        state = portal == null ? null : new State(portal.datasets(asOf), asOf);
    }

    boolean isOpen() {
        return state != null;
    }

    /** All datasets by id. */
    public Map<String, Dataset> datasets() {
        return state.datasets();
    }

    Dataset dataset(String id) {
        return state.datasets().get(id);
    }

    /** The date whose state is served, or null. */
    LocalDate asOf() {
        return state.asOf();
    }

    boolean accepts(String token) {
        return token == null || appToken == null || appToken.equals(token);
    }
}
