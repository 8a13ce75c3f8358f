package nyc.crime.city;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.util.List;

import io.smallrye.config.ConfigSourceContext;
import io.smallrye.config.ConfigSourceFactory;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.PropertiesConfigSource;
import org.eclipse.microprofile.config.spi.ConfigSource;

/** The profile of this city, where it is one of those in deploy/cities: they are packed with every service. */
public class PackedProfiles implements ConfigSourceFactory {

    @Override
    public Iterable<ConfigSource> getConfigSources(ConfigSourceContext context) {
        ConfigValue given = context.getValue(Cities.ID);
        String city = given == null || given.getValue() == null ? Cities.FIRST : given.getValue();
        URL file =
                city.matches("[a-z0-9-]+") ? PackedProfiles.class.getResource("/cities/" + city + ".properties") : null;
        try {
            // below whatever else sets a value
            return file == null ? List.of() : List.of(new PropertiesConfigSource(file, 90));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
