package nyc.crime.standin.publication;

import java.time.LocalDate;
import java.util.Map;

import nyc.crime.standin.data.Dataset;

/** A source of datasets that changes through time. */
@FunctionalInterface
public interface Portal {

    /**
     * The datasets by id as the portal had them on a date.
     *
     * @param asOf the date, or null for all there is
     */
    Map<String, Dataset> datasets(LocalDate asOf);
}
