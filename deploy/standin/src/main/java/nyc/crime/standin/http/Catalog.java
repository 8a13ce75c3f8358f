package nyc.crime.standin.http;

import java.util.Map;
import jakarta.enterprise.context.ApplicationScoped;

import nyc.crime.standin.data.Dataset;

/** The datasets that are served, and who may ask for them. */
@ApplicationScoped
public class Catalog {

    private volatile Map<String, Dataset> datasets;
    private volatile String appToken;

    /**
     * Begins to serve.
     *
     * @param all the datasets by id
     * @param onlyToken the application token that is accepted, or null to accept any
     */
    public void open(Map<String, Dataset> all, String onlyToken) {
        appToken = onlyToken;
        datasets = all;
    }

    boolean isOpen() {
        return datasets != null;
    }

    Dataset dataset(String id) {
        return datasets.get(id);
    }

    boolean accepts(String token) {
        return token == null || appToken == null || appToken.equals(token);
    }
}
