package nyc.crime.grid;

import java.util.Map;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;

import nyc.crime.city.Cities;
import nyc.crime.city.CityProfile;
import nyc.crime.grid.georef.Bounds;
import nyc.crime.grid.georef.City;
import nyc.crime.grid.georef.Georef;

/** The city of tests that run without the service. */
public final class NewYork {

    /** The grid of the heat maps: 300 × 300 over the bounds of the original project. */
    public static final Georef HEAT = new Georef(new Bounds(404_800, -742_600, 409_200, -737_000), 300, 300);

    private NewYork() {}

    /** The profile that is packed with the service. */
    public static CityProfile profile() {
        return profile(Map.of());
    }

    /** The same with other values for some keys. */
    public static CityProfile profile(Map<String, String> values) {
        return new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .addDiscoveredSources()
                .addDiscoveredConverters()
                .withSources(new PropertiesConfigSource(values, "test", 500))
                .withMapping(Cities.class)
                .build()
                .getConfigMapping(Cities.class)
                .profile("nyc");
    }

    /** Its outlines and grids. */
    public static City city() {
        return new City(profile(), null);
    }
}
