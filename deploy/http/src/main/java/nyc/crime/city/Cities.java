package nyc.crime.city;

import java.util.Map;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithParentName;

/** The cities whose profiles are read: this one's, and perhaps others of the same file. */
@ConfigMapping(prefix = "nyc.cities")
public interface Cities {

    /** What says which city this is: the ID of its profile. NYC_CITY in the environment. */
    String ID = "nyc.city";

    /** The city where none is said: the one whose outlines and network are shipped. */
    String FIRST = "nyc";

    /** Profiles by id. */
    @WithParentName
    Map<String, CityProfile> byId();

    /**
     * The profile of a city.
     *
     * @throws IllegalStateException where there is none, or none with precincts, with a sentence that says so
     */
    default CityProfile profile(String id) {
        CityProfile profile = byId().get(id);
        if (profile == null) {
            throw new IllegalStateException(
                    ("There is no profile of a city '%s' (%s): none is packed with this program, and SMALLRYE_CONFIG_LOCATIONS"
                                    + " names no file with keys that begin with nyc.cities.%s")
                            .formatted(id, ID, id));
        }
        if (!profile.areas().containsKey("precincts")) {
            throw new IllegalStateException(
                    "nyc.cities." + id + ".areas has no precincts: they are what the records' own field tells");
        }
        return profile;
    }
}
