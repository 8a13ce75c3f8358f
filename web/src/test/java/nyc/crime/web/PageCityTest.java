package nyc.crime.web;

import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import org.junit.jupiter.api.Test;

import nyc.crime.city.Cities;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** What the page says of cities that have not all kinds of areas: Chicago's profile with some taken out. */
class PageCityTest {

    private static Cities without(String kind) throws IOException {
        Properties file = new Properties();
        try (InputStream in = Cities.class.getResourceAsStream("/cities/chicago.properties")) {
            file.load(in);
        }
        Map<String, String> settings = new HashMap<>();
        file.stringPropertyNames().stream()
                .filter(key -> !key.startsWith("nyc.cities.chicago.areas." + kind))
                .forEach(key -> settings.put(key, file.getProperty(key)));
        return new SmallRyeConfigBuilder()
                .withMapping(Cities.class)
                .withSources(new PropertiesConfigSource(settings, "chicago", 100))
                .build()
                .getConfigMapping(Cities.class);
    }

    private static List<String> texts(List<PageCity.Choice> choices) {
        return choices.stream().map(PageCity.Choice::text).toList();
    }

    @Test
    void aPlaceIsOfAnyKindThatTheCityHas() throws IOException {
        PageCity city = new PageCity(without("none").profile("chicago"), new ObjectMapper());
        assertEquals("community area or ward", city.place());
        assertEquals("Community area or ward", city.placeFirst());
        assertEquals(List.of("Wards", "Community areas"), texts(city.kindChoices()));
    }

    @Test
    void aCityWithoutNeighbourhoodsHasAPageToo() throws IOException {
        PageCity city = new PageCity(without("neighbourhoods").profile("chicago"), new ObjectMapper());
        assertEquals("ward", city.place());
        assertEquals(List.of("Wards"), texts(city.kindChoices()));
        assertEquals(List.of("Wards"), texts(city.placeChoices()));
    }

    @Test
    void aCityWithoutPrecinctsIsRefusedInASentence() throws IOException {
        Cities cities = without("precincts");
        String said = assertThrows(IllegalStateException.class, () -> cities.profile("chicago"))
                .getMessage();
        assertTrue(said.startsWith("nyc.cities.chicago.areas has no precincts"), said);
    }
}
